// Firefox, through puppeteer-core over WebDriver BiDi.

import { launch } from "puppeteer-core";

/** The Firefox that is installed, without a window. */
export function launchFirefox() {
  return launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
    // The work in a page takes as long as it takes.
    protocolTimeout: 0,
  });
}
