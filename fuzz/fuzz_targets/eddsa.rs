//! Ed25519 beside the crate `ed25519-dalek`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::eddsa::{Case, run};

fuzz_target!(|case: Case| run(&case));
