// What the official JavaScript clients share: where to ask, what to ask, and whether an answer is whole.
import assert from 'node:assert/strict';

export { check, refusal } from './report.mjs';

const [baseURL, accessKey, secretKey] = process.argv.slice(2);
if (!secretKey) {
  console.error('usage: BASE_URL ACCESS_KEY SECRET_KEY');
  process.exit(2);
}

export const endpoint = { baseURL, accessKey, secretKey, wrongSecretKey: 'x' + secretKey };
export const model = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'; // a colon in the path
export const profileArn = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/' + model;
export const request = { max_tokens: 300, messages: [{ role: 'user', content: 'Name three colours.' }] };

/** The message that a list of Anthropic's stream events describes; fails if an event is out of its order. */
export function assemble(events) {
  assert.equal(events[0]?.type, 'message_start');
  assert.equal(events.at(-1)?.type, 'message_stop');
  const deltas = events.filter((event) => event.type === 'content_block_delta');
  assert.ok(deltas.length > 1, 'the text came in one piece');
  const end = events.find((event) => event.type === 'message_delta');
  return {
    text: deltas.map((event) => event.delta.text).join(''),
    stopReason: end.delta.stop_reason,
    outputTokens: end.usage.output_tokens,
  };
}

/** Whether a message of the Messages API is whole. */
export function assertWhole(message) {
  assert.equal(message.type, 'message');
  assert.equal(message.role, 'assistant');
  assert.equal(message.stop_reason, 'end_turn');
  assert.ok(message.content[0].text.length > 0);
  assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
}
