/** Prints what failed and, last, the one line that is counted; gives the exit code. */
export function report(runtime, version, engine, { ran, failed, digest, host, failures }) {
  for (const failure of failures) console.log(failure);
  console.log(JSON.stringify({ runtime, version, engine, ran, failed, digest, host }));
  return failed === 0 && ran > 0 ? 0 : 1;
}
