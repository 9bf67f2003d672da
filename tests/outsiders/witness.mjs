// What the comparisons of the official client with ours share.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

export { check } from './report.mjs';

/** A server on this machine; `answer(request, body, response)`. */
export async function serve(answer) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => answer(request, Buffer.concat(chunks), response));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close(server.closeAllConnections()) };
}

/** The lines of a stream. Node's readline would take U+2028, which JSON has in its texts, for the end of one, too. */
async function* linesOf(stream) {
  let rest = '';
  for await (const piece of stream.setEncoding('utf8')) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop();
    yield* lines;
  }
}

/** Our client in a process of its own: a line asks, a line answers. */
export class Ours {
  constructor(program, baseURL) {
    this.process = spawn(program, [baseURL], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = linesOf(this.process.stdout);
  }

  async ask(question) {
    this.process.stdin.write(JSON.stringify(question) + '\n');
    const { value, done } = await this.lines.next();
    assert.ok(!done, 'our program has ended');
    return JSON.parse(value);
  }

  close() {
    this.process.stdin.end();
  }
}

const isContainer = (value) => typeof value === 'object' && value !== null;

/** Where two values of JSON differ: [{at, official, ours}]; what is absent is undefined. Order of members is no difference. */
export function differences(official, ours, at = '') {
  if (!isContainer(official) || !isContainer(ours) || Array.isArray(official) !== Array.isArray(ours)) {
    return Object.is(official, ours) ? [] : [{ at, official, ours }];
  }
  const names = new Set([...Object.keys(official), ...Object.keys(ours)]);
  return [...names].flatMap((name) => {
    const member = (value) => (Object.hasOwn(value, name) ? value[name] : undefined);
    return differences(member(official), member(ours), at ? `${at}.${name}` : name);
  });
}

/** Fails on a difference that `explained` does not hold, and on an explanation of a difference that there is not. */
export function assertExplained(found, explained) {
  const text = ({ at, official, ours }) => JSON.stringify({ at, official, ours });
  const known = explained.map(text);
  const unexplained = found.map(text).filter((difference) => !known.includes(difference));
  assert.deepEqual(unexplained, [], 'differences without an explanation');
  const stale = known.filter((difference) => !found.map(text).includes(difference));
  assert.deepEqual(stale, [], 'explained differences that there are not');
  for (const { at, why } of explained) assert.ok(why?.length > 20, `the difference at ${at} has no reason`);
}
