// The official clients as a program has them, without a word on where to ask: behind `PROGRAM local --exec --`.
import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import { AnthropicAws } from "@anthropic-ai/aws-sdk";
import { AnthropicBedrock, AnthropicBedrockMantle } from "@anthropic-ai/bedrock-sdk";
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";

const profile = "us.anthropic.claude-haiku-5-5";
const request = { max_tokens: 100, messages: [{ role: "user", content: "Hello" }] };

for (const [client, model] of [
  [new Anthropic(), "claude-haiku-5-5"],
  [new AnthropicAws(), "claude-haiku-5-5"],
  [new AnthropicBedrock(), profile],
  [new AnthropicBedrockMantle(), "anthropic.claude-haiku-5-5"],
]) {
  const message = await client.messages.create({ model, ...request });
  assert.match(message.content[0].text, /not Claude/, client.constructor.name);
}

const runtime = new BedrockRuntimeClient();
const answer = await runtime.send(
  new ConverseCommand({ modelId: profile, messages: [{ role: "user", content: [{ text: "Hello" }] }] }));
assert.match(answer.output.message.content[0].text, /not Claude/);
