//! Packages of Debian and Ubuntu, fetched when something is missing and we may.

use std::process::Command;

use anyhow::{Result, bail};

use crate::paths::on_path;
use crate::process::{read, run_for_status};
use crate::progress;

/// Installs packages, or says why it cannot.
pub(crate) fn install(packages: &[&str], purpose: &str) -> Result<()> {
    let list = packages.join(" ");
    if on_path("apt-get").is_none() {
        bail!("{purpose} needs {list}, and there is no apt-get here");
    }
    let Some(sudo) = privilege() else {
        bail!("{purpose} needs {list}: install them, or run this as root or with sudo");
    };
    progress::step(&format!("{purpose}: apt-get install {list}"));
    if !apt(sudo, "install", packages)? {
        // The lists of packages may be missing or old.
        if !apt(sudo, "update", &[])? || !apt(sudo, "install", packages)? {
            bail!("apt-get could not install {list}");
        }
    }
    Ok(())
}

/// What goes before a command that needs root: nothing, `sudo`, or no way at all.
fn privilege() -> Option<&'static [&'static str]> {
    if read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0") {
        return Some(&[]);
    }
    let silent = Command::new("sudo").args(["-n", "true"]).output();
    silent
        .is_ok_and(|output| output.status.success())
        .then_some(&["sudo", "-n"])
}

fn apt(sudo: &[&str], verb: &str, packages: &[&str]) -> Result<bool> {
    let apt_get = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-y",
    ];
    let options = [
        "-o",
        "APT::Install-Recommends=false",
        // Another apt may be at work, as it often is on a machine that has just started.
        "-o",
        "DPkg::Lock::Timeout=300",
        "-o",
        "Acquire::Retries=3",
    ];
    let mut words = sudo
        .iter()
        .chain(&apt_get)
        .chain(&options)
        .chain([&verb])
        .chain(packages);
    let Some(program) = words.next() else {
        return Ok(false);
    };
    Ok(run_for_status(Command::new(program).args(words))?.success())
}
