//! Our reader of base64url beside the crate `base64`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::base64url::run;

fuzz_target!(|text: &str| run(text));
