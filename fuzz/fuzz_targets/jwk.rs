//! Any text as a JWK: what is taken is a sound public key, and the same key in a set.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::jwk::run;

fuzz_target!(|text: &str| run(text));
