// What starts a program behind a `PROGRAM local --exec --` of its own, in a home of its own; the endpoint's summary says what it
// asked and what it was refused.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [program, folder] = process.argv.slice(2);
export const home = mkdtempSync(join(tmpdir(), 'clients-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
const work = join(home, 'work');
mkdirSync(work);
writeFileSync(join(work, 'note.txt'), 'The password is swordfish.\n');

/** A file that npm has installed. */
export const installed = (...path) => join(folder, ...path);
export const haiku = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
export const opus = 'us.anthropic.claude-opus-5-5';

/** A command behind an endpoint: what it printed, its exit code, and the endpoint's summary. */
export async function run(command, { local = [], variables = {}, wrongKey = false } = {}) {
  const wrong = wrongKey ? ['env', 'AWS_SECRET_ACCESS_KEY=wrong', 'ANTHROPIC_API_KEY=wrong'] : [];
  const child = spawn(program, ['local', '--exec', '--json', ...local, '--', ...wrong, ...command], {
    cwd: work,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', TERM: 'dumb', ...variables },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (errors += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const summary = errors.split('\n').findLast((line) => line.startsWith('{"requests"'));
  const said = () => `${output}\n${errors}`;
  return { code, output, errors, said, ...JSON.parse(summary) };
}

let rules = 0;
/** The options for a model that calls a tool when it is asked to read the note. */
export function calling(name, input) {
  const file = join(home, `rule-${++rules}.json`);
  const reply = { tool_use: { name, input } };
  writeFileSync(file, JSON.stringify({ rules: [{ match: { user_contains: 'Read the note' }, reply }] }));
  return ['--replies', file];
}
