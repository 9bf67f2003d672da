// Anthropic's own clients for the other platforms, unchanged, against the local endpoint.
import assert from 'node:assert/strict';
import { File } from 'node:buffer';
import Anthropic, { toFile } from '@anthropic-ai/sdk';
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema';
import { AnthropicAws } from '@anthropic-ai/aws-sdk';
import { AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import { assemble, assertWhole, check, endpoint, refusal, request } from './check.mjs';

globalThis.File ??= File; // Debian 12's Node has it here only
const apiKey = process.argv[5];
const model = 'claude-haiku-4-5-20251001';
const keys = {
  awsRegion: 'us-east-1',
  awsAccessKey: endpoint.accessKey,
  awsSecretAccessKey: endpoint.secretKey,
  maxRetries: 0,
};
const firstParty = (options = {}) => new Anthropic({ apiKey, baseURL: endpoint.baseURL, maxRetries: 0, ...options });
const platforms = {
  'anthropic-sdk': { client: firstParty, model },
  'aws-sdk-anthropic': {
    client: (options = {}) =>
      new AnthropicAws({ ...keys, baseURL: endpoint.baseURL, workspaceId: 'wrkspc_local', ...options }),
    model,
  },
  'bedrock-sdk mantle': {
    client: (options = {}) =>
      new AnthropicBedrockMantle({ ...keys, baseURL: `${endpoint.baseURL}/anthropic`, ...options }),
    model: 'anthropic.claude-haiku-4-5',
  },
};

for (const [name, platform] of Object.entries(platforms)) {
  let created;
  await check(`${name} create`, async () => {
    created = await platform.client().messages.create({ model: platform.model, ...request });
    assertWhole(created);
    assert.match(created._request_id, /^req_local_/);
  });

  await check(`${name} stream, event by event`, async () => {
    const events = [];
    const stream = await platform.client().messages.create({ model: platform.model, ...request, stream: true });
    for await (const event of stream) events.push(event);
    const message = assemble(events);
    assert.equal(message.text, created.content[0].text);
    assert.equal(message.outputTokens, created.usage.output_tokens);
  });

  await check(`${name} stream, as text`, async () => {
    let text = '';
    const stream = platform.client().messages.stream({ model: platform.model, ...request });
    stream.on('text', (piece) => (text += piece));
    assertWhole(await stream.finalMessage());
    assert.equal(text, created.content[0].text);
  });

  await check(`${name} count_tokens`, async () => {
    const { messages } = request;
    const counted = await platform.client().messages.countTokens({ model: platform.model, messages });
    assert.equal(counted.input_tokens, created.usage.input_tokens);
  });

  await check(`${name} missing max_tokens is refused`, async () => {
    const error = await refusal(platform.client().messages.create({ model: platform.model, messages: request.messages }));
    assert.equal(error.status, 400);
    assert.equal(error.error.error.type, 'invalid_request_error');
    assert.match(error.message, /max_tokens/);
    assert.match(error.requestID, /^req_local_/);
  });

  await check(`${name} sends a throttled request again`, async () => {
    const defaultHeaders = { 'x-local-fault': 'throttle/1' };
    const client = platform.client({ maxRetries: 2, defaultHeaders });
    assertWhole(await client.messages.create({ model: platform.model, ...request }));
  });

  await check(`${name} an error in mid-stream ends the stream`, async () => {
    const defaultHeaders = { 'x-local-fault': 'exception=throttlingException,after=3' };
    const reading = (async () => {
      const client = platform.client({ defaultHeaders });
      const stream = await client.messages.create({ model: platform.model, ...request, stream: true });
      for await (const event of stream) assert.notEqual(event.type, 'message_stop');
    })();
    assert.match((await refusal(reading)).message, /rate_limit_error|too many/i);
  });
}

await check('anthropic-sdk wrong key is refused', async () => {
  const error = await refusal(firstParty({ apiKey: 'wrong' }).messages.create({ model, ...request }));
  assert.ok(error instanceof Anthropic.AuthenticationError);
});

for (const name of ['aws-sdk-anthropic', 'bedrock-sdk mantle']) {
  await check(`${name} wrong secret is refused`, async () => {
    const client = platforms[name].client({ awsSecretAccessKey: endpoint.wrongSecretKey });
    const error = await refusal(client.messages.create({ model: platforms[name].model, ...request }));
    assert.equal(error.status, 403);
    assert.match(error.message, /signature/);
  });
}

const cityFormat = jsonSchemaOutputFormat({
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'array', items: { type: 'integer' } }, note: { type: 'string' } },
  required: ['city', 'days'],
  additionalProperties: false,
});
for (const name of ['anthropic-sdk', 'aws-sdk-anthropic']) {
  await check(`${name} parse and stream an answer with a schema`, async () => {
    const { client, model } = platforms[name];
    const asked = { model, ...request, output_config: { format: cityFormat } };
    const expected = { city: 'local', days: [] };
    assert.deepEqual((await client().messages.parse(asked)).parsed_output, expected);
    assert.deepEqual((await client().messages.stream(asked).finalMessage()).parsed_output, expected);
  });
}

await check('anthropic-sdk an image by its URL', async () => {
  const content = [
    { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
    { type: 'text', text: 'What is this?' },
  ];
  assertWhole(await firstParty().messages.create({ model, max_tokens: 300, messages: [{ role: 'user', content }] }));
});

await check('anthropic-sdk batches', async () => {
  const { batches } = firstParty().messages;
  const made = await batches.create({
    requests: [
      { custom_id: 'one', params: { model, ...request } },
      { custom_id: 'two', params: { model: 'claude-nobody', ...request } },
    ],
  });
  assert.equal(made.processing_status, 'in_progress');
  assert.equal((await batches.retrieve(made.id)).processing_status, 'ended');
  const results = {};
  for await (const line of await batches.results(made.id)) results[line.custom_id] = line.result;
  assertWhole(results.one.message);
  assert.equal(results.two.error.error.type, 'not_found_error');
  const listed = [];
  for await (const batch of batches.list({ limit: 1 })) listed.push(batch.id);
  assert.ok(listed.includes(made.id));
  assert.equal((await batches.delete(made.id)).type, 'message_batch_deleted');
});

await check('anthropic-sdk models, over all pages', async () => {
  const ids = [];
  for await (const one of firstParty().models.list({ limit: 2 })) ids.push(one.id);
  assert.ok(ids.length > 4 && new Set(ids).size === ids.length);
  assert.ok(ids.includes(model));
  assert.equal((await firstParty().models.retrieve(model)).id, model);
});

for (const [name, files] of [
  ['anthropic-sdk', firstParty().files],
  // It signs uploads without a hash of their body.
  ['aws-sdk-anthropic', platforms['aws-sdk-anthropic'].client().files],
]) {
  await check(`${name} files`, async () => {
    const text = 'one\r\ntwo\0three';
    const made = await files.upload({ file: await toFile(Buffer.from(text), 'a.txt', { type: 'text/plain' }) });
    assert.equal(made.size_bytes, text.length);
    assert.equal((await files.retrieveMetadata(made.id)).filename, 'a.txt');
    assert.equal(await (await files.download(made.id)).text(), text);
    const listed = [];
    for await (const file of files.list()) listed.push(file.id);
    assert.deepEqual(listed, [made.id]);
    assert.equal((await files.delete(made.id)).id, made.id);
  });
}
