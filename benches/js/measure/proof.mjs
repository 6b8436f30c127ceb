// A contender is measured only after it has shown that it makes the checks.

/**
 * The contenders of a case that can run it, and the faults of those that must not.
 *
 * @returns `entries` with a name and a `verify`; `faults` with a name and what was wrong.
 */
export async function proveAll(contenders, testCase) {
  const entries = [];
  const faults = [];
  for (const contender of contenders) {
    const { name } = contender;
    try {
      const verify = await contender.prepare(testCase);
      if (verify === undefined) continue;
      const isAsync = await prove(contender, verify, testCase);
      entries.push({ name, verify, isAsync });
    } catch (error) {
      faults.push({ contender: name, fault: String(error?.message ?? error) });
    }
  }
  return { entries, faults };
}

/** Accepts every token and refuses every other; says whether the verdict comes as a promise. */
async function prove({ isSignatureAlone }, verify, { tokens, refused }) {
  let isAsync = false;
  for (const token of tokens) {
    const verdict = verify(token);
    isAsync = typeof verdict?.then === "function";
    await verdict;
  }
  for (const { why, token, isSignature } of refused) {
    if (isSignatureAlone && !isSignature) continue;
    if (await accepts(verify, token)) throw new Error(`takes a token with a bad ${why}`);
  }
  return isAsync;
}

async function accepts(verify, token) {
  try {
    await verify(token);
    return true;
  } catch {
    return false;
  }
}
