// A browser tab as far as the login sees one, for tests that need no browser: an address, a
// history, a session storage.

/** Opens a tab in this process, in place of the one before. */
export function openTab(address) {
  const tab = { address: new URL(address), left: undefined, stored: new Map() };
  globalThis.location = {
    get href() {
      return tab.address.href;
    },
    assign: (url) => {
      tab.left = new URL(url);
    },
  };
  globalThis.history = {
    state: null,
    replaceState: (_state, _title, url) => {
      const target = new URL(url);
      if (target.origin !== tab.address.origin) throw new DOMException("no", "SecurityError");
      tab.address = target;
    },
  };
  globalThis.sessionStorage = {
    getItem: (key) => tab.stored.get(key) ?? null,
    setItem: (key, value) => tab.stored.set(key, String(value)),
    removeItem: (key) => tab.stored.delete(key),
  };
  return tab;
}
