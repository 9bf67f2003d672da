// What Anthropic's own JavaScript clients do beyond a message, on each of Claude's doors, behind `PROGRAM local --exec --`: the tool
// runner, parse, files, batches and betas.
import assert from 'node:assert/strict';
import Anthropic, { toFile } from '@anthropic-ai/sdk';
import { AnthropicAws } from '@anthropic-ai/aws-sdk';
import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { z } from 'zod';
import { check, refusal } from '../report.mjs';

const doors = {
  "Anthropic's API": { client: new Anthropic({ maxRetries: 0 }), model: 'claude-opus-5-5', parses: true },
  'Claude Platform on AWS': { client: new AnthropicAws({ maxRetries: 0 }), model: 'claude-opus-5-5', parses: true },
  Bedrock: { client: new AnthropicBedrock({ maxRetries: 0 }), model: 'us.anthropic.claude-opus-5-5' },
  Mantle: { client: new AnthropicBedrockMantle({ maxRetries: 0 }), model: 'anthropic.claude-opus-5-5' },
};
const user = (content) => ({ role: 'user', content });
const question = user('What is the weather in Bonn?'); // clients/replies.json answers with a call of the tool

const format = zodOutputFormat(z.object({ name: z.string(), age: z.number(), tags: z.array(z.string()) }));

for (const [door, { client, model, parses }] of Object.entries(doors)) {
  const request = { model, max_tokens: 500 };

  for (const stream of [false, true]) {
    await check(`anthropic of JavaScript, ${door}: the tool runner${stream ? ', streamed' : ''}`, async () => {
      const weather = betaZodTool({
        name: 'weather',
        description: 'The weather of a city',
        inputSchema: z.object({ city: z.string() }),
        run: ({ city }) => `It rains in ${city}.`,
      });
      const runner = client.beta.messages.toolRunner({ ...request, messages: [question], tools: [weather], stream });
      const message = await runner.runUntilDone();
      assert.match(message.content.at(-1).text, /The tool answered: "It rains in Bonn/);
    });
  }

  const describe = () => client.messages.parse({ ...request, messages: [user('Describe a person.')], output_config: { format } });
  if (parses) {
    await check(`anthropic of JavaScript, ${door}: parse`, async () => {
      assert.deepEqual(Object.keys((await describe()).parsed_output).sort(), ['age', 'name', 'tags']);
    });
  } else {
    await check(`anthropic of JavaScript, ${door}: parse is refused, as it is of 5.5 on AWS`, async () => {
      assert.match((await refusal(describe())).message, /output_config\.format: Extra inputs are not permitted/);
    });
  }

  await check(`anthropic of JavaScript, ${door}: a system message in the middle`, async () => {
    const messages = [user('Hello'), { role: 'system', content: 'From now on, be brief.' }];
    assert.match((await client.messages.create({ ...request, messages })).content[0].text, /local endpoint/);
  });

  await check(`anthropic of JavaScript, ${door}: a system message at the beginning is refused`, async () => {
    const messages = [{ role: 'system', content: 'Be brief.' }, user('Hello')];
    const error = await refusal(client.messages.create({ ...request, messages }));
    assert.equal(error.status, 400);
    assert.match(error.message, /top-level 'system' parameter/);
  });

  await check(`anthropic of JavaScript, ${door}: thinking comes back`, async () => {
    const thinking = { type: 'adaptive' };
    const first = await client.messages.create({ ...request, messages: [user('Think of a number.')], thinking });
    const messages = [user('Think of a number.'), { role: 'assistant', content: first.content }, user('Another one.')];
    assert.ok((await client.messages.create({ ...request, messages, thinking })).content.length > 0);
  });
}

for (const door of ["Anthropic's API", 'Claude Platform on AWS']) {
  const { client, model } = doors[door];

  await check(`anthropic of JavaScript, ${door}: files over pages`, async () => {
    const made = [];
    for (let i = 0; i < 25; i++) made.push((await client.files.upload({ file: await toFile(Buffer.from(`${i}`), `${i}.txt`, { type: 'text/plain' }) })).id);
    const listed = [];
    for await (const file of client.files.list()) listed.push(file.id);
    for (const id of made) await client.files.delete(id);
    assert.deepEqual(listed.toSorted(), made.toSorted());
  });

  await check(`anthropic of JavaScript, ${door}: a batch's counts agree with its results`, async () => {
    const good = { model, max_tokens: 100, messages: [user('Hello')] };
    const made = await client.messages.batches.create({
      requests: [{ custom_id: 'good', params: good }, { custom_id: 'bad', params: { ...good, model: 'claude-nobody' } }],
    });
    const batch = await client.messages.batches.retrieve(made.id);
    assert.equal(batch.request_counts.succeeded, 1);
    assert.equal(batch.request_counts.errored, 1);
    const results = {};
    for await (const line of await client.messages.batches.results(made.id)) results[line.custom_id] = line.result.type;
    assert.deepEqual(results, { good: 'succeeded', bad: 'errored' });
  });

  await check(`anthropic of JavaScript, ${door}: models say what they can do`, async () => {
    const found = await client.models.retrieve(model);
    assert.ok(found.capabilities, JSON.stringify(found));
  });

  await check(`anthropic of JavaScript, ${door}: an answer has what its types promise`, async () => {
    const { usage, stop_details, container } = await client.messages.create({ model, max_tokens: 100, messages: [user('Hello')] });
    assert.ok(usage.cache_creation && 'ephemeral_5m_input_tokens' in usage.cache_creation, JSON.stringify(usage));
    assert.equal(stop_details, null);
    assert.equal(container, null);
  });

  await check(`anthropic of JavaScript, ${door}: diagnostics of the cache`, async () => {
    const first = await client.messages.create({ model, max_tokens: 100, messages: [user('Hello')] });
    const second = await client.messages.create({ model, max_tokens: 100, messages: [user('Hello')], diagnostics: { previous_message_id: first.id } });
    assert.equal(second.type, 'message');
  });
}

await check("anthropic of JavaScript, Anthropic's API: an effort of its own for a turn", async () => {
  const messages = [user('Hello'), { role: 'system', content: [], output_config: { effort: 'low' } }];
  const message = await doors["Anthropic's API"].client.beta.messages.create({
    model: 'claude-opus-5-5', max_tokens: 100, messages, betas: ['mid-conversation-output-config-2026-07-01'] });
  assert.equal(message.type, 'message');
});

await check('anthropic of JavaScript, Bedrock: parse, of a model that has it there', async () => {
  const client = new AnthropicBedrock({ maxRetries: 0, defaultHeaders: { 'anthropic-version': 'bedrock-2023-05-31' } });
  const model = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
  const message = await client.messages.parse({ model, max_tokens: 100, messages: [user('Describe a person.')], output_config: { format } });
  assert.equal(typeof message.parsed_output.name, 'string');
});

await check('anthropic of JavaScript, Bedrock: a user profile', async () => {
  const { client, model } = doors.Bedrock;
  const message = await client.messages.create({ model, max_tokens: 100, messages: [user('Hello')], user_profile_id: 'uprof_011CZkZCu8hGbp5mYRQgUmz9' });
  assert.equal(message.type, 'message');
});

await check('anthropic of JavaScript, Bedrock: an invented beta is refused', async () => {
  const { client, model } = doors.Bedrock;
  const error = await refusal(client.beta.messages.create({ model, max_tokens: 100, messages: [user('Hello')], betas: ['nonsense-2026-01-01'] }));
  assert.equal(error.status, 400);
  assert.match(error.message, /invalid beta flag/);
});
