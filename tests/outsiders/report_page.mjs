// A real browser opens pages of --html from the disk, reads their figures and uses their controls: those of SAMPLE_PAGES, and
// those that commands write of what PROGRAM's local endpoint answers.
// Usage: SAMPLE_PAGES WORK PROGRAM BASE_URL ACCESS_KEY SECRET_KEY. Pictures are left in WORK/pages, to be looked at.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { check } from './report.mjs';

const [samplePages, work, program, baseURL, accessKey, secretKey] = process.argv.slice(2);
const folder = join(work, 'pages');
mkdirSync(folder, { recursive: true });
console.log(execFileSync(samplePages, [folder], { encoding: 'utf8' }).trim());
if (!readFileSync(join(folder, 'report.html'), 'utf8').includes('The charts are drawn by ')) {
  console.log('MISSING report-page'); // The library that draws them was not built in.
  process.exit(0);
}
const browser = new Browser();

/** Runs with the file open, and fails if the page has said or fetched anything. */
async function withPage(file, options, body) {
  const page = await browser.open(join(folder, file), options);
  await body(page);
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.requests.filter((url) => !url.startsWith('file:')), []);
  assert.equal(page.requests.length, 1, 'one file');
}

const chart = (index) => `document.querySelectorAll('.chart')[${index}]`;
const line = (index) => `${chart(index)}.querySelector('.point').textContent`;
const button = (index, text) => `[...${chart(index)}.querySelectorAll('button')].find((b) => b.textContent === ${JSON.stringify(text)})`;
const paper = 'getComputedStyle(document.body).backgroundColor';
/** How many dots of the canvas have the colour of a series. */
const dots = (index, series) => `(() => {
  const drawn = ${chart(index)}.querySelector('canvas');
  const canvas = Object.assign(document.createElement('canvas'), { width: drawn.width, height: drawn.height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(drawn, 0, 0);
  const colour = getComputedStyle(${chart(index)}.querySelectorAll('button[data-colour]')[${series}], '::before').borderTopColor.match(/\\d+/g).map(Number);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 200 && colour.every((part, i) => Math.abs(part - data[at + i]) < 3)) ++count;
  return count;
})()`;

await check('report-page figures are read in its tables, as text', () => withPage('report.html', {}, async (page) => {
  const cells = await page.read(`[...${chart(1)}.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText))`);
  assert.deepEqual(cells, [['10:00', '310', '900'], ['11:00', '', '1,100'], ['12:00', '1,290', '1,500'],
    ['13:00', '900', '1,600'], ['14:00', '1,290', '1,500']]);
  assert.equal(await page.read(`${chart(0)}.querySelector('caption').textContent`), 'Costs (US$)');
  assert.equal(await page.read('getSelection().selectAllChildren(document.querySelector("tbody")), getSelection().toString().includes("0.25")'), true);
}));

await check('report-page names that are markup stay text', () => withPage('report.html', {}, async (page) => {
  assert.equal(await page.read('document.images.length'), 0);
  assert.match(await page.read('document.title'), /^Report <\/script><img/);
  assert.equal(await page.read('document.scripts.length'), 2);
}));

await check('report-page charts are drawn in the colours of their series', () => withPage('report.html', {}, async (page) => {
  for (const [index, series] of [[0, 3], [1, 2], [2, 1]]) {
    for (let at = 0; at < series; ++at) assert.ok(await page.read(dots(index, at)) > 100, `chart ${index}, series ${at}`);
  }
  await page.picture(join(folder, 'light.png'));
}));

await check('report-page is used with the keyboard alone', () => withPage('report.html', {}, async (page) => {
  for (let tabs = 0; tabs < 5 && !(await page.read(`document.activeElement === ${chart(0)}.querySelector('.plot')`)); ++tabs) await page.press('Tab');
  assert.equal(await page.read(`document.activeElement === ${chart(0)}.querySelector('.plot')`), true, 'Tab comes to the chart');
  await page.press('ArrowRight');
  assert.equal(await page.read(line(0)), 'day 1: USE1-Claude4.5Haiku-tokens-0 $0.25; USE1-Claude4.5Haiku-tokens-1 $11.25; USE1-Claude4.5Haiku-tokens-2 $22.25');
  await page.press('ArrowRight');
  assert.match(await page.read(line(0)), /^day 2: /);
  await page.press('End');
  assert.match(await page.read(line(0)), /^day 30: /);
  assert.equal(await page.read(`${chart(0)}.querySelector('tr[aria-current]').cells[0].textContent`), 'day 30');
  await page.press('PageUp');
  assert.match(await page.read(line(0)), /^day 20: /);
  await page.press('Home');
  await page.press('ArrowLeft');
  assert.match(await page.read(line(0)), /^day 1: /);
  await page.press('Escape');
  assert.equal(await page.read(line(0)), '');
  const scale = 'charts[0].uplot.scales.x';
  const whole = await page.read(`${scale}.max - ${scale}.min`);
  await page.press('+');
  const part = await page.read(`${scale}.max - ${scale}.min`);
  assert.ok(part < whole * 0.6, 'plus zooms');
  await page.press('End');
  assert.ok(await page.read(`${scale}.max`) > 29, 'and goes along');
  await page.press('-');
  assert.ok(Math.abs(await page.read(`${scale}.max - ${scale}.min`) - whole) < 0.01, 'minus goes back');
  await page.read(`${button(0, 'USE1-Claude4.5Haiku-tokens-1')}.focus()`);
  await page.press('Enter');
  assert.equal(await page.read(`${button(0, 'USE1-Claude4.5Haiku-tokens-1')}.ariaPressed`), 'false');
}));

await check('report-page series are chosen by buttons', () => withPage('report.html', {}, async (page) => {
  const columns = `[...${chart(1)}.querySelectorAll('thead th')].filter((cell) => cell.offsetWidth > 0).map((cell) => cell.textContent)`;
  await page.read(`${chart(1)}.querySelector('.plot').focus()`);
  await page.press('ArrowRight');
  await page.click(button(1, 'p50'));
  assert.equal((await page.read(columns)).includes('p50'), false);
  assert.equal(await page.read(dots(1, 1)), 0, 'its line is gone');
  assert.doesNotMatch(await page.read(line(1)), /p50/);
  await page.click(button(1, 'None'));
  assert.deepEqual(await page.read(columns), ['Hour']);
  assert.equal(await page.read(line(1)), '10:00: no series is shown');
  await page.click(button(1, 'All'));
  assert.equal((await page.read(columns)).length, 3);
  assert.ok(await page.read(dots(1, 1)) > 100);
}));

await check('report-page the mouse shows a point', () => withPage('report.html', {}, async (page) => {
  const { x, y } = await page.read(`(() => { const e = ${chart(1)}.querySelector('.u-over'); e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(); return { x: r.right - 3, y: r.y + 50 }; })()`);
  await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
  await page.read('new Promise(requestAnimationFrame)');
  assert.match(await page.read(line(1)), /^14:00: .*p50 1,290 ms/);
}));

await check('report-page is dark where the system is, and by its own control', () => withPage('report.html', { dark: true }, async (page) => {
  const dark = await page.read(paper);
  assert.ok(await page.read(dots(0, 0)) > 100, 'drawn in dark colours');
  await page.picture(join(folder, 'dark.png'));
  await page.read(`(() => { const select = document.querySelector('.theme select'); select.value = 'light'; select.dispatchEvent(new Event('change')); })()`);
  assert.notEqual(await page.read(paper), dark);
  assert.ok(await page.read(dots(0, 0)) > 100, 'drawn anew in light colours');
}));

await check('report-page is printed in light colours, and stays dark on the screen', () => withPage('report.html', { dark: true }, async (page) => {
  const dark = await page.read(paper);
  await page.read(`addEventListener('beforeprint', () => { window.printed = [${paper}, ${dots(0, 0)}, document.querySelector('canvas').clientWidth]; }), 0`);
  await page.print(join(folder, 'print.pdf'));
  const [light, drawn, width] = await page.read('window.printed');
  assert.equal(light, 'rgb(255, 255, 255)');
  assert.ok(drawn > 100);
  assert.equal(width, 680);
  assert.equal(await page.read(paper), dark);
  assert.ok(await page.read(dots(0, 0)) > 100);
}));

await check('report-page fits a narrow window', () => withPage('report.html', { width: 400, height: 800 }, async (page) => {
  assert.equal(await page.read('document.documentElement.scrollWidth <= document.documentElement.clientWidth'), true);
  await page.picture(join(folder, 'narrow.png'));
}));

await check('report-page a year of 200 usage types shows the largest and has all', () => withPage('year.html', {}, async (page) => {
  const heads = `[...document.querySelectorAll('thead th')]`;
  assert.equal(await page.read(`${heads}.length`), 201);
  assert.equal(await page.read(`${heads}.filter((cell) => cell.offsetWidth > 0).length`), 11);
  assert.equal(await page.read('document.querySelector(".series span").textContent'), '10 of 200 are shown');
  await page.picture(join(folder, 'year.png'));
  await page.click(button(0, 'All'));
  assert.equal(await page.read(`${heads}.filter((cell) => cell.offsetWidth > 0).length`), 201);
}));

await check('report-page without the library its plain charts have the same controls', () => withPage('plain.html', {}, async (page) => {
  assert.equal(await page.read('document.querySelectorAll("svg").length'), 3);
  assert.equal(await page.read('document.scripts.length'), 1);
  await page.read(`${chart(1)}.querySelector('.plot').focus()`);
  await page.press('End');
  assert.match(await page.read(line(1)), /^14:00: .*p50 1,290 ms/);
  await page.click(button(1, 'p50'));
  assert.equal(await page.read(`${chart(1)}.querySelector('.mark[data-series="0"]').getBoundingClientRect().width`), 0);
  await page.picture(join(folder, 'plain.png'));
}));

await check('report-page without scripts it has all figures', () => withPage('year.html', { withoutScripts: true }, async (page) => {
  assert.equal(await page.read('typeof charts'), 'undefined');
  assert.equal(await page.read(`[...document.querySelectorAll('td')].filter((cell) => cell.offsetWidth > 0 && cell.textContent).length`), 365 * 200);
}));

await check('report-page what the policy does not know is refused', async () => {
  const page = await browser.open(join(folder, 'report.html'));
  await page.read(`(() => { const script = document.createElement('script'); script.textContent = 'window.taken = true'; document.body.append(script); })()`);
  await page.read(`fetch('https://example.invalid/').catch(() => {})`);
  assert.equal(await page.read('window.taken'), undefined);
  assert.ok(page.complaints.length >= 2, 'and this test would have seen it');
});

// --- What commands write ----------------------------------------------------------------------------------------------

function command(name, ...line) {
  const environment = { ...process.env, AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey, AWS_REGION: 'us-east-1' };
  const page = ['--html', join(folder, name + '.html'), '--json', '--endpoint-url', baseURL];
  const printed = execFileSync(program, [...line, ...page], { encoding: 'utf8', env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  return printed.trim().split('\n').map((text) => JSON.parse(text));
}

/** A row of each table for each of its labels, by the names of its columns. */
const tables = `[...document.querySelectorAll('table')].map((table) => {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  return [...table.tBodies[0].rows].map((row) => Object.fromEntries([...row.cells].map((cell, at) => [names[at], cell.textContent])));
})`;

await check('report-page costs has the figures of --json', async () => {
  const [costs] = command('costs', 'costs');
  await withPage('costs.html', {}, async (page) => {
    const [days] = await page.read(tables);
    assert.ok(costs.rows.length > 0);
    for (const { day, name, amount } of costs.rows) {
      const row = days.find((row) => row.Day.startsWith(day));
      assert.ok(Math.abs(Number(row[name].replaceAll(',', '')) - Number(amount)) < 0.006, `${day} ${name}: ${row[name]}, not ${amount}`);
    }
    assert.ok(await page.read(dots(0, 0)) > 100);
    await page.picture(join(folder, 'costs.png'));
  });
});

for (const [name, ...line] of [['metrics', 'metrics'], ['regions', 'regions'], ['logs', 'logs', 'query', '--by', 'model']]) {
  await check('report-page ' + name + ' has a page', async () => {
    command(name, ...line);
    await withPage(name + '.html', {}, async (page) => {
      assert.ok((await page.read(tables)).some((rows) => rows.length > 0), 'a table with rows');
      assert.equal(await page.read(`[...document.querySelectorAll('.chart')].every((chart) => chart.querySelector('canvas'))`), true);
      await page.picture(join(folder, name + '.png'));
    });
  });
}

await browser.close();
