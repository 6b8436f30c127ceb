//! `build`: the npm package, from Rust to `pkg/dist`.

use std::path::PathBuf;
use std::process::Command;
use std::thread;

use anyhow::{Result, bail};

use crate::{generated, npm, paths, process, progress, toolchain, wasm};

/// Builds `pkg/dist` and the files that are generated from the core.
pub(crate) fn build() -> Result<()> {
    npm::check_node()?;
    let toolchain = toolchain::for_wasm()?;
    progress::step(&toolchain.origin);
    // npm waits for the network while the compiler has the processors.
    let bound = thread::scope(|scope| {
        let packages = scope.spawn(npm::install);
        let bound: Result<Vec<PathBuf>> = wasm::SHIPPED
            .iter()
            .map(|artefact| wasm::make(&toolchain, artefact))
            .collect();
        match packages.join() {
            Ok(installed) => installed.and(bound),
            Err(_) => bail!("installing the npm packages panicked"),
        }
    })?;
    generate()?;
    wasm::assemble(&bound)?;
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
