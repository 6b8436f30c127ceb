//! An issuer's metadata beside `serde_json` and the URL Standard's reader of URLs.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::discovery::run;

fuzz_target!(|text: &str| run(text));
