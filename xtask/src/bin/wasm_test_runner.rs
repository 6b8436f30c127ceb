//! The runner that cargo hands tests for WebAssembly to, from the version in the lock file.

use std::env;

use anyhow::Result;
use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

fn main() -> Result<()> {
    run_cli_with_args(env::args_os())
}
