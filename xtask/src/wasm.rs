//! The core and its bindings as WebAssembly: compile, bind, optimise.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::sysroot::short_hash;
use crate::toolchain::{Toolchain, WASM, cargo};
use crate::{paths, process, progress};

/// The package of the bindings.
pub(crate) const PACKAGE: &str = "portcullis-wasm";

/// What every runtime we name has had for years; wasm-opt may use it too.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// A module that is made of the bindings.
pub(crate) struct Artefact {
    /// What it is called in `dist`, and in the table of sizes.
    pub(crate) name: &'static str,
    /// Features of the bindings; `None` for their default.
    pub(crate) features: Option<&'static str>,
}

/// Everything that the package can do.
pub(crate) const CORE: Artefact = Artefact {
    name: "core",
    features: None,
};

/// Compiles the bindings.
pub(crate) fn compile(toolchain: &Toolchain, artefact: &Artefact) -> Result<PathBuf> {
    let folder = paths::target_for("wasm")?;
    let name = artefact.name;
    let purpose = format!("compiling {name} to WebAssembly (release)");
    progress::timed(&purpose, || {
        let mut command = toolchain.cargo("build", WASM, &folder);
        command.args(["--package", PACKAGE, "--lib", "--profile", "wasm"]);
        if let Some(features) = artefact.features {
            command.args(["--no-default-features", "--features", features]);
        }
        process::run(&mut command)
    })?;
    Ok(folder.join(WASM).join("wasm/portcullis_wasm.wasm"))
}

/// Writes the glue and the module it belongs to.
pub(crate) fn bind(module: &Path, artefact: &Artefact) -> Result<PathBuf> {
    let program = companion("bindgen", "bindgen", "building wasm-bindgen")?;
    let folder = paths::target_for("wasm")?.join("bound").join(artefact.name);
    progress::step("wasm-bindgen: glue between JavaScript and WebAssembly");
    process::run(Command::new(program).arg(module).arg(&folder))?;
    Ok(folder)
}

/// Builds one of xtask's own companions and says where it is.
pub(crate) fn companion(binary: &str, feature: &str, purpose: &str) -> Result<PathBuf> {
    progress::timed(purpose, || {
        let mut command = cargo();
        command.args([
            "build",
            "--package",
            "xtask",
            "--bin",
            binary,
            "--features",
            feature,
        ]);
        process::run(command.env("CARGO_TARGET_DIR", paths::target()?))
    })?;
    Ok(paths::target()?.join("debug").join(binary))
}

/// Fills an empty `dist` with `core.wasm`, `core.inline.js` and the glue.
pub(crate) fn assemble(bound: &Path) -> Result<()> {
    let dist = paths::dist();
    if dist.is_dir() {
        // What an earlier build left would be packed with the rest.
        fs::remove_dir_all(&dist)?;
    }
    fs::create_dir_all(&dist)?;
    fs::copy(bound.join("glue.js"), dist.join("glue.js"))?;
    let types = fs::read_to_string(bound.join("glue.d.ts"))?;
    fs::write(dist.join("glue.d.ts"), format!("{DISPOSABLE}{types}"))?;
    let module = fs::read(optimise(bound)?)?;
    fs::write(dist.join("core.wasm"), &module)?;
    write_inline(&module)?;
    let size = module.len();
    progress::note(&format!(
        "core.wasm: {} KB ({size} bytes)",
        size.div_ceil(1000)
    ));
    Ok(())
}

/// The glue's classes have `[Symbol.dispose]`, which TypeScript knows only when told.
const DISPOSABLE: &str = "/// <reference lib=\"esnext.disposable\" />\n";

/// The optimised module, which is kept for as long as the input stays the same.
pub(crate) fn optimise(bound: &Path) -> Result<PathBuf> {
    let module = &bound.join("glue_bg.wasm");
    let key = short_hash(&fs::read(module)?);
    let output = module.with_file_name(format!("core-{key}.wasm"));
    if output.is_file() {
        return Ok(output);
    }
    progress::timed("wasm-opt", || {
        let mut command = Command::new(paths::node_program("wasm-opt"));
        let unfinished = output.with_extension("unfinished");
        process::run(
            command
                .arg("-O3")
                .args(FEATURES)
                .arg(module)
                .arg("-o")
                .arg(&unfinished),
        )?;
        fs::rename(unfinished, &output).context("keeping the optimised module")
    })?;
    Ok(output)
}

/// The module as text, for bundlers that cannot carry a `.wasm` file.
fn write_inline(module: &[u8]) -> Result<()> {
    let script = format!(
        "export const core = \"{}\";\n",
        BASE64_STANDARD.encode(module)
    );
    let types = "/** `core.wasm` as standard base64. */\nexport declare const core: string;\n";
    fs::write(paths::dist().join("core.inline.js"), script)?;
    fs::write(paths::dist().join("core.inline.d.ts"), types)?;
    Ok(())
}
