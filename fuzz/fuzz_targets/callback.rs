//! The query of a callback beside the URL Standard's reader of forms.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_fuzz::callback::run;

fuzz_target!(|text: &str| run(text));
