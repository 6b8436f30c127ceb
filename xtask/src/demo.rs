//! `demo`: everything on one machine, and the story once played by itself.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use anyhow::Result;

use crate::{browser, build_package, npm, process, progress};

/// Builds what the demo runs and hands over to it; whether its story held.
pub(crate) fn demo(arguments: &[OsString]) -> Result<bool> {
    build_package::build()?;
    let mut command = command(arguments)?;
    progress::step("starting the demo");
    Ok(process::run_group_for_status(&mut command)?.success())
}

/// The demo's own program, for a package that is built.
pub(crate) fn command(arguments: &[OsString]) -> Result<Command> {
    let chromium = browser::chromium()?;
    let mut command = npm::node("xtask/demo/main.mjs");
    command.args(arguments).env("CHROMIUM", chromium);
    // The story has a token signed that the provider would not issue: `xtask mint`.
    command.env("PORTCULLIS_XTASK", env::current_exe()?);
    Ok(command)
}
