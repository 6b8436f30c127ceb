use wasm_bindgen_test::wasm_bindgen_test;

use super::{CLAIMS, TOKEN, member, text, thrown};
use crate::functions::{certificate_hash, entropy, peek, pkce_challenge, pkce_verify, thumbprint};
use crate::oauth::{
    callback_error, metadata_url, pkce_from_entropy, read_callback, read_jwks_uri, read_metadata,
    read_token_error, read_token_response,
};

const ISSUER: &str = "https://issuer.example";

#[wasm_bindgen_test]
fn entropy_comes_from_the_host_and_never_twice() {
    let (one, two) = (entropy(32).unwrap(), entropy(32).unwrap());
    assert_eq!((one.len(), two.len()), (32, 32));
    assert_ne!(one, two);
    assert!(entropy(0).unwrap().is_empty());
    // One call asks the host for more than `getRandomValues` gives at once (65536 bytes).
    let many = entropy(70_000).unwrap();
    assert!(many[69_000..].iter().any(|byte| *byte != 0));
}

#[wasm_bindgen_test]
fn rfc_7636_appendix_b() {
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let octets = [
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37,
        77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];
    let pair = js_sys::JSON::parse(&pkce_from_entropy(&octets).unwrap()).unwrap();
    assert_eq!(text(&pair, "code_verifier"), VERIFIER);
    assert_eq!(text(&pair, "code_challenge"), CHALLENGE);
    assert_eq!(pkce_challenge(VERIFIER).unwrap(), CHALLENGE);
    assert_eq!(pkce_verify(VERIFIER, CHALLENGE), Ok(true));
    assert_eq!(
        pkce_verify(&VERIFIER.replace("dBj", "dBk"), CHALLENGE),
        Ok(false)
    );
    assert_eq!(thrown(pkce_from_entropy(&octets[1..])), "ERR_PKCE_ENTROPY");
    assert_eq!(thrown(pkce_challenge("short")), "ERR_PKCE_VERIFIER_LENGTH");
    assert_eq!(thrown(pkce_verify(VERIFIER, "plain")), "ERR_PKCE_CHALLENGE");
}

#[wasm_bindgen_test]
fn rfc_8037_a_3_thumbprint() {
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    assert_eq!(
        thumbprint(jwk).unwrap(),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
    assert_eq!(thrown(thumbprint("{")), "ERR_JWK_JSON");
}

#[wasm_bindgen_test]
fn a_look_into_a_token_is_json_of_header_and_claims() {
    let peeked = js_sys::JSON::parse(&peek(TOKEN).unwrap()).unwrap();
    assert_eq!(text(&member(&peeked, "header"), "alg"), "EdDSA");
    let claims = js_sys::JSON::stringify(&member(&peeked, "claims")).unwrap();
    assert_eq!(claims, CLAIMS);
    assert_eq!(thrown(peek("a.b")), "ERR_TOKEN_SEGMENTS");
}

#[wasm_bindgen_test]
fn fips_180_4_a_certificate_is_named_by_its_sha_256() {
    assert_eq!(certificate_hash(b"abc")[..4], [0xba, 0x78, 0x16, 0xbf]);
    assert_eq!(certificate_hash(b"").len(), 32);
}

#[wasm_bindgen_test]
fn metadata_is_found_and_read() {
    let openid = format!("{ISSUER}/.well-known/openid-configuration");
    assert_eq!(metadata_url(ISSUER, "openid"), Some(openid));
    let oauth = "https://issuer.example/.well-known/oauth-authorization-server/a";
    assert_eq!(
        metadata_url("https://issuer.example/a", "oauth").as_deref(),
        Some(oauth)
    );
    assert_eq!(metadata_url("joe", "openid"), None);
    assert_eq!(metadata_url(ISSUER, "other"), None);
    let keys = format!(r#"{{"issuer":"{ISSUER}","jwks_uri":"{ISSUER}/jwks"}}"#);
    assert_eq!(
        read_jwks_uri(&keys, ISSUER).unwrap(),
        format!("{ISSUER}/jwks")
    );
    assert_eq!(
        thrown(read_metadata(&keys, ISSUER)),
        "ERR_METADATA_MALFORMED"
    );
    let other = read_jwks_uri(&keys, "https://other.example");
    assert_eq!(thrown(other), "ERR_METADATA_ISSUER_MISMATCH");
}

#[wasm_bindgen_test]
fn callbacks_are_read() {
    let code = read_callback(
        "code=c&state=s&iss=https%3A%2F%2Fissuer.example",
        "s",
        ISSUER,
        true,
    );
    assert_eq!(code.unwrap(), "c");
    let refused = |query| thrown(read_callback(query, "s", ISSUER, true));
    assert_eq!(refused("code=c&state=t"), "ERR_STATE_MISMATCH");
    assert_eq!(refused("code=c&state=s"), "ERR_CALLBACK_ISSUER_MISSING");
    assert_eq!(
        refused("code=c&code=d&state=s"),
        "ERR_CALLBACK_DUPLICATE_PARAMETER"
    );
    assert_eq!(
        callback_error("error=access_denied").as_deref(),
        Some("access_denied")
    );
    assert_eq!(callback_error("error=%3Cscript%3E"), None);
}

#[wasm_bindgen_test]
fn token_answers_are_read() {
    let answer = r#"{"access_token":"t","token_type":"bearer","expires_in":60}"#;
    let read = js_sys::JSON::parse(&read_token_response(answer, "openid").unwrap()).unwrap();
    assert_eq!(text(&read, "access_token"), "t");
    assert_eq!(text(&read, "scope"), "openid");
    let mac = r#"{"access_token":"t","token_type":"mac"}"#;
    assert_eq!(thrown(read_token_response(mac, "")), "ERR_TOKEN_TYPE");
    assert_eq!(
        read_token_error(r#"{"error":"invalid_grant"}"#),
        "invalid_grant"
    );
    assert_eq!(read_token_error("<html>"), "invalid_response");
}
