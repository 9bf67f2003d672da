// message_types.mjs ROUND_TRIP CORPUS SDK: reads the unions of the Messages API off the official type files and has
// every member of each judged: our corpus has an example of it, with each of its properties, which our types bring
// back unchanged, and what is sent back to a strict server has no property that only answers have.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Types } from './type_files.mjs';

const [program, corpusFile, sdk] = process.argv.slice(2);
if (!sdk) {
  console.error('usage: ROUND_TRIP CORPUS SDK');
  process.exit(2);
}

const corpus = readFileSync(corpusFile, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));

/** What our types make of each example, in one run of the program. */
function roundTrip(examples) {
  const input = examples.map((example) => JSON.stringify(example)).join('\n') + '\n';
  const ran = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
}
const answers = roundTrip(corpus);

let checks = 0;
function check(name, body) {
  checks += 1;
  try {
    body();
    console.log(`ok message-types ${name}`);
  } catch (error) {
    console.log(`FAIL message-types ${name}`);
    console.error(`${name}: ${error.message}`);
    process.exitCode = 1;
  }
}

/** The places in the corpus of a kind's examples that bear one of the tags. */
function examplesOf(kind, tags) {
  return corpus.flatMap((example, at) => {
    const tag = kind === 'ToolUnion' && (example.value.type ?? 'custom') === 'custom' ? 'custom' : example.value.type;
    return example.kind === kind && (tags.includes(tag) || tags[0] === undefined) ? [at] : [];
  });
}

/** The examples of one member survive, and between them they have all of its properties. */
function judge(types, kind, name) {
  const tags = types.tags(name);
  const places = examplesOf(kind, tags);
  for (const tag of tags) {
    assert.ok(tag === undefined || examplesOf(kind, [tag]).length > 0, `the corpus has no ${kind} of type ${tag}`);
  }
  assert.ok(places.length > 0, `the corpus has no example of ${name}`);
  for (const property of types.properties(name)) {
    const shown = places.some((at) => property in corpus[at].value);
    assert.ok(shown, `no example of ${name} has the property ${property}`);
  }
  for (const at of places) assert.deepEqual(answers[at].value, corpus[at].value, 'it did not come back unchanged');
}

/** What is sent back of an answer has only properties that its counterpart in a request has. */
function judgeReplay(types, kind, name, counterparts) {
  const [tag] = types.tags(name);
  const counterpart = [...counterparts].find((candidate) => types.tags(candidate).includes(tag));
  assert.ok(counterpart, `no type of a request corresponds to ${name}`);
  const allowed = types.properties(counterpart);
  for (const at of examplesOf(kind, [tag])) {
    const refused = Object.keys(answers[at].replay).filter((property) => !allowed.includes(property));
    assert.deepEqual(refused, [], `sent back, ${name} still has what ${counterpart} has not`);
    const unsaid = ['caller', 'toolset_name', 'citations'].filter((property) => answers[at].replay[property] === null);
    assert.deepEqual(unsaid, [], `sent back, ${name} has nulls`);
  }
}

function judgeFile(file, prefix, label) {
  const types = new Types(file);
  const union = (name) => types.members(types.aliases.get(prefix + name) ?? '');
  const property = (name, key) => types.members(types.interfaces.get(prefix + name)?.get(key) ?? '');
  const document = types.interfaces.has(`${prefix}DocumentBlockParam`) ? 'DocumentBlockParam' : 'RequestDocumentBlock';
  const kinds = {
    ContentBlock: union('ContentBlock'),
    ContentBlockParam: union('ContentBlockParam'),
    ToolUnion: union('ToolUnion'),
    ToolChoice: union('ToolChoice'),
    ThinkingConfigParam: union('ThinkingConfigParam'),
    RawMessageStreamEvent: union('RawMessageStreamEvent'),
    RawContentBlockDelta: union('RawContentBlockDelta'),
    TextCitation: union('TextCitation'),
    TextCitationParam: union('TextCitationParam'),
    ImageSource: property('ImageBlockParam', 'source'),
    DocumentSource: property(document, 'source'),
    Message: new Set([`${prefix}Message`]),
  };
  for (const [kind, members] of Object.entries(kinds)) {
    check(`${label} ${kind}`, () => assert.ok(members.size > 0, 'its members were not found in the type file'));
    for (const name of members) check(`${label} ${kind} ${name}`, () => judge(types, kind, name));
  }
  for (const kind of ['ContentBlock', 'TextCitation']) {
    for (const name of kinds[kind])
      check(`${label} replay ${name}`, () => judgeReplay(types, kind, name, kinds[`${kind}Param`]));
  }
  check(`${label} MessageCreateParams`, () => {
    const elsewhere = ['betas', 'stream']; // the first is "anthropic_beta" on the wire, the other how one calls
    const parameters = types.properties('MessageCreateParamsBase').filter((name) => !elsewhere.includes(name));
    const places = examplesOf('MessageCreateParams', [undefined]);
    for (const name of parameters)
      assert.ok(places.some((at) => name in corpus[at].value), `no example has the parameter ${name}`);
    for (const at of places) assert.deepEqual(answers[at].value, corpus[at].value, 'it did not come back unchanged');
  });
  const reasons = [...(types.aliases.get(`${prefix}StopReason`) ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1]);
  check(`${label} StopReason`, () => assert.ok(reasons.length > 5, 'its members were not found in the type file'));
  const known = roundTrip(reasons.map((value) => ({ kind: 'StopReason', value })));
  reasons.forEach((reason, at) => check(`${label} StopReason ${reason}`, () => assert.equal(known[at].value, reason)));
}

judgeFile(join(sdk, 'resources/messages/messages.d.ts'), '', 'GA');
judgeFile(join(sdk, 'resources/beta/messages/messages.d.ts'), 'Beta', 'beta');
assert.ok(checks > 150, `only ${checks} checks were made`);
