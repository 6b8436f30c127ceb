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

/// The stack comes first in memory, so nothing has an address below 1024; and functions that are
/// alike lie side by side, which compresses better.
const LAYOUT: &[&str] = &["--low-memory-unused", "--reorder-functions-by-name"];

/// A module that is made of the bindings.
pub(crate) struct Artefact {
    /// What it is called in `dist`, and in the table of sizes.
    pub(crate) name: &'static str,
    /// Features of the bindings.
    pub(crate) features: &'static str,
    /// The profile in `Cargo.toml`.
    pub(crate) profile: &'static str,
    /// What wasm-opt is to do.
    pub(crate) optimisation: &'static [&'static str],
    /// The glue's name in `dist`, without its extension.
    pub(crate) glue: &'static str,
}

/// Everything that the package can do.
pub(crate) const CORE: Artefact = Artefact {
    name: "core",
    features: "default",
    profile: "wasm",
    optimisation: &["-O3"],
    glue: "glue",
};

/// What a login in a browser needs, as small as can be.
pub(crate) const LOGIN: Artefact = Artefact {
    name: "login",
    features: "es256,eddsa,rsa",
    profile: "wasm-small",
    optimisation: &["-ocimfs", "60", "--flatten", "--rereloop", "-Oz", "-Oz"],
    glue: "login_glue",
};

/// The modules that ship.
pub(crate) const SHIPPED: &[Artefact] = &[CORE, LOGIN];

/// Compiles the bindings.
fn compile(toolchain: &Toolchain, artefact: &Artefact) -> Result<PathBuf> {
    let folder = paths::target_for("wasm")?;
    let name = artefact.name;
    let purpose = format!("compiling {name} to WebAssembly (release)");
    progress::timed(&purpose, || {
        let mut command = toolchain.cargo("build", WASM, &folder);
        command.args(["--package", PACKAGE, "--lib", "--profile", artefact.profile]);
        command.args(["--no-default-features", "--features", artefact.features]);
        process::run(&mut command)
    })?;
    let built = folder.join(WASM).join(artefact.profile);
    Ok(built.join("portcullis_wasm.wasm"))
}

/// Writes the glue and the module it belongs to.
fn bind(module: &Path, artefact: &Artefact) -> Result<PathBuf> {
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

/// Compiles and binds an artefact.
pub(crate) fn make(toolchain: &Toolchain, artefact: &Artefact) -> Result<PathBuf> {
    compile(toolchain, artefact).and_then(|module| bind(&module, artefact))
}

/// Fills an empty `dist` with each module and its glue, and `core.inline.js`.
pub(crate) fn assemble(bound: &[PathBuf]) -> Result<()> {
    let dist = paths::dist();
    if dist.is_dir() {
        // What an earlier build left would be packed with the rest.
        fs::remove_dir_all(&dist)?;
    }
    fs::create_dir_all(&dist)?;
    for (artefact, folder) in SHIPPED.iter().zip(bound) {
        let Artefact { name, glue, .. } = artefact;
        fs::copy(folder.join("glue.js"), dist.join(format!("{glue}.js")))?;
        let types = fs::read_to_string(folder.join("glue.d.ts"))?;
        fs::write(
            dist.join(format!("{glue}.d.ts")),
            format!("{DISPOSABLE}{types}"),
        )?;
        let module = fs::read(optimise(folder, artefact)?)?;
        fs::write(dist.join(format!("{name}.wasm")), &module)?;
        if *name == CORE.name {
            write_inline(&module)?;
        }
        let size = module.len();
        progress::note(&format!(
            "{name}.wasm: {} KB ({size} bytes)",
            size.div_ceil(1000)
        ));
    }
    Ok(())
}

/// The glue's classes have `[Symbol.dispose]`, which TypeScript knows only when told.
const DISPOSABLE: &str = "/// <reference lib=\"esnext.disposable\" />\n";

/// The optimised module, which is kept for as long as the input stays the same.
pub(crate) fn optimise(bound: &Path, artefact: &Artefact) -> Result<PathBuf> {
    let module = &bound.join("glue_bg.wasm");
    let key = short_hash(&fs::read(module)?);
    let output = module.with_file_name(format!("optimised-{key}.wasm"));
    if output.is_file() {
        return Ok(output);
    }
    progress::timed("wasm-opt", || {
        let mut command = Command::new(paths::node_program("wasm-opt"));
        let unfinished = output.with_extension("unfinished");
        process::run(
            command
                .args(artefact.optimisation)
                .args(LAYOUT)
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
