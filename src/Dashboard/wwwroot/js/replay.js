// The charts of a replay: the whole record by HTTP, once; then the circuit says where to cut. Drawn by the live page's own parts.
import * as chart from "./chart.js";
import { createFigure, fail, recover, show } from "./figure.js";
import { splitColumns } from "./chart-series.js";
import { persist, readJson } from "./retry.js";
import { between, fromAddress, isZoomed, limits, toAddress } from "./chart-window.js";

const late = "late:";
const restFor = 80;
const drawEvery = 500;
const restUnseenFor = 400;
const least = 15; // the last values are looked for among so many

export function attach(root, json) {
  const data = JSON.parse(json);
  const texts = JSON.parse(root.dataset.texts);
  const page = { root, data, texts, figures: [...root.querySelectorAll("[data-chart]")].map(f => createFigure(f, texts)), window: fromAddress(), record: null, due: 0, since: null, left: [], unseen: new Set(), over: false };
  const sight = new IntersectionObserver(entries => entries.forEach(entry => look(page, page.figures.find(figure => figure.element === entry.target), entry.isIntersecting)));
  const pick = event => choose(page, event.target.closest?.("[data-window]")?.dataset.window);
  const back = () => turn(page, fromAddress());
  for (const figure of page.figures) {
    Object.assign(figure.handle, { onBrush: (from, to) => brush(page, from, to), onReset: () => choose(page, "recent"), onZoom: factor => zoom(page, factor), onMarker: go, markerHint: texts.toEvent });
    figure.isSeen = true;
    sight.observe(figure.element);
  }
  document.addEventListener("click", pick);
  addEventListener("popstate", back);
  turn(page, page.window);
  load(page);
  return {
    update: text => tell(page, JSON.parse(text)),
    move: text => tell(page, { ...page.data, replay: JSON.parse(text) }),
    dispose: () => {
      page.over = true;
      clearTimeout(page.due);
      clearTimeout(page.dueUnseen);
      sight.disconnect();
      document.removeEventListener("click", pick);
      removeEventListener("popstate", back);
      page.figures.forEach(figure => figure.end());
    },
  };
}

function tell(page, data) {
  const isOther = data.replay.source !== page.data.replay.source;
  page.data = data;
  isOther ? load(page) : drawSoon(page);
}

async function load(page) {
  const { source } = page.data.replay;
  const record = await persist(
    () => readJson(source),
    () => page.over || page.data.replay.source !== source,
    isLast => page.figures.forEach(figure => fail(figure, isLast, () => load(page))));
  if (record) {
    page.figures.forEach(recover);
    page.record = { ...record, told: new Set(record.told), steps: { asked: parsed(record.steps.asked), set: parsed(record.steps.set) } };
    draw(page);
  }
}

/** When the steps rest, or twice a second while they do not: whoever steps quickly sees each event without waiting for charts in between. */
function drawSoon(page) {
  const now = performance.now();
  page.since ??= now;
  clearTimeout(page.due);
  clearTimeout(page.dueUnseen);
  page.due = setTimeout(() => draw(page), Math.max(0, Math.min(restFor, page.since + drawEvery - now)));
}

function draw(page) {
  clearTimeout(page.due);
  clearTimeout(page.dueUnseen);
  page.since = null;
  if (page.over || !page.record) {
    return;
  }
  const { at } = page.data.replay;
  page.shown = limits(page.window, page.data, at);
  page.cut = cutAt(page.record, page.data.replay, page.shown[0]);
  const figures = page.figures.filter(figure => !figure.element.hidden);
  page.left = figures.filter(figure => figure.isSeen);
  page.unseen = new Set(figures.filter(figure => !figure.isSeen));
  page.dueUnseen = setTimeout(() => drawUnseen(page, [...page.unseen]), restUnseenFor);
  drawNext(page);
}

/** Charts that nobody sees wait until the steps have rested for longer, or until somebody looks. */
function drawUnseen(page, figures) {
  page.left.push(...figures.filter(figure => page.unseen.delete(figure)));
  drawNext(page);
}

function look(page, figure, isSeen) {
  figure.isSeen = isSeen;
  isSeen && page.unseen.has(figure) && drawUnseen(page, [figure]);
}

/** One chart at a time, so that a key never waits for all of them. */
function drawNext(page) {
  clearTimeout(page.drawing);
  const figure = page.over ? null : page.left.shift();
  if (figure) {
    drawOne(page, figure, page.cut);
    page.drawing = setTimeout(() => drawNext(page));
  } else if (!page.over) {
    page.root.dispatchEvent(new CustomEvent("sluice:drawn", { bubbles: true, detail: page.cut.t.at(-1) ?? 0 }));
  }
}

function drawOne(page, figure, cut) {
  const { at } = cut;
  const { spec, handle } = figure;
  const [from, to] = page.shown;
  const planned = spec.isSplit && !isZoomed(page.window) ? page.data.planned : [];
  chart.setMarkers(handle, page.data.markers);
  chart.setWindow(handle, from, Math.min(Math.max(to, planned.at(-1)?.at ?? to), to + (to - from) * 0.4));
  const columns = spec.isSplit
    ? splitColumns({ t: cut.t, served: cut.served, steps: cut.steps, planned: planned.map(p => [p.at, p.share]) }, at)
    : [cut.t, ...spec.series.map(series => cut.column(spec.baseline === null ? series.key : `${spec.id}.${series.key}`))];
  figure.shownAt = -Infinity;
  show(figure, columns, at);
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

  // What a decision recorded within an hour is no hole in the hour: undefined is drawn over, null is not.
  const nothing = i => (record.told.has(i) ? undefined : null);
  const pick = (name, wanted) => rows.map(i => ((record.known_ms[i] > known) === wanted ? record.columns[name]?.[i] : null) ?? nothing(i));
  const steps = kind => {
    const all = record.steps[kind];
    const until = all.findIndex(s => s.version > version);
    const known = until < 0 ? all : all.slice(0, until);
    return known.slice(Math.max(0, known.findLastIndex(s => s.point[0] <= from))).map(s => s.point);
  };
  return {
    at,
    t: rows.map(i => record.unix_ms[i]),
    served: pick("served", false),
    steps: { asked: steps("asked"), set: steps("set") },
    column: key => (key.startsWith(late) ? pick(key.slice(late.length), true) : pick(key, false)),
  };
}

const parsed = steps => steps.map(s => ({ version: s.version, point: [Date.parse(s.at), s.canary] }));

/** How many of the ascending numbers are no greater. */
function countUpTo(numbers, most) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    [low, high] = numbers[middle] <= most ? [middle + 1, high] : [low, middle];
  }
  return low;
}

function go(version) {
  const address = new URL(location.href);
  address.searchParams.set("at", version);
  Blazor.navigateTo(address.href, { replaceHistoryEntry: true });
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
