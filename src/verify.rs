//! The four arrows in one call.

use crate::error::Error;
use crate::key::KeySet;
use crate::policy::{Policy, Presentation};
use crate::time::UnixTime;
use crate::token::{Admitted, Unverified};

/// Verifies a token: parses it, finds its key, checks the signature, judges the claims.
///
/// # Errors
///
/// The first fault: [`Error::Malformed`], [`Error::Key`], [`Error::BadSignature`],
/// [`Error::Claims`] or [`Error::Denied`].
///
/// ```
/// use portcullis::{KeySet, Limits, Policy, Presentation, UnixTime};
///
/// let jwks = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"1",
///     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
/// let keys = KeySet::from_json("https://issuer.example", jwks, &Limits::default())?;
/// let policy = Policy::access_token()
///     .issuer("https://issuer.example")
///     .audience("https://api.example")
///     .build()?;
/// let now = UnixTime::from_secs(1_760_000_000);
/// let refused = portcullis::verify("a.b.c", &keys, &policy, &Presentation::bearer(), now);
/// assert_eq!(refused.unwrap_err().code(), "ERR_TOKEN_BASE64");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify<'t>(
    token: &'t str,
    keys: &KeySet,
    policy: &Policy,
    presentation: &Presentation,
    now: UnixTime,
) -> Result<Admitted<'t>, Error> {
    Unverified::parse(token, policy.limits())?
        .select(keys, policy.algorithms())?
        .verify()?
        .admit(policy, presentation, now)
}

/// Verifies a proof of possession with the key that it holds (RFC 9449 §4.3), under a policy of kind
/// `dpop`, for the request in the presentation.
///
/// Who checks the access token beside it as well hands the proof to [`Presentation::dpop`] instead.
///
/// # Errors
///
/// As [`verify`]; also where the policy is of another kind.
///
/// ```
/// use portcullis::{Policy, Presentation, UnixTime};
///
/// let policy = Policy::dpop_proof().build()?;
/// let request = Presentation::bearer().request("POST", "https://issuer.example/token");
/// let now = UnixTime::from_secs(1_760_000_000);
/// let refused = portcullis::verify_proof("a.b.c", &policy, &request, now);
/// assert_eq!(refused.unwrap_err().code(), "ERR_TOKEN_BASE64");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(feature = "back-channel")]
pub fn verify_proof<'t>(
    proof: &'t str,
    policy: &Policy,
    presentation: &Presentation,
    now: UnixTime,
) -> Result<Admitted<'t>, Error> {
    Unverified::parse(proof, policy.limits())?
        .select_embedded(policy.algorithms())?
        .verify()?
        .admit(policy, presentation, now)
}
