import { firstToken } from "./jose.mjs";

export default {
  async fetch(request) {
    await firstToken(await request.json());
    return new Response("done");
  },
};
