// Runs in a page: bundled, but for this package, which the page's import map names.

import { contenders } from "../contenders/web.mjs";
import { measureCase } from "../measure/case.mjs";

/** A case as JSON text, and its rows as JSON text. */
globalThis.measure = async (testCase, pace) =>
  JSON.stringify(await measureCase(contenders, JSON.parse(testCase), JSON.parse(pace)));
