// driver.mjs MODE URL COUNT CONCURRENCY: Anthropic's Node client (bench/peers/README.md).
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';

const [mode, url] = process.argv.slice(2, 4);
const [count, concurrency] = process.argv.slice(4).map(Number);
const client = new AnthropicBedrock({
  baseURL: url,
  awsRegion: 'us-east-1',
  awsAccessKey: process.env.AWS_ACCESS_KEY_ID,
  awsSecretKey: process.env.AWS_SECRET_ACCESS_KEY,
});
const question = (model) => ({
  model,
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Say hello to the prepared answers, please.' }],
});
let received;

async function ask() {
  const message = await client.messages.create(question('anthropic.claude-haiku-4-5-20251001-v1:0'));
  received.answers += 1;
  received.bytes += Buffer.byteLength(message.content[0].text);
}

async function readStream(deltas) {
  const begin = performance.now();
  let isFirst = true;
  for await (const event of await client.messages.create({ ...question(`anthropic.deltas-${deltas}`), stream: true })) {
    if (event.type !== 'content_block_delta') continue;
    if (isFirst) received.firsts.push(performance.now() - begin);
    isFirst = false;
    received.answers += 1;
    received.bytes += Buffer.byteLength(event.delta.text);
  }
}

async function work(total) {
  received = { answers: 0, bytes: 0, firsts: [] };
  if (mode === 'stream') return readStream(total);
  let left = total;
  const worker = async () => {
    while (left-- > 0) await (mode === 'first' ? readStream(20) : ask());
  };
  await Promise.all(Array.from({ length: mode === 'many' ? concurrency : 1 }, worker));
}

if (mode !== 'oneshot') await work(Math.max(Math.floor(count / 4), 1));
const before = process.cpuUsage();
const begin = performance.now();
await work(count);
const wall = performance.now() - begin;
const { user, system } = process.cpuUsage(before);
const firsts = received.firsts.sort((one, other) => one - other);
console.log(JSON.stringify({
  wall_s: wall / 1e3,
  cpu_s: (user + system) / 1e6,
  peak_kb: Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]),
  answers: received.answers,
  bytes: received.bytes,
  first_ms: firsts[firsts.length >> 1] ?? 0,
}));
process.exit(0);
