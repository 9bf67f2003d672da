// Chromium uses the lessons in JupyterLab as a learner does: runs a cell by its button, solves an exercise, watches an answer
// stream, and interrupts it.
// Usage: JUPYTER WORK PROGRAM LESSONS. Pictures are left in WORK, to be looked at.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Browser } from '../browser.mjs';

const [jupyter, work, program, lessons] = process.argv.slice(2);
const folder = join(work, 'lessons');
mkdirSync(work, { recursive: true });
cpSync(lessons, folder, { recursive: true });
const secret = randomBytes(20).toString('hex');
const token = randomBytes(20).toString('hex');

const replies = join(work, 'replies.json');
writeFileSync(replies, JSON.stringify({ rules: [
  { match: { user_contains: 'slow' }, reply: { text: 'word '.repeat(2000), chunk_size: 5, pace_ms: 50 } },
  { reply: { text: 'The tag is <answer>42</answer>, and it costs $5 or $6.' } }] }));
const endpoint = spawn(program, ['local', '--port', '0', '--replies', replies, '--access-key', 'KEYOFTHETEST', '--secret-key', secret],
  { stdio: ['ignore', 'pipe', 'ignore'] });
const url = await new Promise((resolve) => endpoint.stdout.once('data', (data) => resolve(String(data).split('\n')[0].replace('listening on ', ''))));

// Nobody asks about news, nor for them.
const settings = join(work, 'settings');
mkdirSync(join(settings, '@jupyterlab', 'apputils-extension'), { recursive: true });
writeFileSync(join(settings, '@jupyterlab', 'apputils-extension', 'notification.jupyterlab-settings'), '{"fetchNews": "false", "checkForUpdates": false}');
const runtime = process.env.JUPYTER_RUNTIME_DIR;
const server = spawn(jupyter, ['lab', '--no-browser', '--allow-root', '--ServerApp.port=0', '--ServerApp.ip=127.0.0.1', `--ServerApp.root_dir=${folder}`],
{ stdio: ['ignore', 'ignore', 'ignore'], env: { ...process.env, JUPYTER_TOKEN: token, JUPYTERLAB_SETTINGS_DIR: settings, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
  AWS_ACCESS_KEY_ID: 'KEYOFTHETEST', AWS_SECRET_ACCESS_KEY: secret } });
const ended = new Promise((resolve) => server.once('exit', resolve));

async function addressOf(process) {
  const file = join(runtime, `jpserver-${process.pid}.json`);
  for (const end = Date.now() + 60_000; Date.now() < end; await setTimeout(50)) {
    if (existsSync(file) && readFileSync(file, 'utf8').trim().endsWith('}')) return JSON.parse(readFileSync(file, 'utf8')).url;
  }
  throw new Error('JupyterLab did not start');
}

const cell = (text) => `[...document.querySelectorAll('.jp-CodeCell')].find((c) => c.querySelector('.cm-content')?.innerText.includes(${JSON.stringify(text)}))`;
const output = (of) => `(${of}?.querySelector('.jp-OutputArea')?.innerText ?? '')`;
const button = (command) => `document.querySelector('.jp-NotebookPanel-toolbar [data-command="${command}"]')`;

/** The notebook, once its kernel waits for cells. */
async function openNotebook(browser, address, name) {
  const page = await browser.open(`${address}lab/workspaces/${name.slice(0, 2)}/tree/${name}?token=${token}`, { width: 1400, height: 1100 });
  await page.until(`document.querySelector('.jp-CodeCell .cm-content') && document.querySelector('#jp-main-statusbar')?.innerText.includes('Claude prompts | Idle')`,
    'a kernel that waits for cells');
  return page;
}

/** Makes a cell the active one by a click; just after the page was built, things still move. */
async function choose(page, of) {
  for (const end = Date.now() + 20_000; Date.now() < end; await setTimeout(50)) {
    await page.click(`${of}.querySelector('.cm-content')`);
    if (await page.read(`${of}.classList.contains('jp-mod-active') && ${of}.contains(document.activeElement)`)) return;
  }
  throw new Error('the cell cannot be chosen');
}

async function runCell(page) {
  await page.click(button('notebook:run-cell-and-select-next'));
}

let browser;
async function check(page, name, body) {
  try {
    await body();
    console.log(`ok jupyterlab ${name}`);
  } catch (error) {
    console.log(`FAIL jupyterlab ${name}`);
    console.error(error);
    await page.picture(join(work, 'failed.png'), false);
    process.exitCode = 1;
  }
}

try {
  execFileSync(program, ['kernel', 'install'], { stdio: 'ignore' });
  const address = await addressOf(server);
  browser = new Browser();
  const lesson = await openNotebook(browser, address, '01_Basic_Prompt_Structure.ipynb');

  await check(lesson, 'a cell is run by its button', async () => {
    const first = `document.querySelector('.jp-CodeCell')`;
    await choose(lesson, first);
    await runCell(lesson);
    await lesson.until(`${output(first)}.includes('recorded practice material, not Claude') && ${output(first)}.includes('output tokens')`);
    assert.ok(await lesson.read(`!!${first}.querySelector('.jp-OutputArea details summary')`), 'what was sent is folded');
    await lesson.picture(join(work, 'cell.png'), false);
  });

  await check(lesson, 'an exercise is solved', async () => {
    const exercise = cell('%exercise 1.1');
    await choose(lesson, cell('%exercise 1.1'));
    await runCell(lesson);
    await lesson.until(`${output(exercise)}.includes('Not yet. Tries: 1.')`);
    await choose(lesson, cell('%exercise 1.1'));
    await lesson.type('%exercise 1.1\nCount from one to three.');
    await runCell(lesson);
    await lesson.until(`${output(exercise)}.includes('Solved.')`);
    await lesson.picture(join(work, 'exercise.png'), false);
  });

  await check(lesson, 'a directive is completed', async () => {
    await choose(lesson, cell('%exercise 1.1'));
    await lesson.type('%sy');
    await lesson.press('Tab');
    await lesson.until(`${cell('%system')}`);
  });

  execFileSync(program, ['kernel', 'install', '--live', '--region', 'us-east-1'], { stdio: 'ignore' });
  const live = await openNotebook(browser, address, '02_Being_Clear_and_Direct.ipynb');
  const first = `document.querySelector('.jp-CodeCell')`;

  await check(live, 'an answer streams, and is interrupted', async () => {
    await choose(live, first);
    await live.type('%max_tokens 5000\nAnswer slow.');
    await runCell(live);
    await live.until(`${output(first)}.includes('word word')`);
    const length = await live.read(`${output(first)}.length`);
    await live.until(`${output(first)}.length > ${length}`, 'more of the answer');
    await live.picture(join(work, 'streaming.png'), false);
    await live.click(button('notebook:interrupt-kernel'));
    await live.until(`${output(first)}.includes('Interrupted')`);
  });

  await check(live, 'the next cell runs, and tags and prices are seen', async () => {
    await choose(live, first);
    await live.type('Hello');
    await runCell(live);
    await live.until(`${output(first)}.includes('<answer>42</answer>') && ${output(first)}.includes('$5 or $6.')`);
    await live.picture(join(work, 'tags.png'), false);
  });
} catch (error) {
  console.log('FAIL jupyterlab');
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser?.close();
  server.kill('SIGTERM');
  if (!await Promise.race([ended.then(() => true), setTimeout(10_000)])) server.kill('SIGKILL');
  endpoint.kill();
}
