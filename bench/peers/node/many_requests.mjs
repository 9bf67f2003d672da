// many_requests.mjs URL MODEL COUNT CONCURRENCY: Anthropic's Node client asks for prepared answers, so many at once.
// Prints the CPU time of a request in microseconds, once warm.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';

const [url, model, count, concurrency] = process.argv.slice(2);
const client = new AnthropicBedrock({
  baseURL: url,
  awsRegion: 'us-east-1',
  awsAccessKey: process.env.AWS_ACCESS_KEY_ID,
  awsSecretKey: process.env.AWS_SECRET_ACCESS_KEY,
});

async function ask() {
  const message = await client.messages.create({
    model,
    max_tokens: 1024,
    messages: [{ role: 'user', content: 'Say hello to the prepared answers, please.' }],
  });
  if (!message.content[0].text) throw new Error('an answer without text');
}

async function askMany(total) {
  let left = total;
  const worker = async () => {
    while (left-- > 0) await ask();
  };
  await Promise.all(Array.from({ length: Number(concurrency) }, worker));
}

await askMany(Math.ceil(Number(count) / 5));
const before = process.cpuUsage();
await askMany(Number(count));
const { user, system } = process.cpuUsage(before);
console.log(((user + system) / Number(count)).toFixed(1));
process.exit(0);
