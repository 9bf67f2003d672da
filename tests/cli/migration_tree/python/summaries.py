"""Summaries of the day's letters."""
import os

import anthropic
from anthropic import AsyncAnthropic, RateLimitError

# claude-3-opus-20240229 wrote better ones.
MODEL = os.environ.get("MODEL", "claude-sonnet-4-5-20250929")
ALREADY_THERE = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
PRICES = "https://www.anthropic.com/claude-haiku-4-5/prices.html"

client = anthropic.Anthropic(api_key=os.environ["ANTHROPIC_API_KEY"])
many = AsyncAnthropic()


def summary(letter):
    try:
        message = client.messages.create(
            model=MODEL, max_tokens=500, messages=[{"role": "user", "content": letter}]
        )
    except RateLimitError:
        return None
    return message.content[0].text


def overnight(letters):
    return client.messages.batches.create(requests=letters)


def describe(address):
    picture = {"type": "image", "source": {"type": "url", "url": address}}
    return client.messages.create(
        model="claude-3-5-sonnet-latest", max_tokens=300, messages=[{"role": "user", "content": [picture]}]
    )
