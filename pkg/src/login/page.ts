/**
 * The parts of a window that the login touches. They are looked up on use, not on import, so that a
 * server that renders the page can import the package and call `createLogin`.
 */
export interface Page {
  /** The address, whole. */
  address(): URL;
  /**
   * Puts another address of this origin in place of the current one, without a load and without a
   * history entry.
   */
  replaceAddress(url: URL): void;
  /** Leaves the page. */
  leaveTo(url: URL): void;
  /** The tab's session storage; throws where the browser forbids it. */
  storage(): Storage;
}

/** The page this script runs in. */
export const currentPage: Page = {
  address: () => new URL(location.href),
  replaceAddress: (url) => history.replaceState(history.state, "", url),
  leaveTo: (url) => location.assign(url),
  storage: () => sessionStorage,
};
