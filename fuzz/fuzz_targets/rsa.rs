//! RSA beside the crate `rsa`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::rsa::{Case, run};

fuzz_target!(|case: Case| run(&case));
