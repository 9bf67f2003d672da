'use strict';

// Draws each chart from the figures of the table beside it, and lets series be chosen, points be walked over with the
// keyboard, and the colours be changed. uPlot is there if the program was built with it; the plain charts stay otherwise.

const shownAtFirst = 10;
const colours = 10;
const height = 320;
const printedWidth = 680;
const farStep = 10;
const wholeSteps = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
const charts = [];

function make(name, attributes, text) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function figureOf(text) {
  return text === '' ? null : Number(text.replaceAll(',', ''));
}

function readTable(table) {
  const [, ...names] = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows];
  const series = names.map((name, index) => {
    const texts = rows.map((row) => row.cells[index + 1].textContent);
    const values = texts.map(figureOf);
    return { name, texts, values, sum: values.reduce((sum, value) => sum + (value ?? 0), 0) };
  });
  return { rows, labels: rows.map((row) => row.cells[0].textContent), series };
}

function unitText(text, unit) {
  if (text === '') return 'no figure';
  if (unit === 'US$') return text.startsWith('-') ? '-$' + text.slice(1) : '$' + text;
  return unit ? text + ' ' + unit : text;
}

function shortFigure(value, unit) {
  const notation = Math.abs(value) < 10_000 ? 'standard' : 'compact';
  return unitText(value.toLocaleString('en', { notation, maximumSignificantDigits: 4 }), unit);
}

/** What each series is drawn at: its figures, or where it ends on those below it. */
function heights(series, isStacked) {
  if (!isStacked) return series.map(({ values }) => values);
  const above = [];
  const below = [];
  return series.map(({ values }) => values.map((value, at) => {
    const pile = value < 0 ? below : above;
    pile[at] = (pile[at] ?? 0) + (value ?? 0);
    return value === null ? null : pile[at];
  }));
}

class Chart {
  constructor(root) {
    this.kind = root.dataset.kind;
    this.unit = root.dataset.unit;
    this.title = root.querySelector('figcaption').textContent;
    this.plot = root.querySelector('.plot');
    this.line = root.querySelector('.point');
    this.table = root.querySelector('table');
    Object.assign(this, readTable(this.table));
    this.isOfWholes = this.unit === '' && this.series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));
    this.at = null;
    this.margin = this.kind === 'lines' && this.labels.length > 1 ? 0 : 0.6;
    this.chooseSeries(root.querySelector('.series'));
    this.walkByKeys();
    this.draw();
    let width = this.plot.clientWidth;
    new ResizeObserver(() => {
      if (this.plot.clientWidth === width || this.plot.clientWidth === 0) return;
      width = this.plot.clientWidth;
      this.uplot?.setSize({ width, height });
    }).observe(this.plot);
  }

  shown() {
    return this.series.filter((series) => series.isShown);
  }

  // --- Which series are shown -----------------------------------------------------------------------------------------

  chooseSeries(group) {
    const largest = [...this.series].sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
    for (const series of largest.slice(0, shownAtFirst)) series.isShown = true;
    const add = (text, attributes, press) => {
      const button = make('button', { type: 'button', ...attributes }, text);
      button.addEventListener('click', press);
      return group.appendChild(button);
    };
    if (this.series.length > 1) {
      add('All', {}, () => this.show(() => true));
      add('None', {}, () => this.show(() => false));
    }
    if (this.series.length > shownAtFirst)
      add('The ' + shownAtFirst + ' largest', {}, () => this.show((series) => largest.indexOf(series) < shownAtFirst));
    this.count = group.appendChild(make('span', { role: 'status' }));
    largest.forEach((series, rank) => {
      series.button = add(series.name, { 'data-colour': rank % colours }, () =>
        this.show((other) => (other === series ? !other.isShown : other.isShown)));
    });
    this.showColumns();
  }

  show(isShown) {
    for (const series of this.series) series.isShown = isShown(series);
    this.showColumns();
    this.draw();
    this.moveTo(this.at);
  }

  showColumns() {
    const heads = this.table.tHead.rows[0].cells;
    if (this.series.length > 1) this.count.textContent = this.shown().length + ' of ' + this.series.length + ' are shown';
    this.series.forEach((series, index) => {
      series.button.setAttribute('aria-pressed', series.isShown);
      if (heads[index + 1].hidden === !series.isShown) return;
      heads[index + 1].hidden = !series.isShown;
      for (const row of this.rows) row.cells[index + 1].hidden = !series.isShown;
    });
  }

  // --- Points ---------------------------------------------------------------------------------------------------------

  walkByKeys() {
    this.plot.tabIndex = 0;
    this.plot.setAttribute('role', 'application');
    this.plot.setAttribute('aria-roledescription', 'chart');
    this.plot.setAttribute('aria-label', this.title + '. The arrow keys go from point to point, plus and minus zoom.');
    const last = this.labels.length - 1;
    const steps = {
      ArrowRight: (at) => at + 1,
      ArrowLeft: (at) => at - 1,
      PageDown: (at) => at + farStep,
      PageUp: (at) => at - farStep,
      Home: () => 0,
      End: () => last,
    };
    this.plot.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === 'Escape') this.moveTo(null);
      else if (event.key === '+') this.zoom(0.5);
      else if (event.key === '-') this.zoom(2);
      else if (event.key in steps && last >= 0) this.moveTo(steps[event.key](this.at ?? (event.key === 'ArrowLeft' ? last + 1 : -1)));
      else return;
      event.preventDefault();
    });
  }

  /** Puts the cross there, says the figures, and marks their row. */
  moveTo(at) {
    this.say(at === null ? null : Math.max(0, Math.min(this.labels.length - 1, at)));
    if (!this.uplot) return;
    const { min, max } = this.uplot.scales.x;
    if (this.at !== null && (this.at < min || this.at > max)) this.zoom(1);
    const left = this.at === null ? -10 : this.uplot.valToPos(this.at, 'x');
    this.uplot.setCursor({ left, top: this.at === null ? -10 : 1 }, false);
  }

  /** Shows so much of what is shown, around the point. */
  zoom(share) {
    if (!this.uplot) return;
    const end = this.labels.length - 1;
    const { min, max } = this.uplot.scales.x;
    const width = Math.min(end, Math.max(1, (max - min - 2 * this.margin) * share));
    const from = Math.max(0, Math.min(end - width, (this.at ?? (min + max) / 2) - width / 2));
    this.uplot.setScale('x', { min: from, max: from + width });
  }

  say(at) {
    if (this.at !== null) this.rows[this.at].removeAttribute('aria-current');
    this.at = at;
    this.line.textContent = '';
    if (at === null) return;
    const row = this.rows[at];
    row.setAttribute('aria-current', 'true');
    const frame = this.table.parentElement;
    const headHeight = this.table.tHead.offsetHeight;
    if (row.offsetTop - headHeight < frame.scrollTop) frame.scrollTop = row.offsetTop - headHeight;
    else if (row.offsetTop + row.offsetHeight > frame.scrollTop + frame.clientHeight)
      frame.scrollTop = row.offsetTop + row.offsetHeight - frame.clientHeight;
    const shown = this.shown();
    const said = shown.slice(0, shownAtFirst).map(({ name, texts }) => name + ' ' + unitText(texts[at], this.unit));
    if (shown.length > said.length) said.push('and ' + (shown.length - said.length) + ' more');
    this.line.textContent = this.labels[at] + ': ' + (said.join('; ') || 'no series is shown');
  }

  // --- Drawing --------------------------------------------------------------------------------------------------------

  draw(width = this.plot.clientWidth) {
    if (typeof uPlot === 'undefined') return this.drawPlain();
    this.uplot?.destroy();
    this.plot.textContent = '';
    const faint = getComputedStyle(document.querySelector('footer')).color;
    const grid = getComputedStyle(this.table.parentElement).borderTopColor;
    const shown = this.shown();
    const isBars = this.kind !== 'lines';
    const isStacked = this.kind === 'stacked';
    const drawn = heights(shown, isStacked).map((values, index) => ({ values, series: shown[index], index }));
    if (isStacked) drawn.reverse(); // the highest first, so that those below it are drawn over it
    const barShare = (isStacked ? 0.8 : 0.8 / Math.max(1, shown.length));
    const longest = Math.max(...this.labels.map((label) => label.length), 1);
    const axis = { stroke: faint, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
    const range = (_, least, most) => {
      const low = Math.min(0, least ?? 0) * 1.05;
      const high = Math.max(0, most ?? 0) * 1.05;
      return low === high ? [0, 1] : [low, high];
    };
    this.uplot = new uPlot({
      width: Math.max(width, 100),
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false }, points: { show: !isBars } },
      scales: {
        x: { time: false, range: (_, least, most) => [least - this.margin, most + this.margin] },
        y: { range },
      },
      axes: [
        {
          ...axis,
          size: 36,
          incrs: [1, 2, 5, 7, 10, 14, 20, 28, 50, 100, 200, 500, 1000, 2000, 5000],
          space: longest * 7 + 16,
          values: (_, splits) => splits.map((at) => this.labels[at] ?? ''),
        },
        { ...axis, ...(this.isOfWholes && { incrs: wholeSteps }), size: 80, values: (_, splits) => splits.map((value) => shortFigure(value, this.unit)) },
      ],
      series: [
        {},
        ...drawn.map(({ series, index }) => {
          const stroke = getComputedStyle(series.button, '::before').borderTopColor;
          if (!isBars) return { label: series.name, stroke, width: 2, points: { show: this.labels.length < 40, fill: stroke } };
          const side = isStacked ? 0 : index - (shown.length - 1) / 2;
          return { label: series.name, stroke, fill: stroke, width: 0, points: { show: false }, paths: barPaths(barShare, side) };
        }),
      ],
      hooks: {
        setCursor: [(plot) => { if (plot.cursor.event && plot.cursor.idx !== this.at) this.say(plot.cursor.idx ?? null); }],
      },
    }, [this.labels.map((_, at) => at), ...drawn.map(({ values }) => values)], this.plot);
  }

  drawPlain() {
    for (const mark of this.plot.querySelectorAll('[data-series]'))
      mark.toggleAttribute('hidden', !this.series[mark.dataset.series].isShown);
  }
}

/** Bars of that share of the room of a label, so many of their widths to the right of its middle. */
function barPaths(share, side) {
  return (plot, index, first, last) => {
    const path = new Path2D();
    const [xs, values] = [plot.data[0], plot.data[index]];
    const room = Math.abs(plot.valToPos(1, 'x', true) - plot.valToPos(0, 'x', true));
    const width = room * share;
    const zero = plot.valToPos(0, 'y', true);
    for (let at = first; at <= last; ++at) {
      if (values[at] === null) continue;
      const end = plot.valToPos(values[at], 'y', true);
      const left = Math.round(plot.valToPos(xs[at], 'x', true) + (side - 0.5) * width);
      const right = Math.round(plot.valToPos(xs[at], 'x', true) + (side + 0.5) * width);
      path.rect(left, Math.min(zero, end), Math.max(1, right - left), Math.abs(end - zero));
    }
    return { stroke: null, fill: path, clip: null, flags: 1 };
  };
}

// --- Light and dark, and paper ----------------------------------------------------------------------------------------

function drawAll(width) {
  for (const chart of charts) chart.draw(width);
}

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function themeControl() {
  const label = make('label', { class: 'theme' }, 'Colours ');
  const select = label.appendChild(make('select', {}));
  for (const [value, text] of [['', 'system'], ['light', 'light'], ['dark', 'dark']])
    select.appendChild(make('option', { value }, text));
  select.addEventListener('change', () => {
    setTheme(select.value);
    drawAll();
  });
  document.querySelector('header').appendChild(label);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawAll());
  return select;
}

const theme = themeControl();
for (const root of document.querySelectorAll('.chart')) charts.push(new Chart(root));

// Canvases are printed as they were drawn: so in light colours, and as wide as the paper.
addEventListener('beforeprint', () => {
  setTheme('light');
  for (const details of document.querySelectorAll('details')) details.open = true;
  drawAll(printedWidth);
});
addEventListener('afterprint', () => {
  setTheme(theme.value);
  drawAll();
});
