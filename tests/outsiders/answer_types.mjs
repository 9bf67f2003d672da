// answer_types.mjs BASE_URL API_KEY SDK: what the local endpoint answers under /v1/ has each property that the official
// type files promise, of the type that they promise.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { check } from './report.mjs';
import { Types } from './type_files.mjs';

const [baseURL, apiKey, sdk] = process.argv.slice(2);
if (!sdk) {
  console.error('usage: BASE_URL API_KEY SDK');
  process.exit(2);
}

// The real API leaves it out where nothing is cited, whatever the types say.
const leftOut = new Set(['TextBlock.citations']);

/** Fails at the first property of an answer that is not as its interface says. */
function judge(types, name, value, place) {
  for (const key of types.required.get(name)) {
    if (leftOut.has(`${name}.${key}`) && !(key in value)) continue;
    assert.ok(key in value, `${place}.${key} is not there`);
    judgeValue(types, types.interfaces.get(name).get(key), value[key], `${place}.${key}`);
  }
}

function judgeValue(types, type, value, place) {
  if (value === null) return assert.match(type, /\bnull\b/, `${place} may not be null`);
  if (Array.isArray(value)) {
    assert.match(type, /^Array</, `${place} is a list`);
    return value.forEach((item, at) => judgeValue(types, type, item, `${place}[${at}]`));
  }
  if (typeof value === 'object') {
    const fits = [...types.members(type)].filter((name) => {
      const tags = types.tags(name);
      return tags[0] === undefined || tags.includes(value.type);
    });
    if (fits.length === 0) return assert.match(type, /unknown|Record|Shared|\./, `${place} has no type ${value.type}`);
    return judge(types, fits[0], value, place);
  }
  const text = types.aliases.get(type.replace(/ \| null$/, '')) ?? type;
  const literals = [...text.matchAll(/'([^']*)'/g)].map((match) => match[1]);
  if (literals.length > 0 && !/\bstring\b/.test(text)) assert.ok(literals.includes(value), `${place} is ${value}, not one of ${literals}`);
  else if (/^(string|number|boolean)\b/.test(text)) assert.match(text, new RegExp(`\\b${typeof value}\\b`), `${place} is ${value}`);
}

async function ask(method, path, body, betas) {
  const headers = { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' };
  if (body && !(body instanceof FormData)) headers['content-type'] = 'application/json';
  if (betas) headers['anthropic-beta'] = betas;
  const answer = await fetch(baseURL + path, { method, headers, body: body instanceof FormData ? body : body && JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer;
}

const messages = new Types(join(sdk, 'resources/messages/messages.d.ts'));
const batches = new Types(join(sdk, 'resources/messages/batches.d.ts'));
const models = new Types(join(sdk, 'resources/models.d.ts'));
const files = new Types(join(sdk, 'resources/files.d.ts'));
const model = 'claude-haiku-5-5';
const tools = [{ name: 'weather', input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } }];
const hello = { model, max_tokens: 200, messages: [{ role: 'user', content: 'Hello' }] };
const requests = {
  text: hello,
  'a tool': { ...hello, tools, tool_choice: { type: 'any' } },
  'a diagnosis': { ...hello, diagnostics: { previous_message_id: 'msg_none' } },
  'a tier': { ...hello, service_tier: 'auto', speed: 'standard', inference_geo: 'us' },
};

for (const [name, request] of Object.entries(requests)) {
  await check(`types of answers: ${name}`, async () => {
    judge(messages, 'Message', await (await ask('POST', '/v1/messages', request)).json(), 'message');
  });
  await check(`types of answers: ${name}, streamed`, async () => {
    const text = await (await ask('POST', '/v1/messages', { ...request, stream: true })).text();
    const events = [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1]));
    assert.ok(events.length > 4);
    for (const event of events) {
      if (event.type !== 'ping') judgeValue(messages, 'RawMessageStreamEvent', event, event.type);
    }
    const end = events.find((event) => event.type === 'message_delta');
    assert.deepEqual(Object.keys(end.delta).sort(), ['container', 'stop_details', 'stop_reason', 'stop_sequence']);
  });
}

await check('types of answers: count_tokens', async () => {
  const { max_tokens, ...counted } = hello;
  judge(messages, 'MessageTokensCount', await (await ask('POST', '/v1/messages/count_tokens', counted)).json(), 'count');
});

await check('types of answers: models', async () => {
  const { data } = await (await ask('GET', '/v1/models?lifecycle[]=active&lifecycle[]=deprecated&lifecycle[]=retired&limit=100')).json();
  assert.ok(data.length > 10);
  for (const one of data) judge(models, 'ModelInfo', one, one.id);
});

await check('types of answers: batches', async () => {
  const made = await (await ask('POST', '/v1/messages/batches', { requests: [{ custom_id: 'a', params: hello }] })).json();
  judge(batches, 'MessageBatch', made, 'made');
  judge(batches, 'MessageBatch', await (await ask('GET', `/v1/messages/batches/${made.id}`)).json(), 'ended');
  const line = JSON.parse(await (await ask('GET', `/v1/messages/batches/${made.id}/results`)).text());
  judge(messages, 'Message', line.result.message, 'message');
  assert.equal(line.result.message.usage.service_tier, 'batch');
});

await check('types of answers: files', async () => {
  const form = new FormData();
  form.append('file', new Blob(['text'], { type: 'text/plain' }), 'a.txt');
  const made = await (await ask('POST', '/v1/files', form)).json();
  judge(files, 'FileMetadata', made, 'file');
  const list = await (await ask('GET', '/v1/files')).json();
  assert.deepEqual(Object.keys(list), ['data', 'next_page']);
  judge(files, 'DeletedFile', await (await ask('DELETE', `/v1/files/${made.id}`)).json(), 'deleted');
});
