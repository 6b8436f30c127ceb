// Contenders take turns in short slices, so that whatever slows the machine down slows all of them.

import { summary } from "./statistics.mjs";

/**
 * Measures contenders against each other.
 *
 * @param entries Each with a `name` and `time(count)`: microseconds that `count` verifications took;
 * where that is a difference of two measurements, `rough(count)` is one, for the warm-up.
 * @param pace How many `rounds`, how long a slice (`sliceMs`) and the warm-up (`warmMs`) may take,
 * and how many verifications (`warmCount`) the warm-up has at least.
 * @returns For each entry its name and the summary of its microseconds per verification.
 */
export async function alternate(entries, pace) {
  const lanes = [];
  for (const entry of entries) {
    lanes.push({ entry, count: await warmUp(entry, pace), samples: [] });
  }
  for (let round = 0; round < pace.rounds; round += 1) {
    // Every other round goes backwards: nobody always runs after the same neighbour.
    const order = round % 2 === 0 ? lanes : [...lanes].reverse();
    for (const lane of order) {
      lane.samples.push((await lane.entry.time(lane.count)) / lane.count);
    }
  }
  return lanes.map(({ entry, samples }) => ({ contender: entry.name, ...summary(samples) }));
}

/** Runs an entry until compilers and key tables are warm; how many verifications fill a slice. */
async function warmUp({ time, rough = time }, { sliceMs, warmMs, warmCount }) {
  let count = 1;
  let done = 0;
  let spent = 0;
  let last = await rough(count);
  while (spent < warmMs * 1000 || done < warmCount || last < (sliceMs * 1000) / 4) {
    if (last < (sliceMs * 1000) / 2) count *= 2;
    last = await rough(count);
    done += count;
    spent += last;
  }
  const filling = Math.round((count * sliceMs * 1000) / last);
  return Math.max(1, filling);
}
