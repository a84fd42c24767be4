// One chart: create, setHistory, append, setLimits, setMarkers, setWindow, freeze, table, dispose. The library behind it can be swapped.
import uPlot from "../lib/uplot/uPlot.min.js";
import { drawBaseline, drawForbidden, drawLimits, limitColumns } from "./chart-limits.js";
import { placeMarkers } from "./chart-markers.js";
import { format } from "./chart-text.js";
import { clockIn, zoneId, zoneName } from "./zone-clock.js";

const stepped = uPlot.paths.stepped({ align: 1 });
const points = uPlot.paths.points();
const dash = { dashed: [5, 4], step: undefined, solid: undefined, thin: [2, 3], dots: undefined, hollow: undefined };
const width = { dashed: 1.5, solid: 2, thin: 1.25, step: 2, dots: 1, hollow: 1 };

// Kept until the look changes: asked for in the middle of drawing, each would make the browser style all that has changed so far.
const tokens = new Map();
const forget = () => tokens.clear();
addEventListener("sluice:theme", forget);
addEventListener("sluice:look", forget);
const forced = matchMedia("(forced-colors: active)");
forced.addEventListener("change", forget);
matchMedia("(prefers-contrast: more)").addEventListener("change", forget);

function token(name) {
  if (!tokens.has(name)) {
    tokens.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  }
  return tokens.get(name);
}

export function create(element, spec) {
  const handle = { element, spec, data: null, markers: [], window: null, frozen: null, plot: null, cleanup: [] };
  build(handle);
  const resize = new ResizeObserver(() => size(handle));
  resize.observe(element);
  const repaint = () => {
    const { data } = handle;
    handle.plot.destroy();
    build(handle);
    data && show(handle, data);
  };
  addEventListener("sluice:theme", repaint);
  addEventListener("sluice:look", repaint);
  forced.addEventListener("change", repaint);
  handle.cleanup.push(() => resize.disconnect(), () => removeEventListener("sluice:theme", repaint), () => removeEventListener("sluice:look", repaint), () => forced.removeEventListener("change", repaint));
  return handle;
}

export function setHistory(handle, columns) {
  show(handle, columns);
}

/** The columns grow in place; what is drawn is what they hold now. */
export function append(handle, columns) {
  show(handle, columns);
}

export function setLimits(handle, limits) {
  handle.spec = { ...handle.spec, limits };
  handle.plot.redraw();
}

export function setMarkers(handle, markers) {
  handle.markers = markers;
  handle.plot.redraw(false);
}

/** Milliseconds since 1970. */
export function setWindow(handle, from, to) {
  handle.window = [from / 1000, to / 1000];
  handle.plot.setScale("x", { min: handle.window[0], max: handle.window[1] });
}

/** Nothing after this instant is drawn; null follows the data again. */
export function freeze(handle, at) {
  handle.frozen = at;
  handle.data && show(handle, handle.data);
}

/** At most so many rows, evenly taken from the window. */
export function table(handle, rows) {
  const [t, ...columns] = handle.plot.data;
  const inside = t.map((at, i) => i).filter(i => !handle.window || (t[i] >= handle.window[0] && t[i] <= handle.window[1]));
  const step = Math.max(1, Math.ceil(inside.length / rows));
  return inside.filter((_, n) => n % step === 0).map(i => ({ at: t[i] * 1000, values: columns.slice(0, handle.spec.series.length).map(c => c[i]) }));
}

export function dispose(handle) {
  handle.cleanup.forEach(end => end());
  handle.plot.destroy();
}

function show(handle, columns) {
  const [t, ...values] = columns;
  handle.data = columns;
  const end = handle.frozen === null ? t.length : t.findIndex(at => at > handle.frozen) + 1 || t.length;
  const seconds = t.slice(0, end).map(at => at / 1000);
  const cut = end === t.length ? values : values.map(v => v.slice(0, end));
  handle.plot.setData([seconds, ...cut, ...limitColumns(handle.spec, cut)], false);
  const x = handle.window ?? [seconds[0] ?? 0, seconds.at(-1) ?? 1];
  handle.plot.setScale("x", { min: x[0], max: x[1] });
}

function build(handle) {
  const { spec, element } = handle;
  const axis = { stroke: token("ink-muted"), font: `11px ${token("font")}`, grid: { stroke: token("line"), width: 1 }, ticks: { show: false } };
  handle.plot = new uPlot({
    ...box(element),
    padding: [18, 8, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: "deployment", setSeries: false, scales: ["x", null] }, drag: { x: true, y: false, setScale: false }, bind: { dblclick: () => () => handle.onReset?.() }, points: { size: 6 }, y: false },
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), zoneId()),
    fmtDate: template => uPlot.fmtDate(template.replace("{h}", "{HH}").replace("{aa}", "")),
    scales: { x: { time: true }, y: { range: (u, min, max) => (isDifference(spec) ? around(u, spec.baseline) : range(spec, min, max)) } },
    axes: [
      { ...axis, size: 22, gap: 2, values: (u, splits, _, __, step) => splits.map((s, i) => (u.valToPos(s, "x") < 24 || u.valToPos(s, "x") > u.bbox.width / devicePixelRatio - 16 ? "" : clock(s, step, splits[i - 1]))) },
      { ...axis, size: 46, gap: 4, values: (_, splits) => splits.map(s => format(spec, s)) },
    ],
    series: [{}, ...spec.series.map(lineOf), ...spec.limits.filter(l => l.relativeTo).map(() => lineOf({ tone: "limit", style: "dashed" }))],
    bands: isDifference(spec) ? [{ series: [2, 3], fill: `color-mix(in srgb, ${token("canary")} 14%, transparent)` }] : [],
    hooks: {
      drawClear: [u => (isDifference(spec) ? drawBaseline(u, spec.baseline, token("line-strong")) : drawForbidden(u, handle.spec, token("limit")))],
      draw: [u => drawLimits(u, handle.spec, token("limit"), token("font")), u => placeMarkers(handle, u, token), drawZone],
      setSelect: [u => brush(handle, u)],
      setCursor: [u => handle.onCursor?.(u.cursor.idx)],
    },
  }, handle.data ?? [[], ...spec.series.map(() => []), ...spec.limits.filter(l => l.relativeTo).map(() => [])], element);
}

/** A stretch that was dragged over, in any of the charts. */
function brush(handle, u) {
  const { left, width } = u.select;
  if (width < 4) {
    return;
  }
  u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  handle.onBrush?.(u.posToVal(left, "x") * 1000, u.posToVal(left + width, "x") * 1000);
}

function lineOf(series) {
  const colour = token({ asked: "ink-muted", served: "accent-strong" }[series.tone] ?? series.tone);
  const isSplit = series.style === "step" || series.tone === "asked";
  return {
    stroke: colour,
    width: width[series.style],
    dash: dash[series.style],
    fill: series.style === "step" ? `color-mix(in srgb, ${colour} 12%, transparent)` : undefined,
    paths: series.style === "hollow" ? () => null : series.style === "dots" ? points : isSplit ? stepped : undefined,
    points: series.style === "hollow" ? { show: true, size: 8, fill: token("surface"), width: 1.5 } : { show: series.style === "dots", size: 3, fill: colour, width: 0 },
    spanGaps: false,
  };
}

/** From zero unless there is less, and always with the limits in view. */
function range(spec, min, max) {
  if (spec.max) {
    return [0, spec.max];
  }
  const limits = spec.limits.filter(l => !l.relativeTo).map(l => l.value);
  const most = Math.max(max ?? 0, ...limits.map(l => l * 1.15), { "%": 1, "": 0.1 }[spec.unit] ?? 10);
  return [Math.min(min ?? 0, ...limits, 0) * 1.08, most * 1.08];
}

/** A view of canary against stable, with its bounds. */
const isDifference = spec => spec.baseline !== null && spec.baseline !== undefined;

/** As wide as it is at the end of the window: at first anything is possible, and that would flatten all the rest. */
function around(u, baseline) {
  const ends = u.data.slice(1).map(values => values[u.series[0].idxs?.[1]] ?? baseline);
  const [low, high] = [Math.min(baseline, ...ends), Math.max(baseline + 0.1, ...ends)];
  return [low - (high - low) / 3, high + (high - low) / 3];
}

/** Where the clocks change, the hour that comes twice carries its zone. */
function clock(seconds, step, before) {
  const text = clockIn(seconds * 1000, step < 60);
  const name = zoneName(seconds * 1000);
  return before === undefined || zoneName(before * 1000) === name ? text : `${text} ${name}`;
}

/** In the corner of the axes. */
function drawZone(u) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.font = `${10 * devicePixelRatio}px ${token("font")}`;
  ctx.fillStyle = token("ink-muted");
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillText(zoneName((u.scales.x.max ?? 0) * 1000), 2 * devicePixelRatio, bbox.top + bbox.height + 11 * devicePixelRatio, bbox.left + 16 * devicePixelRatio);
  ctx.restore();
}

const box = element => ({ width: Math.max(160, element.clientWidth), height: Math.max(100, element.clientHeight) });

function size(handle) {
  const next = box(handle.element);
  if (next.width !== handle.plot.width || next.height !== handle.plot.height) {
    handle.plot.setSize(next);
  }
}
