// The package, as `cargo xtask demo` serves its build. A bundler would resolve `portcullis` and
// `portcullis/login`.

export { createVerifier, dangerouslyPeek, TokenError } from "/portcullis/entry/browser.js";
export { createLogin, LoginError } from "/portcullis/entry/browser_login.js";
export { CATALOGUE } from "/portcullis/generated/errors.js";
