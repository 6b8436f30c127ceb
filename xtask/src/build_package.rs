//! `build`: the npm package, from Rust to `pkg/dist`.

use std::process::Command;

use anyhow::Result;

use crate::{generated, npm, paths, process, progress, toolchain, wasm};

/// Builds `pkg/dist` and the files that are generated from the core.
pub(crate) fn build() -> Result<()> {
    npm::install()?;
    generate()?;
    let toolchain = toolchain::for_wasm()?;
    progress::step(&toolchain.origin);
    wasm::build(&toolchain)?;
    compile_typescript()?;
    progress::step("pkg/dist is built");
    Ok(())
}

/// Writes the files that are generated from the core's tables.
pub(crate) fn generate() -> Result<()> {
    for file in generated::all()? {
        file.write()?;
    }
    Ok(())
}

fn compile_typescript() -> Result<()> {
    progress::timed("tsc: the TypeScript of the package", || {
        let mut tsc = Command::new(paths::node_program("tsc"));
        process::run(
            tsc.current_dir(paths::root())
                .args(["-p", "pkg/tsconfig.json"]),
        )
    })
}
