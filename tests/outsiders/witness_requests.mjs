// witness_requests.mjs WITNESS CORPUS: has Anthropic's own client for Bedrock and ours send each request of the corpus to
// a server that records it, whole and as a stream. Method, path, headers of meaning and body must be the same; each
// difference is explained, below or beside the request.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { assertExplained, check, differences, Ours, serve } from './witness.mjs';

const [program, corpusFile] = process.argv.slice(2);
if (!corpusFile) {
  console.error('usage: WITNESS CORPUS');
  process.exit(2);
}

/** {"repeat": TEXT, "times": N} and {"turns": N} stand for what is too long to write down. */
function expand(value) {
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value !== 'object' || value === null) return value;
  if ('repeat' in value) return value.repeat.repeat(value.times);
  if ('turns' in value) {
    const role = (at) => (at % 2 === 0 ? 'user' : 'assistant');
    return Array.from({ length: value.turns - 1 }, (_, at) => ({ role: role(at), content: `Turn ${at}` }));
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, expand(member)]));
}
const corpus = expand(JSON.parse(readFileSync(corpusFile, 'utf8')));

const model = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const usual = { model, max_tokens: 300, messages: [{ role: 'user', content: 'Name three colours.' }] };

/** On every request. */
const version = {
  at: 'body.anthropic_version',
  official: '2026-10-21',
  ours: 'bedrock-2023-05-31',
  why: 'the newest version is refused by models of before 4.7, the older one is taken by all that Bedrock has',
};

/** Of every stream. */
const accept = {
  at: 'headers.x-amzn-bedrock-accept',
  ours: 'application/json',
  why: "InvokeModelWithResponseStream names the type of its pieces by this header; AWS's own clients send it",
};

/** As AWS's own clients and its signature write a path: all but the unreserved characters escaped. */
function pathExplained({ path: official }, entry) {
  const strictly = (segment) =>
    encodeURIComponent(decodeURIComponent(segment)).replace(
      /[!'()*]/g,
      (character) => '%' + character.charCodeAt(0).toString(16).toUpperCase(),
    );
  const path = official.split('/').map(strictly).join('/');
  const streamed = entry.streamed_underneath ? path.replace(/\/invoke$/, '/invoke-with-response-stream') : path;
  const why = entry.streamed_underneath ??
    "AWS's own clients escape ':' and the like in a model's id, and AWS takes both spellings";
  return streamed === official ? [] : [{ at: 'path', official, ours: streamed, why }];
}

/** Of every request with betas. */
function betasExplained({ headers, body }) {
  const official = headers['anthropic-beta'];
  if (official === undefined) return [];
  assert.deepEqual(body.anthropic_beta, official.split(','));
  const why = 'Bedrock reads betas in the body, where both clients put them; it does nothing with the header';
  return [{ at: 'headers.anthropic-beta', official, why }];
}

/** Headers that say nothing about what is asked, each with the reason why it may differ. */
const without_meaning = {
  'user-agent': 'it names the client',
  host: 'it is the server of this test, the same for both',
  connection: 'it is about the connection, and not signed',
  'accept-encoding': 'each lists what it can unpack; ours none, as streams are not to be held back by packing',
  'accept-language': "it comes from Node's fetch, not from the client",
  'sec-fetch-mode': "it comes from Node's fetch, not from the client",
  'content-length': 'the bodies are compared themselves; the order and spacing of JSON may differ',
  'transfer-encoding': 'the bodies are compared themselves',
  'x-amz-date': 'it is the time; that both have it in the same form is checked',
  'x-amz-content-sha256': 'the hash of the body, which is checked against the body where it is sent',
  'x-witness': 'it tells the two apart in this test',
  'x-stainless-arch': "the official client's telemetry",
  'x-stainless-lang': "the official client's telemetry",
  'x-stainless-os': "the official client's telemetry",
  'x-stainless-package-version': "the official client's telemetry",
  'x-stainless-runtime': "the official client's telemetry",
  'x-stainless-runtime-version': "the official client's telemetry",
  'x-stainless-retry-count': "the official client's telemetry",
  'x-stainless-timeout': "the official client's telemetry",
  'x-stainless-helper': "the official client's telemetry",
  'x-stainless-helper-method': "the official client's telemetry",
  'anthropic-dangerous-direct-browser-access': 'it is for browsers',
  'amz-sdk-invocation-id': "it is AWS's telemetry",
  'amz-sdk-request': "it is AWS's telemetry",
};

/** What of the signature is the same however it is made: scheme and scope, without the day's seconds. */
function authorization(value) {
  const [, scheme, key, date, scope, signed] = value.match(
    /^(\S+) Credential=([^/]+)\/(\d{8})\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=[0-9a-f]{64}$/,
  );
  const must = ['host', 'x-amz-date', 'x-amz-security-token', 'content-type'];
  const names = signed.split(';');
  for (const name of must) assert.ok(names.includes(name), `${name} is not signed`);
  return { scheme, key, date: date.length, scope };
}

function meaning(headers, bytes) {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !(name in without_meaning)));
  kept.authorization = authorization(headers.authorization);
  assert.match(headers['x-amz-date'], /^\d{8}T\d{6}Z$/);
  assert.equal(Number(headers['content-length'] ?? bytes.length), bytes.length);
  return kept;
}

const recorded = new Map();
const server = await serve((request, body, response) => {
  recorded.set(request.headers['x-witness'], {
    method: request.method,
    path: request.url,
    headers: meaning(request.headers, body),
    body: JSON.parse(body.toString('utf8')),
  });
  // Any answer will do; this one is not sent again by either.
  response.writeHead(400, { 'content-type': 'application/json' }).end('{"message":"recorded"}');
});

const keys = { awsAccessKey: 'WITNESSKEY', awsSecretKey: 'witness-secret', awsSessionToken: 'witness-token' };
const client = new AnthropicBedrock({ awsRegion: 'us-east-1', ...keys, baseURL: server.url, maxRetries: 0 });
const ours = new Ours(program, server.url);

async function sentByOfficial(entry, params, stream, id) {
  const { messages } = entry.beta ? client.beta : client;
  const headers = { ...entry.headers, ...entry.official?.headers, 'x-witness': id };
  const timeout = entry.official_timeout;
  const asked = messages.create({ ...params, stream }, { headers, ...(timeout && { timeout }) });
  const error = await asked.then(() => assert.fail('it was answered'), (refusal) => refusal);
  assert.ok(recorded.has(id), `the official client did not send it: ${error.message}`);
  return recorded.get(id);
}

async function sentByOurs(entry, params, stream, id) {
  const headers = { ...entry.headers, 'x-witness': id };
  const own = { ...params, ...entry.ours?.params };
  const answer = await ours.ask({ params: own, stream, bedrock: entry.ours?.bedrock, headers });
  if (entry.refused) {
    assert.ok(!recorded.has(id), 'our client sent it');
    assert.match(answer.error.message, new RegExp(entry.refused.message));
    return undefined;
  }
  assert.ok(recorded.has(id), `our client did not send it: ${JSON.stringify(answer)}`);
  return recorded.get(id);
}

for (const [at, entry] of corpus.entries()) {
  for (const stream of [false, true]) {
    const kind = stream ? 'stream' : 'create';
    await check(`witness request ${entry.name}, ${kind}`, async () => {
      const params = { ...usual, ...entry.params };
      const official = await sentByOfficial(entry, params, stream, `official ${at} ${kind}`);
      const own = await sentByOurs(entry, params, stream, `ours ${at} ${kind}`);
      if (!own) return;
      const explained = [
        ...pathExplained(official, entry),
        ...betasExplained(official),
        ...(entry.same_version ? [] : [version]),
        ...(stream || entry.streamed_underneath ? [accept] : []),
        ...(entry.differs ?? []),
      ];
      assertExplained(differences(official, own), explained);
    });
  }
}
ours.close();
server.close();
