//! Any text as a JWK set: each key of it as it is by itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::jwks::run;

fuzz_target!(|text: &str| run(text));
