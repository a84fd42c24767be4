// Values as people read them.
export function format(spec, value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return "–";
  }
  if (spec.unit === "ms" && Math.abs(value) >= 1000) {
    return `${Number((value / 1000).toFixed(2)).toLocaleString("en")} s`;
  }
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? Math.min(spec.digits, 1) : spec.digits;
  const text = (Number(value.toFixed(digits)) + 0).toLocaleString("en");
  return spec.unit === "/s" ? `${text}/s` : `${text} ${spec.unit}`.trimEnd();
}

/** The last value that is there. */
export function lastOf(values) {
  for (let i = values.length - 1; i >= 0 && i > values.length - 15; i--) {
    if (values[i] !== null && values[i] !== undefined) {
      return values[i];
    }
  }
  return null;
}
