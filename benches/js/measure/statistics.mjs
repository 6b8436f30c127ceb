// A few samples as what is reported of them.

/** Median, spread and number of samples. */
export function summary(samples) {
  const sorted = [...samples].sort((one, other) => one - other);
  const median = quantile(sorted, 0.5);
  const deviations = sorted.map((sample) => Math.abs(sample - median)).sort((a, b) => a - b);
  return {
    median,
    p10: quantile(sorted, 0.1),
    p90: quantile(sorted, 0.9),
    mad: quantile(deviations, 0.5),
    samples: sorted.length,
  };
}

/** A quantile of sorted samples, interpolated between the two nearest. */
function quantile(sorted, part) {
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}
