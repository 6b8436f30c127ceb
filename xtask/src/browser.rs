//! The browsers, and the drivers of those that need one.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::apt;
use crate::paths::{self, on_path};

/// Names of Chromium, its kin, and where macOS keeps them.
const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/opt/homebrew/bin/chromium",
];

/// Names of Firefox, and where macOS keeps it.
const FIREFOXES: &[&str] = &[
    "firefox-esr",
    "firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
];

/// What keeps a headless browser quiet, and lets it run in a container.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A browser and the driver of the same version.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Chromium alone, which apt brings when it is missing.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(found) = find(&["CHROMIUM", "CHROME"], BROWSERS) {
        return Ok(found);
    }
    apt::install(&["chromium", "chromium-driver"], "a browser")
        .context("no Chromium: install it, or name its binary in CHROMIUM")?;
    find(&[], BROWSERS).context("the package chromium brought no chromium")
}

/// Firefox, which apt brings when it is missing.
pub(crate) fn firefox() -> Result<PathBuf> {
    if let Some(found) = find(&["FIREFOX"], FIREFOXES) {
        return Ok(found);
    }
    apt::install(&["firefox-esr"], "a second browser")
        .context("no Firefox: install it, or name its binary in FIREFOX")?;
    find(&[], FIREFOXES).context("the package firefox-esr brought no firefox-esr")
}

/// WebKit's driver, which starts a browser of its own, and what brings it a display.
pub(crate) struct WebKit {
    pub(crate) driver: PathBuf,
    pub(crate) display: PathBuf,
}

/// WebKit, which apt brings when it is missing.
pub(crate) fn webkit() -> Result<WebKit> {
    let found = || {
        Some(WebKit {
            driver: find(&["WEBKITDRIVER"], &["WebKitWebDriver"])?,
            display: find(&["XVFB_RUN"], &["xvfb-run"])?,
        })
    };
    if let Some(found) = found() {
        return Ok(found);
    }
    apt::install(&["webkit2gtk-driver", "xvfb", "xauth"], "a third browser").context(
        "no WebKit: install WebKitWebDriver and xvfb-run, or name them in WEBKITDRIVER and XVFB_RUN",
    )?;
    found().context("the packages webkit2gtk-driver and xvfb brought no driver and no xvfb-run")
}

/// Chromium and chromedriver, which apt brings when one is missing.
pub(crate) fn with_driver() -> Result<Browser> {
    let chromium = chromium()?;
    let names = [
        "chromedriver",
        "/usr/lib/chromium/chromedriver",
        "/opt/homebrew/bin/chromedriver",
    ];
    if let Some(driver) = find(&["CHROMEDRIVER"], &names) {
        return Ok(Browser { chromium, driver });
    }
    apt::install(&["chromium-driver"], "driving the browser").context(
        "no chromedriver: install the one of Chromium's version, or name it in CHROMEDRIVER",
    )?;
    let driver =
        find(&[], &names).context("the package chromium-driver brought no chromedriver")?;
    Ok(Browser { chromium, driver })
}

/// Writes the capabilities that `wasm-bindgen-test` hands to chromedriver.
pub(crate) fn write_capabilities(browser: &Browser) -> Result<PathBuf> {
    let capabilities = serde_json::json!({
        "goog:chromeOptions": { "args": FLAGS, "binary": browser.chromium }
    });
    let file = paths::target()?.join("webdriver.json");
    fs::write(&file, serde_json::to_string_pretty(&capabilities)?)?;
    Ok(file)
}

fn find(variables: &[&str], names: &[&str]) -> Option<PathBuf> {
    let chosen = variables
        .iter()
        .find_map(|name| env::var_os(name).filter(|path| !path.is_empty()));
    if let Some(path) = chosen {
        return Some(PathBuf::from(path));
    }
    names.iter().find_map(|name| {
        let path = Path::new(name);
        if path.is_absolute() {
            path.is_file().then(|| path.to_path_buf())
        } else {
            on_path(name)
        }
    })
}
