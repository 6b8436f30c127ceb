//! Proofs of possession: whatever is signed with a key of its own is good for its own request alone.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::dpop_proof::{Case, run};

fuzz_target!(|case: Case| run(&case));
