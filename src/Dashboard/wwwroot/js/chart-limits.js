// Limits: the forbidden side is tinted under the data, the line lies over it.

/** Lines that follow another series: a limit relative to stable. */
export function limitColumns(spec, values) {
  return spec.limits.filter(l => l.relativeTo).map(l => {
    const source = values[spec.series.findIndex(s => s.key === l.relativeTo)] ?? [];
    return source.map(v => (v === null || v === undefined ? v : v * l.value));
  });
}

export function drawForbidden(u, spec, colour) {
  const { ctx, bbox } = u;
  for (const limit of spec.limits.filter(l => !l.relativeTo)) {
    const y = clamp(u.valToPos(limit.value, "y", true), bbox.top, bbox.top + bbox.height);
    ctx.save();
    ctx.globalAlpha = 0.08;
    ctx.fillStyle = colour;
    if (limit.atLeast) {
      ctx.fillRect(bbox.left, y, bbox.width, bbox.top + bbox.height - y);
    } else {
      ctx.fillRect(bbox.left, bbox.top, bbox.width, y - bbox.top);
    }
    ctx.restore();
  }
}

/** Neither better nor worse. */
export function drawBaseline(u, value, colour) {
  u.ctx.fillStyle = colour;
  u.ctx.fillRect(u.bbox.left, u.valToPos(value, "y", true), u.bbox.width, devicePixelRatio);
}

export function drawLimits(u, spec, colour, font) {
  const { ctx, bbox } = u;
  const scale = devicePixelRatio;
  for (const limit of spec.limits.filter(l => !l.relativeTo)) {
    const y = Math.round(u.valToPos(limit.value, "y", true)) + 0.5;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5 * scale;
    ctx.setLineDash([6 * scale, 4 * scale]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillStyle = colour;
    ctx.font = `${10.5 * scale}px ${font}`;
    ctx.textAlign = "right";
    ctx.textBaseline = limit.atLeast ? "top" : "bottom";
    ctx.fillText(limit.label, bbox.left + bbox.width - 4 * scale, y + (limit.atLeast ? 3 : -2) * scale);
    ctx.restore();
  }
}

const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
