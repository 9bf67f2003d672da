// AWS's SDK for JavaScript, unchanged, against the local endpoint; with HTTP/1.1, or with its default,
// HTTP/2, if a fourth argument says "http2".
import assert from 'node:assert/strict';
import { BedrockClient, GetInferenceProfileCommand, ListFoundationModelsCommand, paginateListInferenceProfiles } from '@aws-sdk/client-bedrock';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { assemble, assertWhole, check, endpoint, model, profileArn, refusal, request } from './check.mjs';

const http2 = process.argv[5] === 'http2';
const name = http2 ? 'aws-sdk HTTP/2' : 'aws-sdk HTTP/1.1';

const settings = {
  region: 'us-east-1',
  endpoint: endpoint.baseURL,
  credentials: { accessKeyId: endpoint.accessKey, secretAccessKey: endpoint.secretKey },
  maxAttempts: 1,
};
const client = (options = {}) =>
  new BedrockRuntimeClient({ ...settings, ...(http2 ? {} : { requestHandler: new NodeHttpHandler() }), ...options });
const wrongKey = { credentials: { accessKeyId: endpoint.accessKey, secretAccessKey: endpoint.wrongSecretKey } };
const input = (changes = {}, modelId = model) => ({
  modelId,
  contentType: 'application/json',
  accept: 'application/json',
  body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', ...request, ...changes }),
});

async function invoke(from, ...change) {
  const answer = await from.send(new InvokeModelCommand(input(...change)));
  assert.equal(answer.$metadata.httpStatusCode, 200);
  assert.ok(answer.$metadata.requestId);
  return JSON.parse(new TextDecoder().decode(answer.body));
}

async function stream(from, ...change) {
  const answer = await from.send(new InvokeModelWithResponseStreamCommand(input(...change)));
  const events = [];
  for await (const event of answer.body) {
    assert.ok(event.chunk, 'an event that is no chunk');
    events.push(JSON.parse(new TextDecoder().decode(event.chunk.bytes)));
  }
  return events;
}

const good = client();
let invoked;
await check(`${name} InvokeModel`, async () => {
  invoked = await invoke(good);
  assertWhole(invoked);
});

await check(`${name} InvokeModel, by the ARN of a profile`, async () => {
  assertWhole(await invoke(good, {}, profileArn));
});

await check(`${name} InvokeModelWithResponseStream`, async () => {
  const events = await stream(good);
  assert.equal(assemble(events).text, invoked.content[0].text);
  const metrics = events.at(-1)['amazon-bedrock-invocationMetrics'];
  assert.equal(metrics.outputTokenCount, invoked.usage.output_tokens);
});

await check(`${name} Converse and ConverseStream`, async () => {
  const asked = { modelId: model, messages: [{ role: 'user', content: [{ text: 'What is 2+2?' }] }] };
  const answer = await good.send(new ConverseCommand(asked));
  assert.equal(answer.stopReason, 'end_turn');
  const said = answer.output.message.content[0].text;
  assert.match(said, /not Claude/);
  const { stream: events } = await good.send(new ConverseStreamCommand(asked));
  let text = '';
  let usage;
  for await (const event of events) {
    text += event.contentBlockDelta?.delta.text ?? '';
    usage ??= event.metadata?.usage;
  }
  assert.equal(text, said);
  assert.deepEqual(usage, answer.usage);
});

await check(`${name} a turn without content is refused by Converse`, async () => {
  const asked = { modelId: model, messages: [{ role: 'user', content: [] }] };
  for (const command of [new ConverseCommand(asked), new ConverseStreamCommand(asked)]) {
    const error = await refusal(good.send(command));
    assert.equal(error.name, 'ValidationException');
    assert.match(error.message, /The content field in the Message object at messages\.0 is empty/);
  }
});

await check(`${name} wrong secret is refused`, async () => {
  const error = await refusal(invoke(client(wrongKey)));
  assert.equal(error.name, 'InvalidSignatureException');
  assert.equal(error.$metadata.httpStatusCode, 403);
});

await check(`${name} wrong secret is refused for a stream`, async () => {
  assert.equal((await refusal(stream(client(wrongKey)))).$metadata.httpStatusCode, 403);
});

await check(`${name} missing max_tokens is refused`, async () => {
  const error = await refusal(invoke(good, { max_tokens: undefined }));
  assert.equal(error.name, 'ValidationException');
  assert.equal(error.$metadata.httpStatusCode, 400);
});

await check(`${name} an unknown model is refused`, async () => {
  const error = await refusal(stream(good, {}, 'anthropic.claude-nobody-v1:0'));
  assert.ok(['ValidationException', 'ResourceNotFoundException'].includes(error.name), error.name);
});

if (!http2) {
  const control = new BedrockClient(settings);

  await check('aws-sdk models and profiles', async () => {
    const { modelSummaries } = await control.send(new ListFoundationModelsCommand({ byProvider: 'Anthropic' }));
    assert.ok(modelSummaries.length > 5);
    const ids = [];
    for await (const page of paginateListInferenceProfiles({ client: control, pageSize: 5 }, {}))
      ids.push(...page.inferenceProfileSummaries.map((profile) => profile.inferenceProfileId));
    assert.ok(ids.length > 5 && new Set(ids).size === ids.length && ids.includes(model));
  });

  await check('aws-sdk an unknown profile is refused', async () => {
    const unknown = new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'us.anthropic.nonsense' });
    assert.equal((await refusal(control.send(unknown))).name, 'ResourceNotFoundException');
  });
}

good.destroy();
