// workerd.

import * as portcullis from "portcullis";

import sample from "./sample.json";
import { verifyOne } from "./verify.mjs";

export default {
  async fetch() {
    return new Response(await verifyOne(portcullis, sample));
  },
};
