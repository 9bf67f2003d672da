// agents.mjs PROGRAM FOLDER: the coding agents in FOLDER, unchanged, behind `PROGRAM local --exec --`: Claude Code, opencode and pi.
// Each answers with the help of its shell, asks again when it is throttled, and says that a wrong key is refused.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../report.mjs';
import { calling, haiku, home, installed, opus, run } from './behind_endpoint.mjs';

const platform = `linux-${process.arch}`;
const shell = { command: 'cat note.txt', description: 'Reads the note' };

/** The checks of an agent. `command(prompt, model)`, the names of models, how its shell is called, what it needs. */
async function judge(name, { command, variables, models, tool }) {
  for (const model of models) {
    await check(`${name}, ${model}: reads a file with its tool`, async () => {
      const ran = await run(command('Read the note and repeat it.', model), { local: calling(...tool), variables });
      assert.equal(ran.code, 0, ran.said());
      assert.match(ran.output, /The tool answered: .*swordfish/, ran.said());
      assert.deepEqual(ran.refusals, [], ran.said());
    });
  }
  await check(`${name}: asks again when it is throttled`, async () => {
    const ran = await run(command('Name three colours.', models[0]), { local: ['--fault', 'throttle/1'], variables });
    assert.equal(ran.code, 0, ran.said());
    assert.match(ran.output, /local endpoint/, ran.said());
    assert.deepEqual(ran.faults, [{ fault: 'throttle', requests: 1 }], ran.said());
  });
  await check(`${name}: says that a wrong key is refused`, async () => {
    const ran = await run(command('Name three colours.', models[0]), { variables, wrongKey: true });
    assert.match(ran.said(), /40[13]|signature|invalid x-api-key|authentication/i, ran.said());
    assert.ok(ran.refusals.length > 0 && ran.refusals.every(({ status }) => status === 401 || status === 403), ran.said());
  });
}

async function claudeCode() {
  const claude = installed('node_modules', '@anthropic-ai', `claude-code-${platform}`, 'claude');
  const doors = {
    Bedrock: { variables: { CLAUDE_CODE_USE_BEDROCK: '1' }, models: ['its default', haiku] },
    Mantle: { variables: { CLAUDE_CODE_USE_MANTLE: '1' }, models: ['its default', 'haiku'] },
    'Claude Platform on AWS': { variables: { CLAUDE_CODE_USE_ANTHROPIC_AWS: '1' }, models: ['its default'] },
    "Anthropic's API": { variables: {}, models: ['its default', 'haiku'] },
  };
  for (const [door, { variables, models }] of Object.entries(doors)) {
    await judge(`Claude Code on ${door}`, {
      command: (prompt, model) =>
        [claude, '-p', prompt, '--allowedTools', 'Bash', ...(model === 'its default' ? [] : ['--model', model])],
      // With a wrong key it would ask for minutes.
      variables: { ...variables, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', CLAUDE_CODE_MAX_RETRIES: '2' },
      models,
      tool: ['Bash', shell],
    });
  }
}

async function opencode() {
  const binary = process.arch === 'x64' ? `opencode-${platform}-baseline` : `opencode-${platform}`;
  await judge('opencode', {
    command: (prompt, model) => [installed('node_modules', binary, 'bin', 'opencode'), 'run', '--pure', '--model', model, prompt],
    variables: {
      OPENCODE_CONFIG_CONTENT: JSON.stringify({
        provider: {
          'amazon-bedrock': { options: { endpoint: '{env:AWS_ENDPOINT_URL_BEDROCK_RUNTIME}' } },
          anthropic: { options: { baseURL: '{env:ANTHROPIC_BASE_URL}/v1' } },
        },
      }),
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_SHARE: '1',
    },
    models: [`amazon-bedrock/${haiku}`, `amazon-bedrock/${opus}`, 'anthropic/claude-opus-5-5'],
    tool: ['bash', shell],
  });
}

async function pi() {
  const program = installed('node_modules', '@earendil-works', 'pi-coding-agent', 'dist', 'bundle', 'cli.js');
  const settings = join(home, 'pi');
  mkdirSync(settings);
  // Where Anthropic's API is it takes from a file alone.
  const models = `printf '{"providers":{"anthropic":{"baseUrl":"%s"}}}' "$ANTHROPIC_BASE_URL" >"$PI_CODING_AGENT_DIR/models.json"`;
  for (const [provider, names] of Object.entries({
    'amazon-bedrock': [haiku, opus],
    anthropic: ['claude-haiku-4-5', 'claude-opus-5-5'],
  })) {
    await judge(`pi, ${provider}`, {
      command: (prompt, model) =>
        ['sh', '-c', `${models} && exec "$@"`, 'sh', process.execPath, program, '--print', '--provider', provider, '--model', model, prompt],
      variables: { PI_CODING_AGENT_DIR: settings, PI_OFFLINE: '1', PI_TELEMETRY: '0' },
      models: names,
      tool: ['bash', { command: 'cat note.txt' }],
    });
  }
}

await Promise.all([claudeCode(), opencode(), pi()]);
