//! Where things are: the clone, what is built in it, and the tools kept outside it.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The example programs, a workspace of their own.
pub(crate) const EXAMPLES: &str = "examples/keys/Cargo.toml";

/// The root of the clone.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Cargo's target folder, whoever moved it: this binary lies in `TARGET/PROFILE/`.
pub(crate) fn target() -> Result<PathBuf> {
    let binary = env::current_exe()?;
    let target = binary
        .ancestors()
        .nth(2)
        .context("xtask lies outside a target folder")?;
    Ok(target.to_path_buf())
}

/// A folder of its own for a compiler or target that would otherwise rebuild what others built.
pub(crate) fn target_for(purpose: &str) -> Result<PathBuf> {
    Ok(target()?.join(purpose))
}

/// The folder of built tools and toolchain parts that outlive the clone.
pub(crate) fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env::var_os("HOME").context("HOME is not set")?).join(".cache"),
    };
    Ok(base.join("portcullis"))
}

/// The folder of the built npm package.
pub(crate) fn dist() -> PathBuf {
    root().join("pkg/dist")
}

/// A program among the installed npm packages.
pub(crate) fn node_program(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}

/// The first program of that name on the `PATH`.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
}
