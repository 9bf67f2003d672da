// The JavaScript frameworks, unchanged, behind `PROGRAM local --exec --`, whose variables alone tell them where to ask: the AI
// SDK, LangChain and Strands. Each answers, streams, uses a tool and is refused.
import assert from 'node:assert/strict';
import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { createAmazonBedrockAnthropic } from '@ai-sdk/amazon-bedrock/anthropic';
import { createAnthropic } from '@ai-sdk/anthropic';
import { ChatAnthropic } from '@langchain/anthropic';
import { ChatBedrockConverse } from '@langchain/aws';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool as langchainTool } from '@langchain/core/tools';
import { Agent, BedrockModel, tool as strandsTool } from '@strands-agents/sdk';
import { APICallError, generateObject, generateText, isStepCount, streamText, tool } from 'ai';
import { z } from 'zod';
import { check, refusal } from '../report.mjs';

const haiku = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const opus = 'us.anthropic.claude-opus-5-5';
const question = 'What is the weather in Bonn?'; // clients/replies.json answers with a call of the tool
const city = z.object({ city: z.string() });

// How it gets an object is another way on each door and with each model: a forced tool, a tool that is not, a schema of the
// answer, or one in the system prompt. The endpoint's own answer follows all of them.
const providers = {
  'Bedrock, Converse': { provider: createAmazonBedrock(), old: haiku, fresh: opus },
  'Bedrock, InvokeModel': { provider: createAmazonBedrockAnthropic(), old: haiku, fresh: opus },
  // The variable that it reads must end in /v1, which Anthropic's own SDKs add themselves.
  Anthropic: {
    provider: createAnthropic({ baseURL: `${process.env.ANTHROPIC_BASE_URL}/v1` }),
    old: 'claude-haiku-4-5-20251001',
    fresh: 'claude-opus-5-5',
  },
};
const weather = () => tool({ inputSchema: city, execute: ({ city }) => `It rains in ${city}.` });

for (const [name, { provider, old, fresh }] of Object.entries(providers)) {
  for (const id of [old, fresh]) {
    const model = provider(id);

    await check(`AI SDK, ${name}, ${id}: text`, async () => {
      const { text, usage, finishReason } = await generateText({ model, system: 'Be brief.', prompt: 'Name three colours.' });
      assert.match(text, /not Claude/);
      assert.equal(finishReason, 'stop');
      assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
    });

    await check(`AI SDK, ${name}, ${id}: stream`, async () => {
      const { textStream, usage } = streamText({ model, prompt: 'Name three colours.' });
      const pieces = [];
      for await (const piece of textStream) pieces.push(piece);
      assert.match(pieces.join(''), /not Claude/);
      assert.ok(pieces.length > 1);
      assert.ok((await usage).outputTokens > 0);
    });

    await check(`AI SDK, ${name}, ${id}: tool`, async () => {
      const { text, steps } = await generateText({ model, prompt: question, tools: { weather: weather() }, stopWhen: isStepCount(3) });
      assert.equal(steps.length, 2);
      assert.match(text, /It rains in Bonn/);
    });

    await check(`AI SDK, ${name}, ${id}: object`, async () => {
      const schema = z.object({
        name: z.string().min(3),
        age: z.number().int().min(18),
        kind: z.enum(['cat', 'dog']),
        mail: z.email(),
        tags: z.array(z.string()).min(2),
        note: z.string().optional(),
      });
      const { object } = await generateObject({ model, schema, prompt: 'Describe a person.' });
      assert.deepEqual(Object.keys(object).sort(), ['age', 'kind', 'mail', 'name', 'tags']);
    });
  }

  await check(`AI SDK, ${name}: sends a throttled request again`, async () => {
    const headers = { 'x-local-fault': `throttle/1,slow=${performance.now() | 0}` };
    const { text } = await generateText({ model: provider(old), prompt: 'Hi', headers, maxRetries: 1 });
    assert.match(text, /local endpoint/);
  });

  await check(`AI SDK, ${name}: an unknown model is refused`, async () => {
    const error = await refusal(generateText({ model: provider('anthropic.claude-nobody'), prompt: 'Hi', maxRetries: 0 }));
    assert.ok(APICallError.isInstance(error));
    assert.ok(error.statusCode === 400 || error.statusCode === 404);
  });
}

const chats = {
  ChatBedrockConverse: (model) => new ChatBedrockConverse({ model, maxRetries: 0 }),
  ChatAnthropic: (model) => new ChatAnthropic({ model: model.replace('us.anthropic.', '').replace('-v1:0', ''), maxRetries: 0 }),
};
for (const [name, chat] of Object.entries(chats)) {
  for (const id of [haiku, opus]) {
    await check(`LangChain, ${name}, ${id}: text`, async () => {
      const answer = await chat(id).invoke([['system', 'Be brief.'], ['human', 'Name three colours.']]);
      assert.match(answer.text, /not Claude/);
      assert.ok(answer.usage_metadata.input_tokens > 0 && answer.usage_metadata.output_tokens > 0);
    });

    await check(`LangChain, ${name}, ${id}: stream`, async () => {
      const pieces = [];
      for await (const piece of await chat(id).stream('Name three colours.')) pieces.push(piece.text);
      assert.match(pieces.join(''), /not Claude/);
      assert.ok(pieces.length > 2);
    });

    await check(`LangChain, ${name}, ${id}: tool`, async () => {
      const lookup = langchainTool(({ city }) => `It rains in ${city}.`, { name: 'weather', description: 'The weather', schema: city });
      const model = chat(id).bindTools([lookup]);
      const messages = [new HumanMessage(question)];
      const called = await model.invoke(messages);
      assert.deepEqual(called.tool_calls.map(({ name, args }) => ({ name, args })), [{ name: 'weather', args: { city: 'Bonn' } }]);
      const result = await lookup.invoke(called.tool_calls[0]);
      assert.ok(ToolMessage.isInstance(result));
      assert.match((await model.invoke([...messages, called, result])).text, /It rains in Bonn/);
    });

  }

  const person = z.object({ name: z.string(), age: z.number() });
  await check(`LangChain, ${name}: structured output`, async () => {
    const said = await chat(haiku).withStructuredOutput(person).invoke('Describe a person.');
    assert.deepEqual(Object.keys(said).sort(), ['age', 'name']);
  });
  await check(`LangChain, ${name}: the tool that it forces for structured output is refused by Opus 5.5`, async () => {
    const error = await refusal(chat(opus).withStructuredOutput(person).invoke('Describe a person.'));
    assert.match(error.message, /tool_choice: type \\?"tool\\?" and \\?"any\\?" are not supported for this model/);
  });

  await check(`LangChain, ${name}: an unknown model is refused`, async () => {
    const error = await refusal(chat('anthropic.claude-nobody').invoke('Hi'));
    assert.match(`${error.name} ${error.message}`, /ValidationException|ResourceNotFound|not_found_error/);
  });
}

for (const id of [haiku, opus]) {
  const agent = (more) => new Agent({
    model: new BedrockModel({ modelId: id, ...more }), printer: false,
    tools: [strandsTool({ name: 'weather', description: 'The weather', inputSchema: city, callback: ({ city }) => `It rains in ${city}.` })],
  });

  for (const stream of [true, false]) {
    await check(`Strands, ${id}: ${stream ? 'stream' : 'text'}`, async () => {
      const result = await agent({ stream }).invoke('Name three colours.');
      assert.equal(result.stopReason, 'endTurn');
      assert.match(result.toString(), /not Claude/);
    });
    await check(`Strands, ${id}: tool, ${stream ? 'stream' : 'text'}`, async () => {
      assert.match((await agent({ stream }).invoke(question)).toString(), /It rains in Bonn/);
    });
  }
}

await check('Strands: an unknown model is refused', async () => {
  const model = new BedrockModel({ modelId: 'anthropic.claude-nobody' });
  const error = await refusal(new Agent({ model, printer: false }).invoke('Hi'));
  assert.match(String(error), /model identifier is invalid|not found|ValidationException/);
});
