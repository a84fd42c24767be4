// The charts of a replay: the whole record by HTTP, once; then the circuit says where to cut. Drawn by the live page's own parts.
import * as chart from "./chart.js";
import { createFigure, show, write } from "./figure.js";
import { splitColumns } from "./chart-series.js";
import { between, fromAddress, isZoomed, limits, toAddress } from "./chart-window.js";

const late = "late:";
const least = 15; // the last values are looked for among so many

export function attach(root, json) {
  const data = JSON.parse(json);
  const texts = JSON.parse(root.dataset.texts);
  const page = { root, data, texts, figures: [...root.querySelectorAll("[data-chart]")].map(f => createFigure(f, texts)), window: fromAddress(), record: null, due: null, over: false };
  const pick = event => choose(page, event.target.closest?.("[data-window]")?.dataset.window);
  const back = () => turn(page, fromAddress());
  for (const figure of page.figures) {
    Object.assign(figure.handle, { onBrush: (from, to) => brush(page, from, to), onReset: () => choose(page, "recent"), onZoom: factor => zoom(page, factor) });
  }
  document.addEventListener("click", pick);
  addEventListener("popstate", back);
  turn(page, page.window);
  load(page);
  return {
    update: text => {
      const next = JSON.parse(text);
      const other = next.replay.source !== page.data.replay.source;
      page.data = next;
      other ? load(page) : drawSoon(page);
    },
    dispose: () => {
      page.over = true;
      document.removeEventListener("click", pick);
      removeEventListener("popstate", back);
      page.figures.forEach(figure => figure.end());
    },
  };
}

async function load(page) {
  const { source } = page.data.replay;
  try {
    const answer = await fetch(source);
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const record = await answer.json();
    if (!page.over && page.data.replay.source === source) {
      page.record = record;
      draw(page);
    }
  } catch {
    page.figures.forEach(figure => write(figure.element.querySelector("[data-summary]"), page.texts.failed));
  }
}

/** After the frame that shows the event: whoever steps quickly sees each event, and the charts of the last. */
function drawSoon(page) {
  page.due ??= requestAnimationFrame(() => setTimeout(() => draw(page)));
}

function draw(page) {
  page.due = null;
  if (page.over || !page.record) {
    return;
  }
  const { at } = page.data.replay;
  const [from, to] = page.shown = limits(page.window, page.data, at);
  const cut = cutAt(page.record, page.data.replay, from);
  for (const figure of page.figures) {
    const { spec, handle } = figure;
    if (figure.element.hidden) {
      continue;
    }
    const planned = spec.isSplit && !isZoomed(page.window) ? page.data.planned : [];
    chart.setMarkers(handle, page.data.markers);
    chart.setWindow(handle, from, Math.min(Math.max(to, planned.at(-1)?.at ?? to), to + (to - from) * 0.4));
    const columns = spec.isSplit
      ? splitColumns({ t: cut.t, served: cut.served, steps: cut.steps, planned: planned.map(p => [p.at, p.share]) }, at)
      : [cut.t, ...spec.series.map(series => cut.column(spec.baseline === null ? series.key : `${spec.id}.${series.key}`))];
    figure.shownAt = -Infinity;
    show(figure, columns, at);
  }
  page.root.dispatchEvent(new CustomEvent("sluice:drawn", { bubbles: true, detail: cut.t.at(-1) ?? 0 }));
}

/** What had happened by then, as far back as the window shows. What was not known yet is left out, or stands in columns of its own. */
function cutAt(record, { at, known, version, showsLate }, from) {
  const rows = [];
  for (let i = countUpTo(record.unix_ms, at) - 1; i >= 0 && (rows.length < least || record.unix_ms[rows.at(-1)] >= from); i--) {
    if (showsLate || record.known_ms[i] <= known) {
      rows.push(i);
    }
  }
  rows.reverse();
  const pick = (name, wanted) => rows.map(i => (record.known_ms[i] > known) === wanted ? record.columns[name]?.[i] ?? null : null);
  const steps = kind => record.steps[kind].filter(s => s.version <= version).map(s => [Date.parse(s.at), s.canary]);
  return {
    t: rows.map(i => record.unix_ms[i]),
    served: pick("served", false),
    steps: { asked: steps("asked"), set: steps("set") },
    column: key => (key.startsWith(late) ? pick(key.slice(late.length), true) : pick(key, false)),
  };
}

/** How many of the ascending numbers are no greater. */
function countUpTo(numbers, most) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    [low, high] = numbers[middle] <= most ? [middle + 1, high] : [low, middle];
  }
  return low;
}

function choose(page, window) {
  if (window && window !== page.window) {
    toAddress(window);
    turn(page, window);
  }
}

/** All charts hear of one drag; the one under the pointer comes first. */
function brush(page, from, to) {
  if (!page.brushed) {
    page.brushed = setTimeout(() => (page.brushed = 0));
    choose(page, between(from, to));
  }
}

function zoom(page, factor) {
  const [from, to] = page.shown ?? [];
  const half = ((to - from) * factor) / 2;
  half > 0 && choose(page, between((from + to) / 2 - half, Math.min((from + to) / 2 + half, page.data.replay.at)));
}

function turn(page, window) {
  page.window = window;
  for (const button of page.root.querySelectorAll("[data-window]")) {
    button.setAttribute("aria-pressed", String(window.startsWith(button.dataset.window)));
  }
  draw(page);
}
