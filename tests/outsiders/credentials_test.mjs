// AWS's JavaScript clients with keys that expire, behind `PROGRAM local --exec --sts-lifetime 60 --`: they have none of
// their own. A minute is less than they want to have left, so they renew keys for each request.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { fromContainerMetadata, fromTemporaryCredentials, fromTokenFile } from '@aws-sdk/credential-providers';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import generator from '@aws/bedrock-token-generator';
import { check } from './report.mjs';

const modelId = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const role = { RoleArn: 'arn:aws:iam::123456789012:role/reader', RoleSessionName: 'outsider' };
const region = process.env.AWS_REGION;

/** The key of each request is noted in `used`. */
function client(options = {}, used = [], fault = undefined) {
  const made = new BedrockRuntimeClient({ maxAttempts: 1, ...options });
  made.middlewareStack.add(
    (next) => (args) => {
      if (fault) args.request.headers['x-local-fault'] = fault;
      used.push(args.request.headers.authorization?.match(/Credential=(\w+)/)?.[1]);
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return made;
}

async function ask(runtime) {
  const messages = [{ role: 'user', content: [{ text: 'Hello' }] }];
  const answer = await runtime.send(new ConverseCommand({ modelId, messages }));
  assert.match(answer.output.message.content[0].text, /not Claude/);
}

async function isRenewed(credentials) {
  const used = [];
  const runtime = client({ credentials }, used);
  await ask(runtime);
  await ask(runtime);
  assert.equal(new Set(used).size, 2, `keys: ${used}`);
  assert.ok(used.every((key) => key.startsWith('ASIA')));
  await assert.rejects(ask(client({ credentials }, [], 'skew=3600')), { name: 'ExpiredTokenException' });
}

await check("aws-sdk credentials: a container's keys are renewed", () => isRenewed(fromContainerMetadata()));
// It renews them beside the requests, when it likes.
await check('aws-sdk credentials: the default chain finds them', () => ask(client()));
await check('aws-sdk credentials: fromTemporaryCredentials assumes a role', () =>
  isRenewed(fromTemporaryCredentials({ params: role, masterCredentials: fromContainerMetadata() })));
await check('aws-sdk credentials: a wrong lifetime is refused', () =>
  assert.rejects(
    ask(client({ credentials: fromTemporaryCredentials({ params: { ...role, DurationSeconds: 60 } }) })),
    /Value '60' at 'durationSeconds' failed to satisfy constraint/,
  ));

await check('aws-sdk credentials: fromTokenFile shows a web identity', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-'));
  try {
    const part = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');
    const claims = { sub: 'outsider', exp: Math.floor(Date.now() / 1000) + 600 };
    const webIdentityTokenFile = join(folder, 'token');
    writeFileSync(webIdentityTokenFile, `${part({ alg: 'none' })}.${part(claims)}.x`);
    await isRenewed(fromTokenFile({ webIdentityTokenFile, roleArn: role.RoleArn, roleSessionName: 'outsider' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

await check('aws-sdk credentials: a short-term API key is accepted until its credentials expire', async () => {
  const bearer = (token) => ({ token: { token }, authSchemePreference: ['httpBearerAuth'] });
  const token = await generator.getToken({ credentials: await fromContainerMetadata()(), region, expiresInSeconds: 600 });
  await ask(client(bearer(token)));
  await assert.rejects(ask(client(bearer(token), [], 'skew=3600')), /Bearer Token has expired/);
  const elsewhere = await generator.getToken({
    credentials: await fromContainerMetadata()(), region: 'eu-west-1', expiresInSeconds: 600 });
  await assert.rejects(ask(client(bearer(elsewhere))), /Please make sure your API Key is valid\./);

  const message = await new AnthropicBedrock({ apiKey: token, maxRetries: 0 }).messages.create({
    model: 'us.anthropic.claude-haiku-5-5', max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] });
  assert.match(message.content[0].text, /not Claude/);
});
