// promptfoo.mjs PROGRAM FOLDER: promptfoo, unchanged, behind `PROGRAM local --exec --`.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../report.mjs';
import { haiku, home, installed, opus, run } from './behind_endpoint.mjs';

const promptfoo = installed('promptfoo', 'node_modules', 'promptfoo', 'dist', 'src', 'entrypoint.js');
const variables = {
  PROMPTFOO_CONFIG_DIR: join(home, 'promptfoo'),
  PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
  PROMPTFOO_DISABLE_TELEMETRY: '1',
  PROMPTFOO_DISABLE_UPDATE: '1',
};
/** promptfoo's verdicts: what each provider said. */
async function evaluate(options) {
  const config = join(home, 'promptfoo.json');
  const results = join(home, 'results.json');
  writeFileSync(config, JSON.stringify({
    prompts: ['Name three {{things}}.'],
    providers: [`bedrock:${haiku}`, `bedrock:converse:${haiku}`, `bedrock:converse:${opus}`, 'anthropic:messages:claude-opus-5-5'],
    tests: [{ vars: { things: 'colours' }, assert: [{ type: 'contains', value: 'not Claude' }] }],
  }));
  const ran = await run(
    [process.execPath, promptfoo, 'eval', '--config', config, '--output', results, '--no-cache', '--no-write', '--no-progress-bar', '--no-table'],
    { variables, ...options },
  );
  return { ...ran, results: JSON.parse(readFileSync(results, 'utf8')).results.results };
}
await check('promptfoo: its three providers', async () => {
  const ran = await evaluate({});
  assert.equal(ran.code, 0, ran.said());
  assert.ok(ran.results.length === 4 && ran.results.every(({ success }) => success), ran.said());
  assert.deepEqual(ran.refusals, []);
});
await check('promptfoo: says that a wrong key is refused', async () => {
  const ran = await evaluate({ wrongKey: true });
  assert.notEqual(ran.code, 0, ran.said());
  for (const { success, error } of ran.results) {
    assert.ok(!success);
    assert.match(error, /40[13]|signature|authentication/i);
  }
});
