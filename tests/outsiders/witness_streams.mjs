// witness_streams.mjs WITNESS CORPUS: answers Anthropic's own client for Bedrock and ours with the same recorded streams,
// in pieces cut at random. The message that each puts together must be the same; each difference is explained beside the
// stream.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { assertExplained, check, differences, Ours, serve } from './witness.mjs';

const [program, corpusFile] = process.argv.slice(2);
if (!corpusFile) {
  console.error('usage: WITNESS CORPUS');
  process.exit(2);
}
const corpus = JSON.parse(readFileSync(corpusFile, 'utf8'));

const usual = {
  start: [
    {
      type: 'message_start',
      message: {
        id: 'msg_bdrk_1',
        type: 'message',
        role: 'assistant',
        model: 'claude-haiku-4-5-20251001',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        stop_details: null,
        usage: { input_tokens: 9, output_tokens: 1, service_tier: 'standard' },
      },
    },
  ],
  stop: [{ type: 'message_stop' }],
  end: [
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null, stop_details: null },
      usage: { output_tokens: 4 },
    },
    { type: 'message_stop' },
  ],
};

function expand(event) {
  if (typeof event === 'string') return usual[event];
  if (event.repeat) return Array(event.times).fill(event.repeat);
  const text = event.delta?.text;
  if (text?.times) return [{ ...event, delta: { ...event.delta, text: text.text.repeat(text.times) } }];
  return [event];
}

const codec = new EventStreamCodec((bytes) => Buffer.from(bytes).toString('utf8'), (text) => Buffer.from(text, 'utf8'));
function encode(headers, body) {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }]);
  return codec.encode({ headers: Object.fromEntries(typed), body: Buffer.from(JSON.stringify(body)) });
}

function frame(event) {
  if (event.exception) {
    return encode({ ':message-type': 'exception', ':exception-type': event.exception }, { message: event.message });
  }
  const json = event.raw ?? JSON.stringify(event.damaged ?? event);
  const headers = { ':message-type': 'event', ':event-type': 'chunk', ':content-type': 'application/json' };
  const bytes = encode(headers, { bytes: Buffer.from(json).toString('base64'), p: 'abcdefgh' });
  if (event.damaged) bytes[bytes.length - 10] ^= 1;
  return bytes;
}

/** The same numbers in each run: the least standard generator there is. */
let seed = 20261122;
function random(below) {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor((seed / 2147483648) * below);
}

async function writeInPieces(bytes, response) {
  const largest = Math.max(40, bytes.length / 50);
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + random(largest);
    response.write(bytes.subarray(at, at + size));
    at += size;
    await new Promise((resolve) => setImmediate(resolve)); // a packet of its own
  }
  response.end();
}

const server = await serve((request, _, response) => {
  const { events } = corpus[Number(request.headers['x-witness'])];
  response.socket.setNoDelay(true);
  response.on('error', () => {});
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-requestid': 'request-1' });
  void writeInPieces(Buffer.concat(events.flatMap(expand).map(frame)), response);
});
const keys = { awsAccessKey: 'WITNESSKEY', awsSecretKey: 'witness-secret' };
const client = new AnthropicBedrock({ awsRegion: 'us-east-1', ...keys, baseURL: server.url, maxRetries: 0 });
const ours = new Ours(program, server.url);
const params = {
  model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  max_tokens: 300,
  messages: [{ role: 'user', content: 'Go on' }],
};

/** On every message. */
const parsed = {
  at: 'parsed_output',
  official: null,
  why: 'the official client adds a member of its own for structured output; it is not of the API',
};

for (const [at, entry] of corpus.entries()) {
  await check(`witness stream ${entry.name}`, async () => {
    const headers = { 'x-witness': String(at) };
    const { messages } = entry.beta ? client.beta : client;
    const reading = messages.stream(params, { headers }).finalMessage();
    reading.catch(() => {}); // it may fail before it is waited for
    const answer = await ours.ask({ params, stream: true, headers });
    if (entry.fails) {
      const error = await reading.then(() => assert.fail('the official client was content'), (failure) => failure);
      assert.match(`${error.name} ${error.message}`, new RegExp(entry.fails.official));
      assert.equal(answer.error?.kind, entry.fails.ours, JSON.stringify(answer));
      return;
    }
    const official = JSON.parse(JSON.stringify(await reading));
    assert.ok(answer.message, `our client failed: ${JSON.stringify(answer.error)}`);
    assertExplained(differences(official, answer.message), [parsed, ...(entry.differs ?? [])]);
  });
}
ours.close();
server.close();
