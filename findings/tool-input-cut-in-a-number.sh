#!/usr/bin/env bash
# One stream, three of Anthropic's SDKs, three inputs of one tool: an input that max_tokens cuts in a number.
#
# Versions: anthropic 2.14.0 with jiter 0.19.0 (PyPI), @anthropic-ai/sdk 1.14.0 (npm), anthropic-sdk-go v2.15.0
# (Go). Seen 2026-11-30.
#
# One would guess: where max_tokens ends an answer within {"to": "Ada", "amount": 1250}, the SDKs' final message
# has what had come whole, as all three leave out a text that is cut; or they agree on something else. "12" is no
# amount that anybody wrote.
#
# What the final message's input is, and stop_reason "max_tokens" with each:
#   came                            Python                           JavaScript                   Go
#   {"to": "Ada", "amount": 12      {"to": "Ada", "amount": 12}      {"to": "Ada"}                {}
#   {"to": "Ada", "items": [3, 4    {"to": "Ada", "items": [3, 4]}   {"to": "Ada", "items": [3]}  {}
#   {"to": "Ada", "note": "for t    {"to": "Ada"}                    {"to": "Ada"}                {}
# A number is the one value whose beginning is a value: Python's reader takes it, and the input even fits a schema
# that requires it. JavaScript's drops the last number, though it may be whole. Go drops the whole input.
#
# What follows: nobody may use a tool's input before looking at stop_reason. Python's and JavaScript's tool runners
# do look. This project keeps such an input as text and parses none of it (docs/messages.md, docs/tools.md).
#
# Prints what it saw, and ends with 1 if it was anything else. The server is one of this script's, on loopback.
set -euo pipefail
folder=$(mktemp -d)
server=
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  chmod -R u+w "$folder" # Go's module cache is read-only
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"
unset "${!ANTHROPIC_@}"
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 GOMODCACHE=$folder/modules GOFLAGS=-mod=mod

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check anthropic==2.14.0 jiter==0.19.0
npm install --silent --no-audit --no-fund --ignore-scripts @anthropic-ai/sdk@1.14.0
mkdir go
cat >go/go.mod <<'GO'
module finding
go 1.23
require github.com/anthropics/anthropic-sdk-go/v2 v2.15.0
GO

# Streams a tool call with the input of the header x-input, as far as it goes.
cat >server.py <<'PYTHON'
import json, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def event(self, **fields):
        self.wfile.write(f"event: {fields['type']}\ndata: {json.dumps(fields)}\n\n".encode())
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.event(type="message_start", message={
            "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-5-5", "content": [],
            "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 9, "output_tokens": 1}})
        self.event(type="content_block_start", index=0,
                   content_block={"type": "tool_use", "id": "toolu_1", "name": "pay", "input": {}})
        for piece in ("", self.headers["x-input"]):
            self.event(type="content_block_delta", index=0, delta={"type": "input_json_delta", "partial_json": piece})
        self.event(type="content_block_stop", index=0)
        self.event(type="message_delta", delta={"stop_reason": "max_tokens", "stop_sequence": None},
                   usage={"output_tokens": 20})
        self.event(type="message_stop")

server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
python3 server.py >port &
server=$!
until [ -s port ]; do sleep 0.1; done
url=http://127.0.0.1:$(cat port)

cat >client.py <<'PYTHON'
import json, sys, anthropic
client = anthropic.Anthropic(api_key="key", base_url=sys.argv[1], max_retries=0)
with client.messages.stream(model="claude-haiku-5-5", max_tokens=20, messages=[{"role": "user", "content": "Pay"}],
                            extra_headers={"x-input": sys.argv[2]}) as stream:
    message = stream.get_final_message()
print("  Python    ", json.dumps(message.content[0].input), message.stop_reason)
PYTHON
cat >client.mjs <<'JAVASCRIPT'
import Anthropic from "@anthropic-ai/sdk";
const [baseURL, input] = process.argv.slice(2);
const client = new Anthropic({ apiKey: "key", baseURL, maxRetries: 0 });
const message = await client.messages.stream(
  { model: "claude-haiku-5-5", max_tokens: 20, messages: [{ role: "user", content: "Pay" }] },
  { headers: { "x-input": input } }).finalMessage();
console.log("  JavaScript", JSON.stringify(message.content[0].input).replaceAll(/[:,]/g, "$& "), message.stop_reason);
JAVASCRIPT
cat >go/main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/anthropics/anthropic-sdk-go/v2"
	"github.com/anthropics/anthropic-sdk-go/v2/option"
)

func main() {
	client := anthropic.NewClient(option.WithAPIKey("key"), option.WithBaseURL(os.Args[1]), option.WithMaxRetries(0))
	stream := client.Messages.NewStreaming(context.Background(), anthropic.MessageNewParams{
		Model: "claude-haiku-5-5", MaxTokens: 20,
		Messages: []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock("Pay"))},
	}, option.WithHeader("x-input", os.Args[2]))
	message := anthropic.Message{}
	for stream.Next() {
		if err := message.Accumulate(stream.Current()); err != nil {
			fmt.Println("  Go        ", err)
			return
		}
	}
	if stream.Err() != nil {
		fmt.Println("  Go        ", stream.Err())
		return
	}
	fmt.Println("  Go        ", string(message.Content[0].Input), message.StopReason)
}
GO
(cd go && go build -o ../client . 2>go.log) || { cat go/go.log; exit 1; }

# saw INPUT EXPECTED
saw() {
  local got
  got=$(python/bin/python client.py "$url" "$1"; node --no-warnings client.mjs "$url" "$1"; ./client "$url" "$1")
  printf '%s\n%s\n' "$1" "$got"
  [ "$got" = "$2" ] || { echo "this has changed; expected:"; echo "$2"; exit 1; }
}
saw '{"to": "Ada", "amount": 12' '  Python     {"to": "Ada", "amount": 12} max_tokens
  JavaScript {"to": "Ada"} max_tokens
  Go         {} max_tokens'
saw '{"to": "Ada", "items": [3, 4' '  Python     {"to": "Ada", "items": [3, 4]} max_tokens
  JavaScript {"to": "Ada", "items": [3]} max_tokens
  Go         {} max_tokens'
saw '{"to": "Ada", "note": "for t' '  Python     {"to": "Ada"} max_tokens
  JavaScript {"to": "Ada"} max_tokens
  Go         {} max_tokens'
