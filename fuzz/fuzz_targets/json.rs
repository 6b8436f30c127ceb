//! Our reader of JSON beside `serde_json`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::json::run;

fuzz_target!(|bytes: &[u8]| run(bytes));
