//! Proof Key for Code Exchange with S256, the only method there is here (RFC 7636, OAuth 2.1 §7.5).

use alloc::string::String;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::encoding::base64url;
use crate::error::{Error, PkceFault};

/// How much entropy a code verifier holds, in bytes (RFC 7636 §7.1).
const ENTROPY: usize = 32;

/// A fresh code verifier and its S256 challenge.
///
/// The verifier is a secret until it is sent to the token endpoint: `Debug` does not show it.
#[derive(Clone)]
#[must_use]
pub struct Pkce {
    verifier: String,
    challenge: String,
}

impl Pkce {
    /// Makes a pair from 32 random bytes, each attempt from new ones (RFC 7636 §7.1).
    ///
    /// The core has no random source: take the bytes from the system's.
    ///
    /// # Errors
    /// `ERR_PKCE_ENTROPY` for any other number of bytes.
    pub fn from_entropy(entropy: &[u8]) -> Result<Self, Error> {
        if entropy.len() != ENTROPY {
            return Err(Error::Pkce(PkceFault::Entropy));
        }
        let verifier = base64url::encode(entropy);
        let challenge = transform(&verifier);
        Ok(Self {
            verifier,
            challenge,
        })
    }

    /// The code verifier: 43 characters, for the token request (RFC 7636 §4.1, §4.5).
    #[must_use]
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// The code challenge: 43 characters, for the authorization request, beside
    /// `code_challenge_method=S256` (RFC 7636 §4.2, §4.3).
    #[must_use]
    pub fn challenge(&self) -> &str {
        &self.challenge
    }
}

impl core::fmt::Debug for Pkce {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Pkce").finish_non_exhaustive()
    }
}

/// The S256 challenge of a code verifier (RFC 7636 §4.2).
///
/// # Errors
/// `ERR_PKCE_VERIFIER_LENGTH` unless the verifier is 43 to 128 characters long,
/// `ERR_PKCE_VERIFIER_CHARACTER` if one of them is not unreserved (RFC 7636 §4.1).
pub fn challenge(verifier: &str) -> Result<String, Error> {
    check_verifier(verifier)?;
    Ok(transform(verifier))
}

/// Checks that a code verifier belongs to an S256 challenge, as an issuer does (RFC 7636 §4.6).
///
/// The comparison takes the same time wherever the two differ.
///
/// # Errors
/// Those of [`challenge`], `ERR_PKCE_CHALLENGE` if the challenge is not the canonical base64url
/// form of 32 bytes (so that a `plain` one never passes), and `ERR_PKCE_MISMATCH`.
pub fn verify(verifier: &str, challenge: &str) -> Result<(), Error> {
    check_verifier(verifier)?;
    let expected = base64url::decode(challenge)
        .ok()
        .filter(|hash| hash.len() == Sha256::output_size())
        .ok_or(Error::Pkce(PkceFault::Challenge))?;
    let hash = Sha256::digest(verifier.as_bytes());
    if bool::from(hash.as_slice().ct_eq(&expected)) {
        Ok(())
    } else {
        Err(Error::Pkce(PkceFault::Mismatch))
    }
}

fn transform(verifier: &str) -> String {
    base64url::encode(&Sha256::digest(verifier.as_bytes()))
}

/// `code-verifier = 43*128unreserved` (RFC 7636 §4.1).
fn check_verifier(verifier: &str) -> Result<(), Error> {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if !(43..=128).contains(&verifier.len()) {
        return Err(Error::Pkce(PkceFault::VerifierLength));
    }
    if !verifier.bytes().all(unreserved) {
        return Err(Error::Pkce(PkceFault::VerifierCharacter));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;
    use alloc::format;

    const LENGTH: Error = Error::Pkce(PkceFault::VerifierLength);
    const CHARACTER: Error = Error::Pkce(PkceFault::VerifierCharacter);
    const CHALLENGE: Error = Error::Pkce(PkceFault::Challenge);

    /// RFC 7636 appendix B.
    const OCTETS: [u8; 32] = [
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37,
        77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const S256: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_rfc_7636_appendix_b_is_met() {
        let pkce = Pkce::from_entropy(&OCTETS).unwrap();
        assert_eq!(pkce.verifier(), VERIFIER);
        assert_eq!(pkce.challenge(), S256);
        assert_eq!(challenge(VERIFIER).unwrap(), S256);
        assert_eq!(verify(VERIFIER, S256), Ok(()));
    }

    #[test]
    fn entropy_is_exactly_32_bytes_rfc_7636_section_7_1() {
        for length in [0, 16, 31, 33, 64] {
            let error = Pkce::from_entropy(&[7; 64][..length]).unwrap_err();
            assert_eq!(error, Error::Pkce(PkceFault::Entropy));
        }
        assert!(Pkce::from_entropy(&[7; 32]).is_ok());
    }

    #[test]
    fn a_verifier_has_43_to_128_characters_rfc_7636_section_4_1() {
        for (length, good) in [
            (0, false),
            (42, false),
            (43, true),
            (128, true),
            (129, false),
        ] {
            let verifier = "a".repeat(length);
            assert_eq!(challenge(&verifier).is_ok(), good, "{length}");
            assert_eq!(verify(&verifier, S256) == Err(LENGTH), !good, "{length}");
        }
    }

    #[test]
    fn a_verifier_is_unreserved_rfc_7636_section_4_1() {
        for byte in 0..128_u8 {
            let verifier = format!("{}{}", "a".repeat(43), char::from(byte));
            let good = byte.is_ascii_alphanumeric() || "-._~".contains(char::from(byte));
            assert_eq!(challenge(&verifier).is_ok(), good, "{byte}");
        }
        assert_eq!(challenge(&"é".repeat(30)), Err(CHARACTER));
    }

    #[test]
    fn another_verifier_or_challenge_does_not_match_rfc_7636_section_4_6() {
        let other = VERIFIER.replace("dBj", "dBk");
        assert_eq!(verify(&other, S256), Err(Error::Pkce(PkceFault::Mismatch)));
        let other = S256.replace("E9M", "E9N");
        assert_eq!(
            verify(VERIFIER, &other),
            Err(Error::Pkce(PkceFault::Mismatch))
        );
    }

    #[test]
    fn a_challenge_that_is_no_hash_is_refused_the_plain_method_too() {
        let long = format!("{S256}AA");
        let padded = format!("{S256}=");
        // The last character may only end in two zero bits: `N` is `M` with one of them set.
        let stray = S256.replace("-cM", "-cN");
        for text in [
            "",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c",
            &long,
            &padded,
            &stray,
        ] {
            assert_eq!(verify(VERIFIER, text), Err(CHALLENGE), "{text}");
        }
        let plain = "~".repeat(43);
        assert_eq!(verify(&plain, &plain), Err(CHALLENGE));
        assert_eq!(
            verify(VERIFIER, VERIFIER),
            Err(Error::Pkce(PkceFault::Mismatch))
        );
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", Pkce::from_entropy(&OCTETS).unwrap());
        assert_eq!(shown, "Pkce { .. }");
    }
}
