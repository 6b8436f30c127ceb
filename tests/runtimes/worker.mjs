// Runs in workerd: vectors in, verdicts out.

import * as portcullis from "portcullis";

import { runSuites } from "./suite.mjs";

export default {
  async fetch(request) {
    const { documents, engine } = await request.json();
    return Response.json(await runSuites(portcullis, documents, engine));
  },
};
