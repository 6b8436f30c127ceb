//! The tests that run as WebAssembly: those inside the bindings crate, in Node and in a browser,
//! and Wycheproof.

use anyhow::Result;

use crate::browser;
use crate::counts;
use crate::paths;
use crate::suite::{self, Outcome};
use crate::toolchain::{Toolchain, WASM};
use crate::wasm::{self, PACKAGE};

/// Where the tests run.
#[derive(Clone, Copy)]
pub(crate) enum Host {
    Node,
    Chromium,
}

impl Host {
    /// The name of the suite.
    pub(crate) fn suite(self) -> &'static str {
        match self {
            Self::Node => "bindings: node",
            Self::Chromium => "bindings: chromium",
        }
    }
}

/// The bindings' own tests.
pub(crate) fn tests(toolchain: &Toolchain, host: Host) -> Result<Outcome> {
    run(toolchain, host, PACKAGE, &[])
}

/// Wycheproof, through the core as WebAssembly in Node.
pub(crate) fn wycheproof(toolchain: &Toolchain) -> Result<Outcome> {
    run(toolchain, Host::Node, WYCHEPROOF, &[])
}

/// Wycheproof, with the arithmetic of the login's module.
pub(crate) fn small_wycheproof(toolchain: &Toolchain) -> Result<Outcome> {
    run(
        toolchain,
        Host::Node,
        WYCHEPROOF,
        &["--no-default-features"],
    )
}

/// The package of the cases.
pub(crate) const WYCHEPROOF: &str = "portcullis-wycheproof";

/// Runs `wasm-bindgen-test` on a package.
fn run(toolchain: &Toolchain, host: Host, package: &str, features: &[&str]) -> Result<Outcome> {
    let runner = wasm::companion(
        "wasm-test-runner",
        "test-runner",
        "building the test runner",
    )?;
    let mut command = toolchain.cargo("test", WASM, &paths::target_for("wasm")?);
    command.args(["--package", package, "--lib"]).args(features);
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "180");
    if let Host::Chromium = host {
        let browser = browser::with_driver()?;
        command.env("WASM_BINDGEN_USE_BROWSER", "1");
        command.env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            browser::write_capabilities(&browser)?,
        );
        command.env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30");
        command.env("CHROMEDRIVER", &browser.driver);
    }
    suite::program(command, counts::of_cargo)
}
