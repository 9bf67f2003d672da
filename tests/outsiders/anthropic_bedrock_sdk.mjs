// Anthropic's own client for Bedrock, unchanged, against the local endpoint.
import assert from 'node:assert/strict';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { assemble, assertWhole, check, endpoint, model, profileArn, refusal, request } from './check.mjs';

// This client sends the API version 2026-10-21 unless told otherwise, which the models of before 4.7 refuse.
const olderVersion = { 'anthropic-version': 'bedrock-2023-05-31' };
const newerModel = 'us.anthropic.claude-haiku-5-5';

const unchanged = (options = {}) =>
  new AnthropicBedrock({
    awsRegion: 'us-east-1',
    awsAccessKey: endpoint.accessKey,
    awsSecretKey: endpoint.secretKey,
    baseURL: endpoint.baseURL,
    maxRetries: 0,
    ...options,
  });
const client = (options = {}) =>
  unchanged({ ...options, defaultHeaders: { ...olderVersion, ...options.defaultHeaders } });

await check('bedrock-sdk create, with its own API version', async () => {
  assertWhole(await unchanged().messages.create({ model: newerModel, ...request }));
});

await check('bedrock-sdk its own API version is refused for an older model', async () => {
  const error = await refusal(unchanged().messages.create({ model, ...request }));
  assert.equal(error.status, 400);
  assert.match(error.message, /Invalid API version: 2026-10-21/);
});

let created;
await check('bedrock-sdk create', async () => {
  created = await client().messages.create({ model, ...request });
  assertWhole(created);
});

await check('bedrock-sdk create, by the ARN of a profile', async () => {
  assertWhole(await client().messages.create({ model: profileArn, ...request }));
});

await check('bedrock-sdk stream, event by event', async () => {
  const events = [];
  for await (const event of await client().messages.create({ model, ...request, stream: true })) events.push(event);
  const message = assemble(events);
  assert.equal(message.text, created.content[0].text);
  assert.equal(message.stopReason, 'end_turn');
  assert.equal(message.outputTokens, created.usage.output_tokens);
});

await check('bedrock-sdk stream, as text', async () => {
  let text = '';
  const stream = client().messages.stream({ model, ...request });
  stream.on('text', (piece) => (text += piece));
  assertWhole(await stream.finalMessage());
  assert.equal(text, created.content[0].text);
});

await check('bedrock-sdk max_tokens is obeyed', async () => {
  const message = await client().messages.create({ model, ...request, max_tokens: 2 });
  assert.equal(message.stop_reason, 'max_tokens');
  assert.equal(message.usage.output_tokens, 2);
});

await check('bedrock-sdk sends a throttled request again', async () => {
  const defaultHeaders = { 'x-local-fault': 'throttle/1' };
  assertWhole(await client({ maxRetries: 2, defaultHeaders }).messages.create({ model, ...request }));
});

await check('bedrock-sdk wrong secret is refused', async () => {
  const error = await refusal(client({ awsSecretKey: endpoint.wrongSecretKey }).messages.create({ model, ...request }));
  assert.equal(error.status, 403);
  assert.match(error.message, /signature/);
});

await check('bedrock-sdk missing max_tokens is refused', async () => {
  const error = await refusal(client().messages.create({ model, messages: request.messages }));
  assert.equal(error.status, 400);
  assert.match(error.message, /max_tokens/);
});

await check('bedrock-sdk wrong secret is refused for a stream', async () => {
  const stream = client({ awsSecretKey: endpoint.wrongSecretKey }).messages.create({ model, ...request, stream: true });
  assert.equal((await refusal(stream)).status, 403);
});

await check('bedrock-sdk an exception in mid-stream ends the stream', async () => {
  const defaultHeaders = { 'x-local-fault': 'exception=throttlingException,after=3' };
  const seen = [];
  const reading = (async () => {
    const stream = await client({ defaultHeaders }).messages.create({ model, ...request, stream: true });
    for await (const event of stream) seen.push(event);
  })();
  assert.match((await refusal(reading)).message, /throttl/i);
  assert.equal(seen.filter((event) => event.type === 'content_block_delta').length, 3);
});
