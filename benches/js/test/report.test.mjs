import assert from "node:assert/strict";
import { test } from "node:test";

import { alternate } from "../measure/alternate.mjs";
import { summary } from "../measure/statistics.mjs";
import { compareWithBars } from "../report/bars.mjs";
import { chart } from "../report/chart.mjs";
import { tokenTables } from "../report/tables.mjs";

const BARS = {
  tokens: [{ case: "ES256", contender: "portcullis", against: "jose", atLeast: { node: 4 } }],
  first: { contender: "portcullis", against: "jose", atLeast: { workerd: 1 } },
  atMost: { start: { what: "start", unit: "ms", bar: 5 } },
};

function row(contender, median, ratio) {
  const spread = { p10: median, p90: median, mad: 0, samples: 1 };
  return {
    runtime: "node",
    group: "algorithm",
    case: "ES256",
    contender,
    median,
    ratio,
    ...spread,
  };
}

test("the spread of samples is that of the samples in their order", () => {
  const { median, p10, p90, mad, samples } = summary([5, 1, 4, 2, 3]);
  assert.deepEqual([median, p10, p90, mad, samples], [3, 1.4, 4.6, 1, 5]);
});

test("contenders take turns, and every other round goes backwards", async () => {
  const order = [];
  const entry = (name) => ({ name, rough: () => 1e6, time: () => order.push(name) });
  await alternate([entry("a"), entry("b")], { rounds: 2, sliceMs: 1, warmMs: 0, warmCount: 0 });
  assert.deepEqual(order, ["a", "b", "b", "a"]);
});

test("a bar is met by the ratio of the medians", () => {
  const found = (ours) => ({ tokens: [row("portcullis", ours), row("jose", 400)], first: [] });
  assert.equal(compareWithBars(found(100), BARS)[0].met, true);
  assert.equal(compareWithBars(found(101), BARS)[0].met, false);
});

test("a bar is short where our row is missing or says nothing", () => {
  const [line] = compareWithBars({ tokens: [row("jose", 400)], first: [] }, BARS);
  assert.equal(line.met, false);
  const first = ["portcullis", "jose"].map((name) => ({ ...row(name, -1), runtime: "workerd" }));
  assert.equal(compareWithBars({ tokens: [], first }, BARS)[0].met, false);
});

test("what took longer than the peer is marked", () => {
  const tokens = [row("portcullis", 200, 0.5), row("jose", 100, 1)];
  const [{ body }] = tokenTables({ tokens, versions: {} });
  assert.match(body[0][1], /▼ 0\.50×/);
  assert.doesNotMatch(body[1][1], /▼/);
});

test("the drawing says in words what it shows", () => {
  const tokens = [row("portcullis", 50, 4), row("jose", 200, 1)];
  const drawing = chart({ tokens, machine: { cpu: "<fast & small>" }, date: "2026-01-01" });
  assert.match(drawing, /<desc id="about">ES256: Node 4\.0×\.<\/desc>/);
  assert.match(drawing, /&lt;fast &amp; small>/);
});
