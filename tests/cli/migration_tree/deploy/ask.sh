#!/bin/sh
# Asks without a client.
curl https://api.anthropic.com/v1/messages \
  --header "x-api-key: $ANTHROPIC_API_KEY" \
  --header "anthropic-version: 2023-06-01" \
  --data '{"model": "claude-haiku-5-5", "max_tokens": 100, "messages": []}' > claude-haiku-5-5.json
