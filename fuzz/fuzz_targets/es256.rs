//! ES256 beside the crate `p256`.

#![no_main]

portcullis_fuzz::ecdsa_target!(
    p256,
    portcullis::Algorithm::Es256,
    "P-256",
    32,
    sha2::Sha256
);
