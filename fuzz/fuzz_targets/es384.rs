//! ES384 beside the crate `p384`.

#![no_main]

portcullis_fuzz::ecdsa_target!(
    p384,
    portcullis::Algorithm::Es384,
    "P-384",
    48,
    sha2::Sha384
);
