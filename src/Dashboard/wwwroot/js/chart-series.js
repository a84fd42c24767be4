// The samples of one deployment as columns. Kept in the browser, so that the circuit never carries them.
const fields = ["requests", "errors", "p50", "p95", "p99"];
const window10 = 10000; // rates are taken over the ten seconds that the server takes quantiles over
const most = 3600;
const gap = 4500;

const emptyArm = () => Object.fromEntries([...fields, "error_rate", "throughput"].map(name => [name, []]));

export function createSeries() {
  return { t: [], stable: emptyArm(), canary: emptyArm(), served: [], exposed: 0, sparse: false, steps: { asked: [], set: [] }, planned: [], from: null };
}

/** Fills the columns from the API's history. Without samples the recorded numbers of the decisions stand in for them. */
export function setHistory(series, evidence) {
  const live = series.t.length > 0 ? rowsAfter(series, evidence) : [];
  Object.assign(series, { ...createSeries(), steps: stepsOf(evidence), planned: series.planned });
  const samples = evidence.samples;
  if (samples?.unix_ms.length > 0) {
    samples.unix_ms.forEach((t, i) => push(series, [t, ...values(samples.stable, i), ...values(samples.canary, i), samples.served_canary[i]]));
  } else {
    series.sparse = true;
    evidence.recorded.forEach(r => push(series, [new Date(r.at).getTime(), ...recorded(r.stable), ...recorded(r.canary), null]));
  }
  live.forEach(row => push(series, row));
}

/** One point as the hub sends it: time, five numbers per arm, the served share. */
export function push(series, point) {
  const [t] = point;
  if (series.t.length > 0 && t <= series.t.at(-1)) {
    return;
  }
  // A hole is drawn as a hole, never as a line over it.
  if (!series.sparse && series.t.length > 0 && t - series.t.at(-1) > gap) {
    put(series, [series.t.at(-1) + 1000]);
  }
  put(series, point);
}

function put(series, [t, ...rest]) {
  series.t.push(t);
  fields.forEach((name, i) => {
    series.stable[name].push(rest[i] ?? null);
    series.canary[name].push(rest[i + 5] ?? null);
  });
  series.served.push(rest[10] ?? null);
  series.exposed += rest[5] ?? 0;
  rate(series, series.stable);
  rate(series, series.canary);
  if (series.t.length > most + 600) {
    trim(series, series.t.length - most);
  }
}

/** Columns by the keys of a chart's series: "canary.p99", "served". */
export function column(series, key) {
  const [arm, name] = key.split(".");
  return name ? series[arm][name] : series[arm];
}

export function addStep(series, kind, at, share) {
  const steps = series.steps[kind];
  if (steps.length === 0 || steps.at(-1)[1] !== share) {
    steps.push([at, share]);
  }
}

/** The split on one time axis: samples, steps and the planned future have times of their own. */
export function splitColumns(series, now) {
  const { asked, set } = series.steps;
  const times = [...series.t, ...asked.map(s => s[0]), ...set.map(s => s[0]), now, ...series.planned.map(s => s[0])];
  const t = [...new Set(times)].sort((a, b) => a - b);
  const served = new Map(series.t.map((at, i) => [at, series.served[i]]));
  const plan = [...asked, ...(series.planned.length > 0 ? series.planned : [])];
  const end = series.planned.at(-1)?.[0] ?? now;
  return [
    t,
    t.map(at => (at <= end ? stepAt(plan, at) : null)),
    t.map(at => (at <= now ? stepAt(set, at) : null)),
    t.map(at => served.get(at)),
  ];
}

function stepAt(steps, at) {
  let value = null;
  for (const [from, share] of steps) {
    if (from > at) {
      break;
    }
    value = share;
  }
  return value;
}

function rate(series, arm) {
  const last = series.t.length - 1;
  let requests = 0, errors = 0, from = last;
  for (let i = last; i >= 0 && series.t[i] > series.t[last] - window10; i--) {
    requests += arm.requests[i] ?? 0;
    errors += arm.errors[i] ?? 0;
    from = i;
  }
  const silent = arm.requests[last] === null;
  const seconds = Math.max(1, (series.t[last] - Math.max(series.t[from - 1] ?? 0, series.t[from] - 1500)) / 1000);
  arm.error_rate.push(requests > 0 && !silent ? (100 * errors) / requests : null);
  arm.throughput.push(silent ? null : requests / seconds);
}

function trim(series, count) {
  for (const values of [series.t, series.served, ...Object.values(series.stable), ...Object.values(series.canary)]) {
    values.splice(0, count);
  }
}

const values = (arm, i) => fields.map(name => arm[name][i]);

const recorded = arm => fields.map(name => arm[name]);

const stepsOf = evidence => Object.fromEntries(["asked", "set"].map(kind => [kind, evidence.steps[kind].map(s => [new Date(s.at).getTime(), s.canary])]));

// What came live while the history was on its way.
function rowsAfter(series, evidence) {
  const last = evidence.samples?.unix_ms.at(-1) ?? 0;
  return series.t.flatMap((t, i) => t > last
    ? [[t, ...fields.map(name => series.stable[name][i]), ...fields.map(name => series.canary[name][i]), series.served[i]]] : []);
}
