// A real browser without a window, spoken to through its DevTools protocol over a pipe.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const longest = 60_000;

export class Browser {
  #profile = mkdtempSync(join(tmpdir(), 'browser-'));
  #process;
  #waiting = new Map();
  #listeners = new Set();
  #last = 0;

  constructor(program = 'chromium') {
    this.#process = spawn(program, ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
      '--no-first-run', `--user-data-dir=${this.#profile}`, '--remote-debugging-pipe', 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.ended.then(() => this.#fail('the browser has ended'));
    this.#process.on('error', (error) => this.#fail(error.message));
    let rest = '';
    this.#process.stdio[4].setEncoding('utf8').on('data', (text) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop();
      for (const message of messages) this.#take(JSON.parse(message));
    });
  }

  #fail(why) {
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
  }

  #take(message) {
    if (!message.id) return this.#listeners.forEach((listen) => listen(message));
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  }

  listen(listener) {
    this.#listeners.add(listener);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(method + ' takes too long')), longest);
      const done = (settle) => (value) => (clearTimeout(timer), settle(value));
      this.#waiting.set(id, { resolve: done(resolve), reject: done(reject) });
      this.#process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    });
  }

  /** The file, or what an address names, in a page of its own, once it has been loaded. */
  async open(file, { width = 1280, height = 900, dark = false, withoutScripts = false } = {}) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await page.send(domain + '.enable');
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await page.setDark(dark);
    await page.send('Emulation.setScriptExecutionDisabled', { value: withoutScripts });
    const loaded = page.once('Page.loadEventFired');
    await page.send('Page.navigate', { url: file.includes('://') ? file : pathToFileURL(file).href });
    await loaded;
    return page;
  }

  async close() {
    await this.send('Browser.close').catch(() => {});
    await this.ended;
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

export class Page {
  complaints = []; // What the console says, exceptions, and what the policy of the page has refused.
  requests = []; // All URLs that were asked for.

  constructor(browser, sessionId) {
    this.browser = browser;
    this.sessionId = sessionId;
    browser.listen(({ sessionId, method, params }) => {
      if (sessionId !== this.sessionId) return;
      if (method === 'Runtime.consoleAPICalled') this.complaints.push(params.args.map((arg) => arg.value).join(' '));
      if (method === 'Runtime.exceptionThrown') this.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      if (method === 'Log.entryAdded') this.complaints.push(params.entry.text);
      if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    });
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  once(name) {
    return new Promise((resolve) => {
      this.browser.listen(({ sessionId, method, params }) => sessionId === this.sessionId && method === name && resolve(params));
    });
  }

  setDark(dark) {
    return this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
  }

  /** What the expression is in the page. */
  async read(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    assert.ok(!exceptionDetails, exceptionDetails?.exception?.description);
    return result.value;
  }

  /** Waits until the expression is true in the page. */
  async until(expression, what = expression) {
    const came = await this.read(`new Promise((resolve) => {
      const end = Date.now() + ${longest - 5000};
      const look = () => { const value = (() => ${expression})(); if (value || Date.now() > end) resolve(!!value); else setTimeout(look, 20); };
      look();
    })`);
    assert.ok(came, 'in vain: ' + what);
  }

  /** Types the text where the cursor is, instead of all that stands there. */
  async type(text) {
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'a', code: 'KeyA', modifiers: 2, windowsVirtualKeyCode: 65, commands: ['selectAll'] });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'a', code: 'KeyA', modifiers: 2, windowsVirtualKeyCode: 65 });
    await this.send('Input.insertText', { text });
  }

  async press(key) {
    for (const type of ['keyDown', 'keyUp'])
      await this.send('Input.dispatchKeyEvent', { type, key, code: key, ...(key === 'Enter' && { text: '\r', windowsVirtualKeyCode: 13 }), ...(key === 'Tab' && { windowsVirtualKeyCode: 9 }) });
  }

  /** The middle of what the selector finds, clicked. */
  async click(expression) {
    const { x, y } = await this.read(`(() => { const e = ${expression}; e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()`);
    for (const type of ['mousePressed', 'mouseReleased']) await this.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
  }

  async picture(file, whole = true) {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: whole });
    writeFileSync(file, Buffer.from(data, 'base64'));
  }

  async print(file) {
    const { data } = await this.send('Page.printToPDF', { printBackground: false, preferCSSPageSize: true });
    writeFileSync(file, Buffer.from(data, 'base64'));
  }
}
