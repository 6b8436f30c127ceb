// Everything that was found, as one document: what `target/bench/results.json` holds.

import { compareWithBars } from "./bars.mjs";
import { load, machine, versions } from "./machine.mjs";

/** Whom a row is compared with: the peer under the same conditions. */
const PEERS = { algorithm: "jose", size: "jose", keys: "jose set" };
const NATIVE_PEER = "jsonwebtoken aws-lc-rs";

/** Joins the rows of all runtimes, each with its ratio to the peer, and holds them to the bars. */
export function document({ scripts, native, bars, quick, loadBefore }) {
  const tokens = withRatios([...scripts.tokens, ...native]);
  const found = {
    date: new Date().toISOString().slice(0, 10),
    quick,
    machine: { ...machine(), loadBefore, loadAfter: load() },
    versions: { ...versions(), ...scripts.versions },
    tokens,
    first: withRatios(scripts.first),
    costs: scripts.costs,
    faults: scripts.faults,
  };
  return { ...found, bars: compareWithBars(found, bars) };
}

function withRatios(rows) {
  return rows.map((row) => {
    const peer = row.runtime === "native" ? NATIVE_PEER : (PEERS[row.group] ?? "jose");
    const other = rows.find(
      ({ runtime, case: name, contender }) =>
        runtime === row.runtime && name === row.case && contender === peer,
    );
    // A start less an empty start can come out at nothing, of which there is no ratio.
    const comparable = other !== undefined && row.median > 0 && other.median > 0;
    return { ...row, ratio: comparable ? other.median / row.median : undefined };
  });
}
