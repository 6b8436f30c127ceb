import assert from "node:assert/strict";
import { test } from "node:test";

import { ALGORITHMS, makeCase } from "../cases/cases.mjs";
import { localContenders } from "../contenders/local.mjs";
import { proveAll } from "../measure/proof.mjs";

for (const alg of ALGORITHMS) {
  test(`every contender takes a good ${alg} token and refuses bad ones`, async () => {
    const testCase = makeCase({ group: "algorithm", name: alg, alg });
    const { entries, faults } = await proveAll(await localContenders(), testCase);
    assert.deepEqual(faults, []);
    const names = entries.map(({ name }) => name);
    for (const name of ["portcullis", "jose", "hono jwk", "fast-jwt", "node:crypto"]) {
      assert.ok(names.includes(name), name);
    }
  });
}

test("a contender that forgets a check is no contender", async () => {
  const testCase = makeCase({ group: "algorithm", name: "ES256", alg: "ES256" });
  for (const { why, token } of testCase.refused) {
    const others = testCase.refused.filter((refused) => refused.token !== token);
    const careless = {
      name: "careless",
      prepare: () => (given) => {
        if (others.some((refused) => refused.token === given)) throw new Error("refused");
      },
    };
    const { entries, faults } = await proveAll([careless], testCase);
    assert.deepEqual(entries, []);
    assert.match(faults[0].fault, new RegExp(why));
  }
});

test("tokens are as long as they are said to be", () => {
  for (const length of [512, 700, 2048, 8192]) {
    const [token] = makeCase({ group: "size", name: "", alg: "ES256", length }).tokens;
    assert.ok(Math.abs(token.length - length) <= 4, `${token.length} instead of ${length}`);
  }
});
