//! jsonwebtoken on either of its back ends, `decode` with issuer and audience.
//!
//! A process has one provider. Ours hands each call to the back end whose turn it is, so that both
//! are measured in one process.

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};

use jsonwebtoken::crypto::{CryptoProvider, KeyUtils, aws_lc, rust_crypto};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;

use super::Verify;
use crate::case::Case;

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| (back_end().signer_factory)(algorithm, key),
    verifier_factory: |algorithm, key| (back_end().verifier_factory)(algorithm, key),
    key_utils: KeyUtils::new_unimplemented(),
};

static RUST_CRYPTO: AtomicBool = AtomicBool::new(false);

fn back_end() -> &'static CryptoProvider {
    if RUST_CRYPTO.load(Ordering::Relaxed) {
        &rust_crypto::DEFAULT_PROVIDER
    } else {
        &aws_lc::DEFAULT_PROVIDER
    }
}

/// The claims that a resource server looks at.
#[derive(Deserialize)]
#[expect(dead_code, reason = "read, as an application reads them")]
struct Claims {
    iss: String,
    sub: String,
    exp: u64,
    client_id: String,
    scope: String,
}

pub(super) fn with_aws_lc(case: &Case) -> Result<Verify, Box<dyn Error>> {
    prepare(case, false)
}

pub(super) fn with_rust_crypto(case: &Case) -> Result<Verify, Box<dyn Error>> {
    prepare(case, true)
}

fn prepare(case: &Case, rust_crypto: bool) -> Result<Verify, Box<dyn Error>> {
    // Only the first call installs it.
    let _installed = PROVIDER.install_default();
    let jwk: Jwk = serde_json::from_value(case.key()?.clone())?;
    let key = DecodingKey::from_jwk(&jwk)?;
    let algorithm: Algorithm = case.alg.parse()?;
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[&case.issuer]);
    validation.set_audience(&[&case.audience]);
    Ok(Box::new(move |token| {
        RUST_CRYPTO.store(rust_crypto, Ordering::Relaxed);
        decode::<Claims>(token, &key, &validation).is_ok()
    }))
}
