// Events on the time axis: a hairline on the canvas, a letter above it in the document, where it can be focused and read.
const nearest = 12;

export function placeMarkers(handle, u, token) {
  const shown = clusters(u, handle.markers);
  const { ctx, bbox } = u;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = token("line-strong");
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = scale;
  ctx.setLineDash([]);
  for (const group of shown) {
    const x = Math.round(bbox.left + group.x * scale) + 0.5;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
  drawLetters(handle, u, shown);
}

/** Moves the focus along the markers. */
export function focusMarker(handle, step) {
  const all = [...(handle.layer?.children ?? [])];
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]?.focus();
}

function clusters(u, markers) {
  const groups = [];
  for (const marker of markers) {
    const x = u.valToPos(marker.at / 1000, "x");
    if (x < 0 || x > u.bbox.width / devicePixelRatio) {
      continue;
    }
    const last = groups.at(-1);
    if (last && x - last.x < nearest) {
      last.markers.push(marker);
    } else {
      groups.push({ x, markers: [marker] });
    }
  }
  return groups;
}

// Redrawn only when something moved: two redraws a second must not take the focus away.
function drawLetters(handle, u, groups) {
  if (handle.layer?.parentElement !== u.over) {
    handle.layer = document.createElement("div");
    handle.layer.className = "markers";
    u.over.append(handle.layer);
  }
  const layer = handle.layer;
  while (layer.children.length > groups.length) {
    layer.lastChild.remove();
  }
  groups.forEach((group, i) => {
    const button = layer.children[i] ?? layer.appendChild(newMarker(handle));
    const text = [...group.markers.map(m => `${m.time} ${m.text}`), handle.markerHint].join("\n");
    const letter = group.markers.length > 1 ? String(group.markers.length) : group.markers[0].letter;
    button.style.left = `${Math.round(group.x)}px`;
    button.dataset.version = group.markers[0].version;
    if (button.dataset.card !== text) {
      button.dataset.card = text;
      button.dataset.letter = group.markers.length > 1 ? "many" : letter;
      button.textContent = letter;
      // What is seen begins the name, so that it can be spoken to.
      button.setAttribute("aria-label", `${letter}: ${text}`);
    }
    button.classList.toggle("marker--late", group.x > u.bbox.width / devicePixelRatio / 2);
  });
}

function newMarker(handle) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "marker";
  button.tabIndex = -1;
  button.addEventListener("click", () => handle.onMarker?.(button.dataset.version));
  return button;
}
