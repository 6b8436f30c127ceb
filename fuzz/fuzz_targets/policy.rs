//! Any text as a policy or a gate's document: what is read is written, and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::policy::run;

fuzz_target!(|text: &str| run(text));
