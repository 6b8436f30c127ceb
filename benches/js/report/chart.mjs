// The ratios as an SVG drawing: one column, so that a narrow screen need not shrink the letters.

import { figure, ratioText } from "./tables.mjs";

const WIDTH = 440;
const MARGIN = 16;
const NAMES = 72;
const VALUES = 146;
const ROW = 22;
const TITLE = 30;
const GAP = 10;
const HEAD = 66;

const BARS = { left: MARGIN + NAMES, right: WIDTH - MARGIN - VALUES };

const PANELS = ["ES256", "ES384", "EdDSA", "RS256", "PS256"];
const RUNTIMES = {
  node: "Node",
  workerd: "workerd",
  deno: "Deno",
  bun: "Bun",
  chromium: "Chromium",
  firefox: "Firefox",
  native: "native",
};

/** Dark letters on light ground and the other way round; the bars stand out on both. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .ground { fill: #ffffff; stroke: #d1d9e0; }
  .head { font-size: 15px; font-weight: 600; }
  .panel { font-weight: 600; }
  .quiet { fill: #59636e; font-size: 12px; }
  .value { text-anchor: end; font-variant-numeric: tabular-nums; }
  .faster { fill: #1f6feb; }
  .slower { fill: #bc4c00; }
  .even { stroke: #59636e; stroke-width: 1; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .ground { fill: #0d1117; stroke: #3d444d; }
    .quiet { fill: #9198a1; }
    .faster { fill: #4493f8; }
    .slower { fill: #f0883e; }
    .even { stroke: #9198a1; }
    .grid { stroke: #3d444d; }
  }`;

/**
 * Portcullis against its peer, per algorithm and runtime: a bar to the right is faster, to the left
 * slower, each line twice the one before.
 */
export function chart(found) {
  const panels = PANELS.map((name) => ({ name, rows: rowsOf(found.tokens, name) })).filter(
    ({ rows }) => rows.length > 0,
  );
  const scale = scaleOf(panels.flatMap(({ rows }) => rows.map(({ ratio }) => ratio)));
  const drawn = [];
  let y = HEAD;
  for (const { name, rows } of panels) {
    drawn.push(panel(name, rows, scale, y));
    y += TITLE + rows.length * ROW + GAP;
  }
  const height = y + 40;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title about">
<title id="title">How much faster Portcullis verifies a token than its peers</title>
<desc id="about">${xml(description(panels))}</desc>
<style>${STYLE}
</style>
<rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
<text class="head" x="${MARGIN}" y="28">A token in WebAssembly, against jose</text>
<text class="quiet" x="${MARGIN}" y="48">right of 1× is faster; each line is twice the last; µs, ours / theirs</text>
${drawn.join("\n")}
<text class="quiet" x="${MARGIN}" y="${height - 32}">${xml(found.machine.cpu)}, ${found.date}</text>
<text class="quiet" x="${MARGIN}" y="${height - 15}">native: against jsonwebtoken on aws-lc-rs</text>
</svg>
`;
}

function rowsOf(tokens, name) {
  return Object.keys(RUNTIMES).flatMap((runtime) => {
    const row = tokens.find(
      (row) =>
        row.group === "algorithm" &&
        row.case === name &&
        row.runtime === runtime &&
        row.contender === "portcullis",
    );
    return row?.ratio === undefined ? [] : [row];
  });
}

/** Doublings that fit all ratios, and where 1× lies. */
function scaleOf(ratios) {
  const logs = ratios.map((ratio) => Math.log2(ratio));
  const low = Math.floor(Math.min(0, ...logs));
  const high = Math.max(1, Math.ceil(Math.max(0, ...logs)));
  const at = (log) => BARS.left + ((log - low) / (high - low)) * (BARS.right - BARS.left);
  return { low, high, at };
}

function panel(name, rows, { low, high, at }, y) {
  const top = y + TITLE - 8;
  const bottom = top + rows.length * ROW;
  const lines = [];
  for (let log = low; log <= high; log += 1) {
    lines.push(
      `<line class="${log === 0 ? "even" : "grid"}" x1="${at(log)}" x2="${at(log)}" y1="${top}" y2="${bottom}"/>`,
    );
  }
  return `<text class="panel" x="${MARGIN}" y="${y + 12}">${name}</text>
<text class="quiet" x="${at(0)}" y="${y + 12}" text-anchor="middle">1×</text>
<text class="quiet" x="${at(high)}" y="${y + 12}" text-anchor="middle">${2 ** high}×</text>
${lines.join("\n")}
${rows.map((row, index) => bar(row, at, top + index * ROW)).join("\n")}`;
}

function bar({ runtime, median, ratio }, at, y) {
  const [from, to] = [at(0), at(Math.log2(ratio))].sort((one, other) => one - other);
  const theirs = median * ratio;
  return `<text x="${MARGIN}" y="${y + 15}">${RUNTIMES[runtime]}</text>
<rect class="${ratio < 1 ? "slower" : "faster"}" x="${from}" y="${y + 4}" width="${Math.max(1, to - from)}" height="${ROW - 8}" rx="2"/>
<text class="value quiet" x="${WIDTH - MARGIN - 46}" y="${y + 15}">${short(median)} / ${short(theirs)}</text>
<text class="value" x="${WIDTH - MARGIN}" y="${y + 15}">${ratioText(ratio)}</text>`;
}

function description(panels) {
  return panels
    .map(({ name, rows }) => {
      const parts = rows.map(({ runtime, ratio }) => `${RUNTIMES[runtime]} ${ratioText(ratio)}`);
      return `${name}: ${parts.join(", ")}.`;
    })
    .join(" ");
}

function short(microseconds) {
  return microseconds >= 10 ? microseconds.toFixed(0) : figure(microseconds);
}

function xml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
