// The figures against the bars of `benches/bars.json`.

/** A line for each cell that was measured: what was wanted, what was found, and whether it is met. */
export function compareWithBars({ tokens, first, costs }, bars) {
  return [
    ...bars.tokens.flatMap((bar) => ratios(tokens, bar, bar.case)),
    ...ratios(first, bars.first, "first token"),
    ...limits(costs, bars.atMost),
  ];
}

function ratios(rows, { case: name, contender, against, atLeast }, what) {
  return Object.entries(atLeast).flatMap(([runtime, wanted]) => {
    const row = (who) =>
      rows.find(
        (row) =>
          row.runtime === runtime &&
          row.contender === who &&
          (name === undefined || row.case === name),
      );
    const [ours, theirs] = [row(contender), row(against)];
    if (theirs === undefined) return [];
    // A start less an empty start can come out at nothing, which shows nothing.
    const comparable = ours !== undefined && ours.median > 0 && theirs.median > 0;
    const found = comparable ? theirs.median / ours.median : undefined;
    return [
      {
        what: `${what}, ${contender} against ${against}`,
        runtime,
        wanted: `≥ ${wanted}×`,
        found: found === undefined ? "not measured" : `${found.toFixed(2)}×`,
        met: found >= wanted,
      },
    ];
  });
}

function limits(costs, { start, key, instance }) {
  if (costs === undefined) return [];
  const lines = [limit(start, costs.start.both.median)];
  for (const [alg, { prepared }] of Object.entries(costs.memory ?? {})) {
    // The first key brings what all keys share; the others show what a key costs.
    const each = (prepared.at(-1) - prepared[0]) / (prepared.length - 1);
    lines.push(limit(key, each / 1000, alg), limit(instance, prepared.at(-1) / 1000, alg));
  }
  return lines;
}

function limit({ what, unit, bar }, found, alg) {
  return {
    what: alg === undefined ? what : `${what}, ${alg}`,
    runtime: "node",
    wanted: `≤ ${bar} ${unit}`,
    found: `${found.toFixed(1)} ${unit}`,
    met: found <= bar,
  };
}
