//! The examples of the RFCs: signatures by themselves, thumbprints, PKCE.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod reader;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portcullis::{Error, KeySet, Policy, Unverified, thumbprint};
use reader::{Suite, suites, text};
use serde_json::Value;
use sha2::{Digest, Sha256};

fn rfc() -> Suite {
    suites()
        .into_iter()
        .find(|suite| suite.file == "rfc.json")
        .expect("rfc.json")
}

/// What the signature of a vector is worth, whatever its payload says.
fn signature(suite: &Suite, vector: &Value) -> Result<(), Error> {
    let policy = Policy::from_json(&suite.policy(vector).to_string()).expect("a policy");
    let token = Unverified::parse(text(vector, "token"), policy.limits())?;
    match suite.key_document(vector) {
        Some(jwks) => {
            let keys = KeySet::from_json("https://issuer.example", &jwks, policy.limits())?;
            token.select(&keys, policy.algorithms())?.verify().map(drop)
        }
        None => shared(suite, vector, token, &policy),
    }
}

#[cfg(feature = "hmac")]
fn shared(
    suite: &Suite,
    vector: &Value,
    token: Unverified<'_>,
    policy: &Policy,
) -> Result<(), Error> {
    use base64::Engine;
    let source = suite.keys(vector);
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(text(source, "secret"))
        .unwrap();
    let secret =
        portcullis::HmacSecret::new(text(source, "issuer"), portcullis::Algorithm::Hs256, &bytes)?;
    token
        .select_secret(&secret, policy.algorithms())?
        .verify()
        .map(drop)
}

#[cfg(not(feature = "hmac"))]
#[allow(clippy::unnecessary_wraps, reason = "as with the feature")]
fn shared(_: &Suite, _: &Value, _: Unverified<'_>, _: &Policy) -> Result<(), Error> {
    Ok(())
}

#[test]
fn signatures_printed_in_rfcs_are_good_and_changed_ones_are_not() {
    let suite = rfc();
    let mut good = 0;
    for vector in suite.vectors() {
        let name = text(vector, "name");
        if vector.get("features").is_some() && !cfg!(feature = "hmac") {
            continue;
        }
        if name.ends_with("signature good") {
            assert_eq!(signature(&suite, vector), Ok(()), "{name}");
            good += 1;
        } else if name.ends_with("signature changed") {
            assert_eq!(
                signature(&suite, vector),
                Err(Error::BadSignature),
                "{name}"
            );
        }
    }
    assert_eq!(good, if cfg!(feature = "hmac") { 7 } else { 5 });
}

#[test]
fn es512_is_known_by_name_only() {
    let suite = rfc();
    let named = |vector: &&Value| text(vector, "name").contains("ES512");
    for vector in suite.vectors().iter().filter(named) {
        assert_eq!(
            signature(&suite, vector).unwrap_err().code(),
            "ERR_ALG_UNKNOWN"
        );
    }
}

#[test]
fn rfc_7638_section_3_1() {
    const JWK: &str = r#"{
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29"
    }"#;
    assert_eq!(
        thumbprint(JWK).unwrap(),
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    );
}

#[test]
fn rfc_8037_appendix_a_3() {
    let public =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let private = public.replace(
        '}',
        r#","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#,
    );
    for jwk in [public, &private] {
        assert_eq!(
            thumbprint(jwk).unwrap(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
    }
}

/// The thumbprint is of the required members alone, in order, whatever else the key says.
#[test]
fn rfc_7638_section_3_3() {
    let plain = thumbprint(r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AQ"}"#).unwrap();
    let same =
        thumbprint(r#" {"y":"AQ","use":"sig","\u0078":"AA","kid":"1","crv":"P-256","kty":"EC"} "#);
    assert_eq!(same.unwrap(), plain);
    for other in [
        r#"{"kty":"EC","crv":"P-256","x":"AA"}"#,
        r#"{"kty":"EC","crv":"P-256","x":"AA","y":1}"#,
        r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AQ="}"#,
        r#"{"kty":"XX","x":"AA"}"#,
        r#"{"kty":"EC","kty":"EC","crv":"P-256","x":"AA","y":"AQ"}"#,
        "[]",
        "",
    ] {
        assert_eq!(thumbprint(other).unwrap_err().stage(), "key", "{other}");
    }
}

/// Of the shared secret of RFC 7515 A.1, whatever stands beside it.
#[test]
fn rfc_7638_section_3_2() {
    const K: &str =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    let whole = format!(r#"{{"kid":"1","kty":"oct","alg":"HS256","k":"{K}"}}"#);
    let required = format!(r#"{{"k":"{K}","kty":"oct"}}"#);
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(required));
    assert_eq!(thumbprint(&whole).unwrap(), hash);
}

/// The octets, verifier and challenge of RFC 7636 appendix B.
#[test]
fn rfc_7636_appendix_b() {
    const OCTETS: [u8; 32] = [
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37,
        77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let pair = portcullis::Pkce::from_entropy(&OCTETS).unwrap();
    assert_eq!((pair.verifier(), pair.challenge()), (VERIFIER, CHALLENGE));
    assert_eq!(portcullis::pkce::challenge(VERIFIER).unwrap(), CHALLENGE);
    assert_eq!(portcullis::pkce::verify(VERIFIER, CHALLENGE), Ok(()));
    let other = VERIFIER.replace('d', "e");
    assert_eq!(
        portcullis::pkce::verify(&other, CHALLENGE)
            .unwrap_err()
            .code(),
        "ERR_PKCE_MISMATCH"
    );
}
