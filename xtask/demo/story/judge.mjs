// What must hold for a step. Every judge returns the list of what did not; an empty list is a pass.

const CHALLENGE = "www-authenticate";

/** The edge let the request through, and the decision record says so. */
export function judgePass(answer, { code = "OK", status = 200 } = {}) {
  return [
    ...differs("status", answer.status, status),
    ...differs("code", answer.decision?.code, code),
    ...differs("challenge", answer.headers.get(CHALLENGE), null),
  ];
}

/**
 * The edge refused, with this status, this exact challenge and this code; the origin heard nothing
 * of it.
 */
export function judgeRefusal(answer, { status, challenge = null, code, allow = null, heard }) {
  return [
    ...differs("status", answer.status, status),
    ...differs("code", answer.decision?.code, code),
    ...differs("challenge", answer.headers.get(CHALLENGE), challenge),
    ...differs("allow", answer.headers.get("allow"), allow),
    ...differs("verdict", answer.decision?.verdict, "refuse"),
    ...differs("cache-control", answer.headers.get("cache-control"), "no-store"),
    ...differs("requests at the origin", heard, 0),
  ];
}

/**
 * The edge answered a preflight by itself: a page it knows may call with a token, any other may
 * not.
 */
export function judgePreflight(answer, { status, code, origin, heard }) {
  const allowed = status === 204;
  const methods = answer.headers.get("access-control-allow-methods") ?? "";
  const headers = answer.headers.get("access-control-allow-headers") ?? "";
  return [
    ...differs("status", answer.status, status),
    ...differs("code", answer.decision?.code, code),
    ...differs(
      "access-control-allow-origin",
      answer.headers.get("access-control-allow-origin"),
      allowed ? origin : null,
    ),
    ...(allowed && !methods.includes("POST") ? ["POST is not among the allowed methods"] : []),
    ...(allowed && !/authorization/i.test(headers) ? ["Authorization is not allowed"] : []),
    ...differs("requests at the origin", heard, 0),
  ];
}

/** What the origin saw of the caller: the edge's own headers, and not the token. */
export function judgeForwarded(headers = {}, { sub, scope, client }) {
  return [
    ...differs("x-auth-sub", headers["x-auth-sub"], sub),
    ...differs("x-auth-scope", headers["x-auth-scope"], scope),
    ...differs("x-auth-client", headers["x-auth-client"], client),
    ...(headers.authorization === undefined ? [] : ["the token reached the origin"]),
  ];
}

/** One line when the two are not the same. */
export function differs(name, got, wanted) {
  if (got === wanted) return [];
  return [
    `${name} is ${JSON.stringify(got) ?? "absent"}, not ${JSON.stringify(wanted) ?? "absent"}`,
  ];
}
