//! The standard library for WebAssembly, built from source where rustup cannot fetch it.
//!
//! Debian ships a compiler and the source of its library that match (`rustc-web`,
//! `rust-web-src`). Cargo builds the library once, in an empty crate, and the result is kept in
//! the user's cache folder under the compiler's version. The system's own files stay untouched.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self as own, Command};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::paths::{self, on_path};
use crate::toolchain::{WASM, cargo, rustc};
use crate::{apt, process, progress};

/// A compiler, a linker, and a sysroot with the WebAssembly library.
pub(crate) struct Built {
    pub(crate) origin: String,
    pub(crate) rustc: PathBuf,
    pub(crate) linker: PathBuf,
    pub(crate) folder: PathBuf,
}

/// The sysroot from the cache, or built now.
pub(crate) fn with_wasm() -> Result<Built> {
    let rustc = rustc_with_source()?;
    let linker = linker()?;
    let version = process::read(Command::new(&rustc).arg("-vV"))?;
    let folder = paths::cache()?
        .join("sysroot")
        .join(short_hash(version.as_bytes()));
    let name = version.lines().next().unwrap_or("rustc").to_owned();
    if folder.is_dir() {
        let origin = format!("{WASM} built earlier for {name}, from the cache folder");
        return Ok(Built {
            origin,
            rustc,
            linker,
            folder,
        });
    }
    progress::timed(
        &format!("building {WASM} from the source of {name}"),
        || build(&rustc, &linker, &folder),
    )?;
    Ok(Built {
        origin: format!("{WASM} built from the source of {name}"),
        rustc,
        linker,
        folder,
    })
}

/// A compiler that has the matching library source beside it; Debian's is fetched when none has.
pub(crate) fn rustc_with_source() -> Result<PathBuf> {
    let debian = PathBuf::from("/usr/bin/rustc");
    for candidate in [rustc(), debian.clone()] {
        if has_source(&candidate) {
            return Ok(candidate);
        }
    }
    apt::install(
        &["rustc-web", "rust-web-src"],
        "building a standard library from source",
    )?;
    if !has_source(&debian) {
        bail!("rust-web-src brought no library source that matches /usr/bin/rustc");
    }
    Ok(debian)
}

fn has_source(rustc: &Path) -> bool {
    let sysroot = process::read(Command::new(rustc).args(["--print", "sysroot"]));
    sysroot.is_ok_and(|folder| {
        Path::new(&folder)
            .join("lib/rustlib/src/rust/library/core/Cargo.toml")
            .is_file()
    })
}

/// rustup's own linker, or Debian's.
fn linker() -> Result<PathBuf> {
    let libdir = process::read(Command::new(rustc()).args(["--print", "target-libdir"]))?;
    let bundled = Path::new(&libdir).with_file_name("bin").join("rust-lld");
    if bundled.is_file() {
        return Ok(bundled);
    }
    let names = [
        "wasm-ld",
        "wasm-ld-21",
        "wasm-ld-20",
        "wasm-ld-19",
        "wasm-ld-18",
        "wasm-ld-16",
    ];
    if let Some(found) = names.iter().find_map(|name| on_path(name)) {
        return Ok(found);
    }
    apt::install(&["lld"], "linking WebAssembly")?;
    on_path("wasm-ld").context("the package lld brought no wasm-ld")
}

fn build(rustc: &Path, linker: &Path, folder: &Path) -> Result<()> {
    let work = folder.with_extension(format!("building-{}", own::id()));
    write_empty_crate(&work)?;
    process::run(
        cargo()
            .current_dir(&work)
            .args(["build", "--release", "--target", WASM])
            // `test` is what wasm-bindgen-test links; without bitcode in it, LTO fails.
            .args(["-Zbuild-std=std,panic_abort,test"])
            .env("CARGO_TARGET_DIR", work.join("target"))
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
            .env("RUSTC", rustc)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "-Cembed-bitcode=yes"),
    )?;
    let finished = work.join("sysroot");
    let libraries = finished.join("lib/rustlib").join(WASM).join("lib");
    fs::create_dir_all(&libraries)?;
    for entry in fs::read_dir(work.join("target").join(WASM).join("release/deps"))? {
        let path = entry?.path();
        let Some(name) = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
        else {
            continue;
        };
        let library = path
            .extension()
            .is_some_and(|extension| extension == "rlib");
        if library && !name.starts_with("libempty-") {
            fs::copy(&path, libraries.join(name))?;
        }
    }
    if !folder.is_dir() {
        fs::rename(&finished, folder)?;
    }
    fs::remove_dir_all(&work)?;
    Ok(())
}

fn write_empty_crate(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder.join("src"))?;
    let manifest =
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), "")?;
    Ok(())
}

/// Sixteen hexadecimal digits that stand for these bytes.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let first = digest.iter().take(8).copied();
    first.fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
