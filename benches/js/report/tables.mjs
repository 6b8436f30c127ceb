// The figures as tables of text: what the terminal and the documentation show.

const RUNTIMES = ["node", "workerd", "deno", "bun", "chromium", "firefox", "native"];
const TITLES = {
  node: "Node",
  workerd: "workerd",
  deno: "Deno",
  bun: "Bun",
  chromium: "Chromium",
  firefox: "Firefox",
  native: "Native",
};
/** What marks a row of ours that is slower than the peer it is compared with. */
export const SLOWER = "▼";

/** Tables of tokens: one per runtime and group, contenders down, cases across. */
export function tokenTables({ tokens, versions }) {
  return RUNTIMES.flatMap((runtime) => {
    const here = tokens.filter((row) => row.runtime === runtime);
    return [...new Set(here.map(({ group }) => group))].map((group) => {
      const rows = here.filter((row) => row.group === group);
      const cases = unique(rows, "case");
      return {
        title: `${titleOf(runtime, versions)}: microseconds for a token${peerOf(runtime, group)}`,
        head: ["", ...cases],
        body: unique(rows, "contender").map((contender) => [
          contender,
          ...cases.map((name) =>
            cell(rows.find((row) => row.case === name && row.contender === contender)),
          ),
        ]),
      };
    });
  });
}

/** What each further kilobyte of a token and each further key in use costs. */
export function growthTables({ tokens }) {
  const growing = tokens.filter(({ amount }) => amount !== undefined);
  if (growing.length === 0) return [];
  const pairs = growing.map(({ runtime, contender }) => JSON.stringify([runtime, contender]));
  return [
    {
      title: "As tokens and key sets grow: microseconds for each KB and for each key in use more",
      head: ["", "", "KB", "key"],
      body: [...new Set(pairs)].map((pair) => {
        const [runtime, contender] = JSON.parse(pair);
        const rows = growing.filter(
          (row) => row.runtime === runtime && row.contender === contender,
        );
        return [TITLES[runtime], contender, slope(rows, "size"), slope(rows, "keys")];
      }),
    },
  ];
}

/** From the first to the last case of a group. */
function slope(rows, group) {
  const [first, ...others] = rows.filter((row) => row.group === group);
  const last = others.at(-1);
  if (last === undefined) return "–";
  return figure((last.median - first.median) / (last.amount - first.amount));
}

/** The first token after a start, runtimes down. */
export function firstTable({ first }) {
  const contenders = unique(first, "contender");
  return {
    title: "First token after a start: milliseconds",
    head: ["", ...contenders],
    body: unique(first, "runtime").map((runtime) => [
      TITLES[runtime],
      ...contenders.map((contender) =>
        cell(first.find((row) => row.runtime === runtime && row.contender === contender)),
      ),
    ]),
  };
}

/** What a fresh key's tokens cost by number, and the memory that prepared keys take. */
export function costTables({ costs }) {
  if (costs?.preparation === undefined) return [];
  const counts = Object.values(costs.preparation)[0].map((_, index) => `${index + 1}`);
  return [
    {
      title: "Tokens of a fresh key in Node, by number: microseconds",
      head: ["", ...counts],
      body: Object.entries(costs.preparation).map(([alg, times]) => [alg, ...times.map(figure)]),
    },
    {
      title: "Memory of the instance in Node: KB",
      head: ["", "10 keys read", "1 key prepared", "10 keys prepared", "a key"],
      body: Object.entries(costs.memory).map(([alg, { read, prepared }]) => [
        alg,
        ...[read, prepared[0], prepared.at(-1)].map(kilobytes),
        kilobytes((prepared.at(-1) - prepared[0]) / (prepared.length - 1)),
      ]),
    },
  ];
}

/** Every bar, met or short. */
export function barTable({ bars }) {
  return {
    title: "Bars",
    head: ["", "", "wanted", "found", ""],
    body: bars.map(({ what, runtime, wanted, found, met }) => [
      what,
      TITLES[runtime],
      wanted,
      found,
      met ? "met" : "short",
    ]),
  };
}

/** A table as lines whose columns stand below each other. */
export function asText({ title, head, body }) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...body].map((row) => row[column].length)),
  );
  const line = (row) =>
    row
      .map((text, column) =>
        head[column] === "" ? text.padEnd(widths[column]) : text.padStart(widths[column]),
      )
      .join("  ")
      .trimEnd();
  return ["", title, ...[head, ...body].map(line)].join("\n");
}

/** A table as Markdown. */
export function asMarkdown({ title, head, body }) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = head.map((name) => (name === "" ? "---" : "---:"));
  return [`### ${title}`, "", line(head), line(rule), ...body.map(line), ""].join("\n");
}

function titleOf(runtime, versions) {
  const version = versions[runtime];
  return version === undefined ? TITLES[runtime] : `${TITLES[runtime]} ${version}`;
}

function peerOf(runtime, group) {
  if (runtime === "native") return ", × jsonwebtoken on aws-lc-rs";
  return group === "keys" ? ", × jose with a set" : ", × jose";
}

/** Median, from the tenth to the ninetieth part of all slices, and the ratio to the peer. */
function cell(row) {
  if (row === undefined) return "–";
  const { median, p10, p90, ratio, contender } = row;
  const spread = `${figure(median)} (${figure(p10)}–${figure(p90)})`;
  if (ratio === undefined) return spread;
  const mark = contender.startsWith("portcullis") && ratio < 1 ? `${SLOWER} ` : "";
  return `${spread} ${mark}${ratioText(ratio)}`;
}

/** Three digits are as many as are worth reading. */
export function figure(value) {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** A ratio to two digits or so; never a slower one rounded up to 1. */
export function ratioText(ratio) {
  if (ratio >= 10) return `${ratio.toFixed(0)}×`;
  return `${ratio >= 1 ? ratio.toFixed(1) : (Math.floor(ratio * 100) / 100).toFixed(2)}×`;
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(0);
}

function unique(rows, member) {
  return [...new Set(rows.map((row) => row[member]))];
}
