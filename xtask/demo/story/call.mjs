// One request to the edge, as a plain HTTP client sees it: what was asked, what came back, how long
// it took.

const RECORD = "portcullis-decision";

/** Calls the edge. `token` goes into Authorization as it is; `body` is sent as text. */
export async function call(edge, { method = "GET", path, token, headers = {}, body }) {
  const started = performance.now();
  const response = await fetch(`${edge}${path}`, {
    method,
    body,
    headers: token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` },
    redirect: "manual",
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: readJson(text),
    decision: readJson(response.headers.get(RECORD) ?? ""),
    milliseconds: performance.now() - started,
  };
}

/**
 * Reads a stream and says when its first chunk came and when, by the origin's own words, its last
 * one left.
 * Both clocks are this machine's.
 */
export async function callStream(edge, { path, token }) {
  const started = performance.now();
  const response = await fetch(`${edge}${path}`, { headers: { authorization: `Bearer ${token}` } });
  let firstCame;
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    firstCame ??= Date.now();
    text += chunk;
  }
  const lines = text.trim().split("\n").map(readJson);
  return {
    status: response.status,
    headers: response.headers,
    decision: readJson(response.headers.get(RECORD) ?? ""),
    firstCame,
    lines,
    milliseconds: performance.now() - started,
  };
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
