//! Logins: what is printed of callbacks, token responses, proof keys and signing keys.

use portcullis::oauth::{Expected, TokenResponse, callback_error, read_callback, token_error};
use portcullis::{Pkce, pkce, thumbprint};

use crate::prints::{Prints, Secrets};

const STATE: &str = "state-af0ifjsldkj";
const CODE: &str = "code-SplxlOBeZQQYbYS6WxSbIA";
const ACCESS: &str = "access-2YotnFZFEjr1zCsicMWpAA";
const REFRESH: &str = "refresh-tGzv3JOkF0XG5Qx2TlKWIA";
const ID: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEtbG92ZWxhY2UifQ.c2lnbmF0dXJl";
const ISSUER: &str = "https://issuer.example";

pub(crate) fn print(prints: &mut Prints) {
    let mut secrets = Secrets::default();
    for secret in [STATE, CODE, ACCESS, REFRESH, ID] {
        secrets.take_token(secret);
    }
    callbacks(prints);
    token_responses(prints);
    proof_keys(prints, &mut secrets);
    #[cfg(feature = "jwt-compact")]
    signing_keys(prints, &mut secrets);
    prints.check(&secrets, ISSUER, "login");
}

fn callbacks(prints: &mut Prints) {
    let expected = Expected {
        state: STATE,
        issuer: ISSUER,
        iss_parameter: true,
    };
    let mut refused = 0;
    for query in [
        format!("code={CODE}&state={STATE}"),
        format!("code={CODE}&state={STATE}&iss=https%3A%2F%2F{CODE}"),
        format!("code={CODE}&state={CODE}&iss={ISSUER}"),
        format!("code={CODE}&code={CODE}&state={STATE}&iss={ISSUER}"),
        format!("error={CODE}&state={STATE}&iss={ISSUER}"),
        format!("error=access_denied&error_description={CODE}&state={STATE}&iss={ISSUER}"),
        format!("code={CODE}%&state={STATE}&iss={ISSUER}"),
    ] {
        prints.error(read_callback(&query, &expected).expect_err(&query));
        prints.text(callback_error(&query).unwrap_or_default());
        refused += 1;
    }
    assert_eq!(refused, 7);
}

fn token_responses(prints: &mut Prints) {
    let good = format!(
        r#"{{"access_token":"{ACCESS}","token_type":"Bearer","refresh_token":"{REFRESH}","id_token":"{ID}"}}"#
    );
    let response = TokenResponse::read(&good, "openid").expect("a response");
    prints.debug("TokenResponse", &response);
    for (from, to) in [
        ("Bearer", REFRESH),
        ("{\"access_token\":", "{\"access_token\":["),
        ("refresh_token", "access_token"),
        ("\"id_token\":", "\"id_token\":1,\"x\":"),
        ("}", ""),
    ] {
        let broken = good.replace(from, to);
        prints.error(TokenResponse::read(&broken, "openid").expect_err(&broken));
        prints.text(token_error(&broken));
    }
    prints.text(token_error(&format!(r#"{{"error":"{ACCESS}"}}"#)));
    prints.text(token_error(&format!(
        r#"{{"error":"invalid_grant","error_description":"{REFRESH}"}}"#
    )));
}

fn proof_keys(prints: &mut Prints, secrets: &mut Secrets) {
    let entropy: Vec<u8> = (0..32_u8)
        .map(|byte| byte.wrapping_mul(73) ^ 0x5A)
        .collect();
    let pair = Pkce::from_entropy(&entropy).expect("32 bytes");
    secrets.take_token(pair.verifier());
    secrets.take_token(pair.challenge());
    prints.debug("Pkce", &pair);
    prints.error(Pkce::from_entropy(&entropy[..31]).expect_err("31 bytes"));
    let (verifier, challenge) = (pair.verifier(), pair.challenge());
    for refused in [
        pkce::verify(verifier, verifier),
        pkce::verify(challenge, challenge),
        pkce::verify(&format!("{verifier} "), challenge),
        pkce::verify(verifier, &format!("{challenge}=")),
        pkce::challenge(&verifier[..42]).map(drop),
    ] {
        prints.error(refused.expect_err("no pair"));
    }
    let jwk = format!(r#"{{"kty":"{verifier}"}}"#);
    prints.error(thumbprint(&jwk).expect_err("no key"));
}

/// Published private keys: RFC 7515 A.3 and RFC 8037 A.1; the one of P-384 is made up for this.
#[cfg(feature = "jwt-compact")]
fn signing_keys(prints: &mut Prints, secrets: &mut Secrets) {
    use jwt_compact::AlgorithmSignature as _;
    use portcullis::interop::{Ed25519SigningKey, Es256SigningKey, Es384SigningKey, Signature};
    use serde_json::json;

    let es256 = json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
    });
    let ed25519 = json!({
        "kty": "OKP", "crv": "Ed25519",
        "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    let es384 = es384();
    for key in [&es256, &ed25519, &es384] {
        secrets.take_strings(key);
    }
    let (es256, ed25519, es384) = (es256.to_string(), ed25519.to_string(), es384.to_string());
    prints.debug(
        "Es256SigningKey",
        &Es256SigningKey::from_jwk(&es256).unwrap(),
    );
    prints.debug(
        "Es384SigningKey",
        &Es384SigningKey::from_jwk(&es384).unwrap(),
    );
    prints.debug(
        "Ed25519SigningKey",
        &Ed25519SigningKey::from_jwk(&ed25519).unwrap(),
    );
    prints.error(Es256SigningKey::from_jwk(&ed25519).unwrap_err());
    prints.error(Es384SigningKey::from_jwk(&es256).unwrap_err());
    prints.error(Ed25519SigningKey::from_jwk(&es384).unwrap_err());
    let signature = Signature::try_from_slice(CODE.as_bytes()).unwrap();
    prints.debug("Signature", &signature);
}

#[cfg(feature = "jwt-compact")]
fn es384() -> serde_json::Value {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let scalar: Vec<u8> = (1..=48_u8).map(|byte| byte.wrapping_mul(89)).collect();
    let key = p384::ecdsa::SigningKey::from_slice(&scalar).expect("in range");
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = point.as_bytes()[1..].split_at(48);
    serde_json::json!({
        "kty": "EC", "crv": "P-384", "x": URL_SAFE_NO_PAD.encode(x),
        "y": URL_SAFE_NO_PAD.encode(y), "d": URL_SAFE_NO_PAD.encode(&scalar),
    })
}
