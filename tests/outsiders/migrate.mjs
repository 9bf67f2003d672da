// PROGRAM PACKAGE WORK: has `PROGRAM migrate` scan Anthropic's own package, and looks each finding up in its file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const [program, folder, work] = process.argv.slice(2);
if (!work) {
  console.error('usage: PROGRAM PACKAGE WORK');
  process.exit(2);
}

function check(name, body) {
  try {
    body();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`FAIL ${name}`);
    console.error(error);
    process.exitCode = 1;
  }
}

function migrate(...options) {
  const run = spawnSync(program, ['migrate', '--json', ...options], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(run.signal, null);
  assert.equal(run.status, 24, run.stderr);
  return JSON.parse(run.stdout);
}

const texts = new Map();
function line(path, number) {
  if (!texts.has(path)) texts.set(path, readFileSync(path, 'utf8').split('\n'));
  return [...texts.get(path)[number - 1]];
}

check('migrate: columns', () => {
  const { findings, failures } = migrate(folder);
  assert.deepEqual(failures, []);
  assert.ok(findings.length > 500, `only ${findings.length} findings`);
  for (const finding of findings) {
    const match = finding.kind === 'key' ? 'sk-ant-' : finding.match;
    const there = line(finding.path, finding.line).slice(finding.column - 1).join('');
    assert.ok(there.startsWith(match), JSON.stringify(finding));
  }
  for (const kind of ['model', 'client', 'import', 'environment', 'url', 'header', 'feature'])
    assert.ok(findings.some((finding) => finding.kind === kind), `nothing of kind ${kind}`);
});

check('migrate: model ids', () => {
  const copy = join(work, 'migrated-sdk');
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  const { findings, rewritten } = migrate('--write', '--yes', copy);
  assert.ok(rewritten.length > 10, `only ${rewritten.length} files were rewritten`);
  assert.equal(findings.filter((finding) => finding.replacement !== null).length, 0);
  const again = migrate(copy);
  assert.equal(again.findings.filter((finding) => finding.replacement !== null).length, 0);
  assert.equal(again.findings.length, findings.length);
  rmSync(copy, { recursive: true });
});
