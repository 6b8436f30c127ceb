//! `bindgen IN.wasm OUT_DIR`: wasm-bindgen, from the version in the lock file.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let module = arguments.next().context("the module is not named")?;
    let folder = arguments.next().context("the output folder is not named")?;
    Bindgen::new()
        .input_path(module)
        .out_name("glue")
        // One glue file for every runtime: it takes a module or bytes, and finds nothing itself.
        .web(true)?
        .omit_default_module_path(true)
        .typescript(true)
        // After a trap the loader starts over with a fresh instance.
        .reset_state_function(true)
        .remove_producers_section(true)
        .generate(folder)
}
