// The provider's own pages. Nothing in them comes from anywhere else, and no script runs in them.

import { readFile } from "node:fs/promises";

import { ACCOUNTS } from "./accounts.mjs";

const STYLE = await readFile(new URL("./pages.css", import.meta.url));

const GATE = `<svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
  <path d="M6 46V22a18 18 0 0 1 36 0v24" /><path d="M15 11v32m9-36v36m9-32v32M8 20h32M7 31h34" />
</svg>`;

/**
 * Sends one of the pages below. `redirectOrigin` is where a form's answer may lead (form-action
 * follows redirects).
 */
export function sendPage(response, html, redirectOrigin = "") {
  response.statusCode = 200;
  for (const [name, value] of Object.entries(pageHeaders(redirectOrigin))) {
    response.setHeader(name, value);
  }
  response.end(html);
}

/** The headers of every page: a policy without scripts, no framing, no referrer. */
export function pageHeaders(redirectOrigin = "") {
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy":
      `default-src 'none'; style-src 'self'; form-action 'self' ${redirectOrigin}`.trim() +
      "; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** The one style sheet, at `/pages.css`. */
export function sendStyle(response) {
  response.writeHead(200, { "content-type": "text/css; charset=utf-8" });
  response.end(STYLE);
}

/** Login: one button per account, no password. */
export function loginPage(uid, client) {
  const people = Object.entries(ACCOUNTS).map(
    ([id, { name, summary }]) => `
    <button id="login-${id}" name="account" value="${id}">
      <span class="face" aria-hidden="true">${name[0]}</span>
      <span><strong>${name}</strong><small>${summary}</small></span>
    </button>`,
  );
  return layout(
    "Sign in",
    `<h1>Who are you?</h1>
  <p>${text(client)} asks you to sign in. These accounts exist only on this machine and need no password.</p>
  <form method="post" action="/interaction/${text(uid)}/login">${people.join("")}
    <button class="quiet" id="cancel" formaction="/interaction/${text(uid)}/cancel">Cancel</button>
  </form>`,
  );
}

/** Consent, shown only when the client asks for it with `prompt=consent`. */
export function consentPage(uid, client, account, scopes) {
  return layout(
    "Allow access",
    `<h1>Allow access?</h1>
  <p>${text(client)} asks ${text(account)} for:</p>
  <ul>${scopes.map((scope) => `<li><code>${text(scope)}</code></li>`).join("")}</ul>
  <form method="post" action="/interaction/${text(uid)}/consent">
    <button class="main" id="allow">Allow</button>
    <button class="quiet" id="cancel" formaction="/interaction/${text(uid)}/cancel">Cancel</button>
  </form>`,
  );
}

/**
 * RP-initiated logout: asks once; `form` is oidc-provider's own, with its token against forgery.
 */
export function logoutPage(form) {
  return layout(
    "Sign out",
    `<h1>Sign out?</h1>
  <p>This ends your session at the provider too.</p>
  ${form}
  <div class="choice">
    <button class="main" id="logout" type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
    <button class="quiet" id="stay" type="submit" form="op.logoutForm">Stay signed in</button>
  </div>`,
  );
}

/** Where a logout ends that named no page to return to. */
export function signedOutPage() {
  return layout("Signed out", "<h1>Signed out</h1><p>You can close this page.</p>");
}

/** An error that cannot be sent to the client. */
export function errorPage({ error, error_description: description = "" }) {
  return layout(
    "Not possible",
    `<h1>That did not work</h1><p><code>${text(error)}</code></p><p>${text(description)}</p>`,
  );
}

function layout(title, main) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Portcullis demo provider</title>
<link rel="stylesheet" href="/pages.css">
</head>
<body>
<main>
  <header>${GATE}<span>Portcullis<small>demo provider</small></span></header>
  ${main}
</main>
</body>
</html>
`;
}

function text(value) {
  return String(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
