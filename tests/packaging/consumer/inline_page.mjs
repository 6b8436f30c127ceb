// A page, bundled by esbuild into one file with the module inside.

import { createVerifier, TokenError } from "portcullis/inline";

import sample from "./sample.json";
import { verifyOne } from "./verify.mjs";

verifyOne({ createVerifier, TokenError }, sample).then((verdict) => {
  document.title = verdict;
});
