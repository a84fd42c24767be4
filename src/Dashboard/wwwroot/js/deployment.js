// The charts of a deployment's page: history by HTTP, everything after it from the hub. The circuit only says what changed in the plan.
import * as live from "./live.js";
import { asOf } from "./as-of.js";
import * as chart from "./chart.js";
import { createFigure, fail, recover, show, write } from "./figure.js";
import { addStep, column, createSeries, push, setHistory, splitColumns } from "./chart-series.js";
import { lastOf } from "./chart-text.js";
import { persist, readJson } from "./retry.js";
import { between, fromAddress, isZoomed, limits, toAddress } from "./chart-window.js";
import "./countdown.js";
import "./keys.js";

const period = 500; // charts move twice a second, and not at all where nobody looks
const aftermath = 5 * 60 * 1000;
const oldAfter = 3000; // counted every second, and sent in bundles of half a second

export function attach(root, json) {
  const data = JSON.parse(json);
  const texts = JSON.parse(root.dataset.texts);
  const page = { root, data, texts, series: createSeries(), figures: [...root.querySelectorAll("[data-chart]")].map(f => createFigure(f, texts)), window: fromAddress(), dirty: true, over: false };
  const ends = [
    live.on("tick", tick => tick.deployment === page.data.deployment && take(page, tick)),
    live.on("event", event => event.deployment === page.data.deployment && step(page, event)),
    live.on("resync", () => load(page)),
  ];
  const again = () => join(page);
  const pick = event => onWindow(page, event);
  const back = () => turn(page, fromAddress());
  for (const figure of page.figures) {
    Object.assign(figure.handle, { onBrush: (from, to) => brush(page, from, to), onReset: () => choose(page, "recent"), onZoom: factor => zoom(page, factor), onMarker: look, markerHint: texts.toEvent });
  }
  addEventListener("sluice:live-up", again);
  document.addEventListener("click", pick);
  addEventListener("popstate", back);
  rearm(page);
  update(page, data);
  turn(page, page.window);
  join(page);
  return {
    update: next => update(page, JSON.parse(next)),
    dispose: () => {
      page.over = true;
      clearInterval(page.timer);
      ends.forEach(end => end());
      removeEventListener("sluice:live-up", again);
      document.removeEventListener("click", pick);
      removeEventListener("popstate", back);
      live.invoke("UnwatchDeployment", page.data.deployment).catch(() => {});
      page.figures.forEach(figure => figure.end());
    },
  };
}

function update(page, data) {
  page.data = data;
  page.series.planned = data.planned.map(p => [p.at, p.share]);
  page.figures.forEach(figure => chart.setMarkers(figure.handle, data.markers));
  page.dirty = true;
}

// Watch first, then read: what comes in between comes twice, never not at all.
async function join(page) {
  try {
    await live.invoke("WatchDeployment", page.data.deployment);
  } catch {
    return; // the hub comes back and says so
  }
  await load(page);
}

async function load(page) {
  const turn = (page.loading = {});
  const since = new Date(page.data.startedAt - 1000).toISOString();
  const evidence = await persist(
    () => read(page, `metrics?since=${encodeURIComponent(since)}`),
    () => page.over || page.loading !== turn,
    isLast => page.figures.forEach(figure => fail(figure, isLast, () => load(page))));
  if (evidence) {
    setHistory(page.series, evidence);
    page.figures.forEach(recover);
    page.seq = null;
    page.dirty = true;
  }
}

const read = (page, what) => readJson(`/api/deployments/${encodeURIComponent(page.data.deployment)}/${what}`);

/** Worked out by the server, once per interval as long as there are new ones. */
function worked(page, figure) {
  const { series, source: { path, every, scale } } = figure.spec;
  const wanted = Math.min(now(), page.data.endedAt ? page.data.endedAt + every : Infinity);
  if (!(figure.again > wanted)) {
    figure.again = now() + every;
    read(page, path).then(answer => {
      figure.columns = [answer.unix_ms, ...series.map(s => answer[s.key.split(".")[0]].map(v => v && v * scale))];
      figure.sentence = answer.sentence;
    }, () => (figure.sentence = page.texts.failed)).then(() => {
      figure.shownAt = -Infinity;
      page.dirty = true;
    });
  }
  return figure.columns ?? [[], ...series.map(() => [])];
}

function take(page, tick) {
  if (page.seq && tick.seq !== page.seq + 1) {
    load(page);
  }
  page.seq = tick.seq;
  tick.points.forEach(point => push(page.series, point));
  page.dirty = true;
  rearm(page);
  draw(page);
}

// Fresh samples are drawn at once; the time axis moves on between them.
function rearm(page) {
  clearInterval(page.timer);
  page.timer = setInterval(() => draw(page), period);
}

function step(page, event) {
  const at = new Date(event.at).getTime();
  addStep(page.series, "asked", at, event.asked);
  addStep(page.series, "set", at, event.set);
  page.dirty = true;
}

const now = () => Date.now() + live.offset();

function draw(page) {
  if (document.hidden || !page.root.isConnected || (!page.dirty && page.data.endedAt && page.drawnAfterEnd)) {
    return;
  }
  page.root.dispatchEvent(new CustomEvent("sluice:drawing", { bubbles: true })); // with the one below, for those who measure charts
  const at = page.data.endedAt ? Math.min(now(), page.data.endedAt + aftermath) : now();
  const [from, to] = page.shown = limits(page.window, page.data, at);
  for (const figure of page.figures) {
    if (figure.element.hidden) {
      continue;
    }
    const split = figure.spec.isSplit;
    const future = split && page.window !== "phase" && !isZoomed(page.window) ? (page.series.planned.at(-1)?.[0] ?? to) : to;
    chart.setWindow(figure.handle, from, split ? Math.min(Math.max(to, future), to + (to - from) * 0.4) : to);
    const columns = split ? splitColumns(page.series, at) : figure.spec.source ? worked(page, figure) : [page.series.t, ...figure.spec.series.map(s => column(page.series, s.key))];
    show(figure, columns, at);
  }
  readings(page);
  page.dirty = false;
  page.root.dispatchEvent(new CustomEvent("sluice:drawn", { bubbles: true, detail: page.series.t.at(-1) ?? 0 })); // for those who measure how late charts are
  page.drawnAfterEnd = page.data.endedAt && now() > page.data.endedAt + aftermath;
}

function onWindow(page, event) {
  const chosen = event.target.closest?.("[data-window]")?.dataset.window;
  chosen && choose(page, chosen);
}

function look(version) {
  Blazor.navigateTo(`${location.pathname}/replay?at=${version}`);
}

function choose(page, window) {
  if (window !== page.window) {
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

/** Twice as near, or half, around the middle of what is shown. */
function zoom(page, factor) {
  const [from, to] = page.shown;
  const quarter = ((to - from) * factor) / 2;
  choose(page, between((from + to) / 2 - quarter, Math.min((from + to) / 2 + quarter, now())));
}

function turn(page, window) {
  page.window = window;
  page.dirty = true;
  page.drawnAfterEnd = false;
  for (const button of page.root.querySelectorAll("[data-window]")) {
    button.setAttribute("aria-pressed", String(window.startsWith(button.dataset.window)));
  }
  draw(page);
}

function readings(page) {
  const { series, root, data } = page;
  const partial = data.startedAt < (series.t[0] ?? data.startedAt) - 60000;
  const texts = {
    served: lastOf(series.served),
    pace: lastOf(series.canary.throughput),
    exposed: series.t.length > 0 ? series.exposed : null,
  };
  for (const [name, value] of Object.entries(texts)) {
    const element = root.querySelector(`[data-reading="${name}"]`);
    const shown = value === null ? "–" : (name === "exposed" && partial ? "≥ " : "") + Number(value.toFixed(value < 100 && name !== "exposed" ? 1 : 0)).toLocaleString("en") + (element?.dataset.unit ?? "");
    write(element, shown);
  }
  const note = root.querySelector("[data-readings-as-of]");
  const last = series.t.at(-1);
  note && write(note, last && !data.endedAt && now() - last > oldAfter ? asOf(note.dataset.words, last) : "");
}
