//! Any bytes as a certificate, and any text as a map of them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::certificates::run;

fuzz_target!(|bytes: &[u8]| run(bytes));
