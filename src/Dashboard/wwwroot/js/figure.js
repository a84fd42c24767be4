// What stands around a chart in its figure: last values, the summary sentence, keys, and the table with the same numbers.
import * as chart from "./chart.js";
import { focusMarker } from "./chart-markers.js";
import { format, lastOf } from "./chart-text.js";
import { announce, fill } from "./text.js";
import { clockIn, zoneName } from "./zone-clock.js";

const summaryEvery = 5000;
const rows = 60;
const perPage = 20;

export function createFigure(element, texts) {
  const spec = JSON.parse(element.dataset.chart);
  const figure = { element, spec, texts, handle: chart.create(element.querySelector("[data-plot]"), spec), shownAt: -summaryEvery, page: 0, cursor: null };
  const area = element.querySelector("[data-plot]");
  const keys = event => onKey(figure, event);
  const toggle = event => event.target.closest("[data-table]") && toggleTable(figure);
  const turn = event => turnPage(figure, event);
  const look = () => values(figure).hidden || drawTable(figure);
  addEventListener("sluice:look", look);
  area.addEventListener("keydown", keys);
  element.addEventListener("click", toggle);
  element.addEventListener("click", turn);
  figure.end = () => {
    removeEventListener("sluice:look", look);
    area.removeEventListener("keydown", keys);
    element.removeEventListener("click", toggle);
    element.removeEventListener("click", turn);
    chart.dispose(figure.handle);
  };
  return figure;
}

export function show(figure, columns, now) {
  chart.append(figure.handle, columns);
  const past = countUntil(columns[0], now);
  const known = columns.map(column => column.slice(0, past));
  figure.spec.series.forEach((series, i) => {
    const value = figure.element.querySelector(`[data-value="${CSS.escape(series.key)}"]`);
    write(value, series.tone === "asked" ? "" : format(figure.spec, lastOf(known[i + 1])));
  });
  if (performance.now() - figure.shownAt > summaryEvery) {
    const sentence = summary(figure, known);
    figure.isFailing || write(summaryOf(figure), sentence);

    // Where there was nothing to say, the first numbers are told at once.
    figure.shownAt = sentence === figure.texts.none ? -summaryEvery : performance.now();
    if (!values(figure).hidden && !values(figure).contains(document.activeElement)) {
      drawTable(figure);
    }
  }
}

const summaryOf = figure => figure.element.querySelector("[data-summary]");

/** What was measured before is not there. Says so as long as it is not, with a way to try again where that does not happen by itself. */
export function fail(figure, isLast, again) {
  figure.isFailing = true;
  if (!isLast) {
    return write(summaryOf(figure), figure.texts.failed);
  }
  const button = node("button", "button button--small");
  button.type = "button";
  button.textContent = figure.texts.retry;
  button.addEventListener("click", again);
  summaryOf(figure).replaceChildren(figure.texts.refused, " ", button);
}

/** It is there again: the next drawing says what it shows. */
export function recover(figure) {
  figure.isFailing = false;
  figure.shownAt = -Infinity;
}

const countUntil = (t, now) => {
  let n = t.length;
  while (n > 0 && t[n - 1] > now) {
    n--;
  }
  return n;
};

function summary(figure, columns) {
  if (figure.sentence) {
    return figure.sentence;
  }
  const last = role => {
    const i = figure.spec.series.findIndex(s => s.key.startsWith(`${role}.`));
    return i < 0 ? null : lastOf(columns[i + 1]);
  };
  const [canary, stable] = [last("canary"), last("stable")];
  const title = figure.spec.title;
  if (figure.spec.isSplit) {
    const served = lastOf(columns[3]);
    return served === null ? figure.texts.none : fill(figure.texts.summaryCanary, title, format(figure.spec, served));
  }
  return canary === null && stable === null ? figure.texts.none
    : stable === null ? fill(figure.texts.summaryCanary, title, format(figure.spec, canary))
    : fill(figure.texts.summary, title, format(figure.spec, canary), format(figure.spec, stable));
}

function onKey(figure, event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step) {
    moveCursor(figure, step * (event.shiftKey ? 10 : 1));
  } else if (event.key === "0") {
    figure.handle.onReset?.();
  } else if (event.key === "+" || event.key === "-") {
    figure.handle.onZoom?.(event.key === "+" ? 0.5 : 2);
  } else if (event.key.toLowerCase() === "m") {
    focusMarker(figure.handle, event.shiftKey ? -1 : 1);
  } else if (event.key.toLowerCase() === "v") {
    toggleTable(figure);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

let saying = 0;

function moveCursor(figure, by) {
  const { plot } = figure.handle;
  const t = plot.data[0];
  if (t.length === 0) {
    return;
  }
  figure.cursor = Math.max(0, Math.min(t.length - 1, (figure.cursor ?? t.length) + by));
  plot.setCursor({ left: plot.valToPos(t[figure.cursor], "x"), top: 10 });
  clearTimeout(saying);
  saying = setTimeout(() => announce(`${clockIn(t[figure.cursor] * 1000, true)} ${zoneName(t[figure.cursor] * 1000)}: ${figure.spec.series
    .map((s, i) => fill(figure.texts.point, s.label, format(figure.spec, plot.data[i + 1][figure.cursor]))).join(", ")}`), 250);
}

const values = figure => figure.element.querySelector("[data-values]");

function toggleTable(figure) {
  const [area, place, button] = ["[data-plot]", "[data-values]", "[data-table]"].map(s => figure.element.querySelector(s));
  const on = place.hidden;
  place.hidden = !on;
  area.hidden = on;
  button.setAttribute("aria-pressed", String(on));
  figure.page = 0;
  if (on) {
    drawTable(figure);
    button.focus();
  } else {
    area.focus();
  }
}

function turnPage(figure, event) {
  const step = event.target.closest("[data-page]")?.dataset.page;
  if (step) {
    figure.page += Number(step);
    drawTable(figure);
    figure.element.querySelector(`[data-page="${step}"]`)?.focus();
  }
}

/** Newest first, paged: the same numbers for those who cannot see the lines, and for copying. */
function drawTable(figure) {
  const { spec, texts } = figure;
  const all = chart.table(figure.handle, rows).reverse();
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  figure.page = Math.max(0, Math.min(pages - 1, figure.page));
  const table = node("table", "table");
  table.append(rowOf("th", [fill(texts.time, zoneName(all[0]?.at ?? Date.now())), ...spec.series.map(s => s.label)], node("thead")));
  const body = node("tbody");
  all.slice(figure.page * perPage, (figure.page + 1) * perPage).forEach(row => rowOf("td", [clockIn(row.at, true), ...row.values.map(v => format(spec, v))], body));
  table.append(body);
  const foot = node("p", "plot__pages");
  for (const [step, sign] of [[-1, "‹"], [1, "›"]]) {
    const button = node("button", "button button--small");
    button.type = "button";
    button.dataset.page = step;
    button.textContent = sign;
    button.setAttribute("aria-label", fill(texts.page, figure.page + 1 + step, pages));
    button.disabled = figure.page + step < 0 || figure.page + step >= pages;
    foot.append(button);
  }
  foot.append(fill(texts.page, figure.page + 1, pages));
  values(figure).replaceChildren(table, foot);
}

function rowOf(kind, cells, into) {
  const row = node("tr");
  cells.forEach((text, i) => {
    const cell = node(i === 0 ? "th" : kind, i === 0 ? "" : "number");
    if (i === 0 || kind === "th") {
      cell.scope = kind === "td" ? "row" : "col";
    }
    cell.textContent = text;
    row.append(cell);
  });
  into.append(row);
  return into;
}

function node(name, className = "") {
  const element = document.createElement(name);
  element.className = className;
  return element;
}

export function write(element, text) {
  if (element && element.textContent !== text) {
    element.textContent = text;
  }
}
