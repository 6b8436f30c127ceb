//! Any bytes at all, at every door: a typed refusal each time, never a panic, never an accept.
//!
//! The bytes are the vectors' own documents, broken by a fixed generator, so that most of them get
//! past the first check. Every run tries the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

mod noise;
mod reader;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use noise::Noise;
use portcullis::oauth::{
    Expected, Metadata, MetadataKind, TokenResponse, callback_error, challenge, read_callback,
    token_error,
};
use portcullis::{
    Candidate, Decision, Error, Gate, KeySet, Limits, Pkce, Policy, PolicyError, Presentation,
    UnixTime, Unverified, VerifyingKey, dangerous, pkce, thumbprint,
};
use reader::{suites, text};

const ISSUER: &str = "https://issuer.example";

/// A refusal is one that the catalogue lists, with nothing but its row to say.
fn typed(error: Error, stages: &[&str]) {
    assert!(stages.contains(&error.stage()), "{error:?}");
    assert!(error.code().starts_with("ERR_"), "{error:?}");
    assert_eq!(error.to_string(), error.message());
    assert_eq!(Error::from_wire(error.to_wire()), Some(error));
}

fn typed_policy(error: &PolicyError, input: &str) {
    assert!(error.code().starts_with("ERR_POLICY_"), "{error:?}");
    // A path repeats names that are known, and indexes; an unknown name at most in part.
    assert!(
        error.path().len() <= 256 || !input.contains(error.path()),
        "{}",
        error.path().len()
    );
}

const TOKEN: &[&str] = &["malformed", "key", "signature", "claims", "denied"];

/// The accepted tokens of the vectors, each with what it takes to accept it.
fn accepted() -> Vec<(String, KeySet, Policy)> {
    let mut found = Vec::new();
    for suite in suites() {
        for vector in suite.vectors() {
            if vector["expect"]["verdict"] != "accept" || vector.get("features").is_some() {
                continue;
            }
            // Proofs hold their keys.
            let Some(document) = suite.key_document(vector) else {
                continue;
            };
            let policy = suite.read_policy(vector).unwrap();
            let issuer = text(suite.keys(vector), "issuer");
            let keys = KeySet::for_policy(&policy, issuer, &document).unwrap();
            let token = text(vector, "token").to_owned();
            // One signature of the longest RSA key takes as long as a thousand others.
            if token.len() < 1500 {
                found.push((token, keys, policy));
            }
        }
    }
    assert!(found.len() > 150);
    found
}

#[test]
fn tokens() {
    let mut noise = Noise(1);
    let now = UnixTime::from_secs(1_760_000_000);
    let tokens = accepted();
    for round in 0..10_000 {
        let (token, keys, policy) = &tokens[round % tokens.len()];
        let broken = noise.broken_text(token);
        let verdict =
            portcullis::verify(&broken, keys, policy, &Presentation::bearer(), now).map(drop);
        if broken != *token {
            typed(verdict.expect_err("a broken token"), TOKEN);
        }
        let record = Decision::of(&broken, Some(keys), policy, verdict, now).to_json();
        assert!(serde_json::from_str::<serde_json::Value>(&record).is_ok());
    }
}

/// Headers and payloads that are broken inside sound base64url, which only the readers see.
#[test]
fn headers_and_payloads() {
    let mut noise = Noise(2);
    let tokens = accepted();
    for round in 0..10_000 {
        let (token, keys, policy) = &tokens[round % tokens.len()];
        let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
        let which = round % 2;
        let bytes = noise.broken(&URL_SAFE_NO_PAD.decode(&parts[which]).unwrap());
        parts[which] = URL_SAFE_NO_PAD.encode(bytes);
        let broken = parts.join(".");
        if let Err(error) = dangerous::peek(&broken, policy.limits()) {
            typed(error, &["malformed", "claims"]);
        }
        let Ok(mut parsed) = Unverified::parse(&broken, policy.limits()) else {
            continue;
        };
        if let Err(error) = parsed.issuer_hint() {
            typed(error, &["malformed", "claims"]);
        }
        if broken != *token {
            let refused = parsed
                .select(keys, policy.algorithms())
                .and_then(Candidate::verify);
            typed(refused.expect_err("a broken token"), &["key", "signature"]);
        }
    }
}

#[test]
fn key_sets_and_keys() {
    let mut noise = Noise(3);
    let limits = Limits::default();
    let mut sources = Vec::new();
    for suite in suites() {
        for source in suite.document["keys"].as_object().unwrap().values() {
            let document = source.get("jwks").or(source.get("certificates"));
            sources.extend(document.map(ToString::to_string));
        }
    }
    for round in 0..4000 {
        let broken = noise.broken_text(&sources[round % sources.len()]);
        for read in [KeySet::from_json, KeySet::from_certificates] {
            match read(ISSUER, &broken, &limits) {
                Ok(keys) => keys
                    .ignored()
                    .iter()
                    .for_each(|(_, fault)| typed(Error::Key(*fault), &["key"])),
                Err(error) => typed(error, &["keys"]),
            }
        }
        let start = broken.find("{\"").map_or(0, |at| at + 1);
        let jwk = broken
            .get(start..)
            .and_then(|rest| rest.find('{').map(|at| &rest[at..]))
            .unwrap_or_default();
        let jwk = jwk.split_inclusive('}').next().unwrap_or_default();
        if let Err(error) = VerifyingKey::from_jwk(jwk, &limits) {
            typed(error, &["key"]);
        }
        if let Err(error) = thumbprint(jwk) {
            typed(error, &["key"]);
        }
    }
}

#[test]
fn policies_and_presentations() {
    let mut noise = Noise(4);
    let mut documents = Vec::new();
    for suite in suites() {
        documents.extend(
            suite.document["policies"]
                .as_object()
                .unwrap()
                .values()
                .map(ToString::to_string),
        );
    }
    let presentation = r#"{"nonce":"n","access_token":"a","code":"c","client_certificate":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"}"#;
    assert!(Presentation::from_json(presentation).is_ok());
    for round in 0..20_000 {
        let broken = noise.broken_text(&documents[round % documents.len()]);
        match Policy::from_json(&broken) {
            Ok(policy) => assert_eq!(Policy::from_json(&policy.to_json()), Ok(policy)),
            Err(error) => typed_policy(&error, &broken),
        }
        let broken = noise.broken_text(presentation);
        if let Err(error) = Presentation::from_json(&broken) {
            typed_policy(&error, &broken);
        }
    }
}

#[test]
fn gates_and_their_paths() {
    const DOCUMENT: &str = r#"{
        "issuers": [{ "issuer": "https://issuer.example", "audience": "https://api.example" }],
        "origin": "https://origin.example",
        "routes": [
            { "path": "/health", "public": true },
            { "path": "/notes/:id/*", "methods": ["GET", "PUT"], "scopes": { "all": ["notes:read"] } }
        ],
        "forward": { "sub": "x-auth-sub", "scope": "x-auth-scope", "client_id": "x-auth-client" },
        "cors": { "origins": ["https://app.example"] },
        "expose_decision": true
    }"#;
    let mut noise = Noise(5);
    let gate = Gate::from_json(DOCUMENT).expect("a gate");
    for _ in 0..20_000 {
        let broken = noise.broken_text(DOCUMENT);
        match Gate::from_json(&broken) {
            Ok(gate) => assert_eq!(Gate::from_json(&gate.to_json()), Ok(gate)),
            Err(error) => typed_policy(&error, &broken),
        }
        let path = noise.broken_text("/notes/7/lines");
        let method = noise.broken_text("GET");
        if let Err(error) = gate.route(&method, &path) {
            typed(error, &["request"]);
        }
    }
}

#[test]
fn callbacks() {
    const QUERY: &str =
        "code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj&iss=https%3A%2F%2Fissuer.example";
    let mut noise = Noise(6);
    let expected = Expected {
        state: "af0ifjsldkj",
        issuer: ISSUER,
        iss_parameter: true,
    };
    assert_eq!(
        read_callback(QUERY, &expected).as_deref(),
        Ok("SplxlOBeZQQYbYS6WxSbIA")
    );
    for _ in 0..30_000 {
        let broken = noise.broken_text(QUERY);
        if let Err(error) = read_callback(&broken, &expected) {
            typed(error, &["oauth"]);
        }
        let refused = noise
            .broken_text("error=access_denied&state=af0ifjsldkj&iss=https%3A%2F%2Fissuer.example");
        typed(
            read_callback(&refused, &expected).expect_err("an error response"),
            &["oauth"],
        );
        assert!(callback_error(&refused).is_none_or(str::is_ascii));
    }
}

#[test]
fn metadata_and_token_responses() {
    const METADATA: &str = r#"{"issuer":"https://issuer.example","authorization_endpoint":"https://issuer.example/auth","token_endpoint":"https://issuer.example/token","jwks_uri":"https://issuer.example/jwks","end_session_endpoint":"https://issuer.example/end","code_challenge_methods_supported":["S256"],"authorization_response_iss_parameter_supported":true}"#;
    const RESPONSE: &str = r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600,"refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA","id_token":"a.b.c","scope":"openid read"}"#;
    let mut noise = Noise(7);
    let limits = Limits::default();
    assert!(Metadata::for_login(METADATA, ISSUER, &limits).is_ok());
    assert!(TokenResponse::read(RESPONSE, "openid read").is_ok());
    for _ in 0..20_000 {
        let broken = noise.broken_text(METADATA);
        for read in [Metadata::for_login, Metadata::for_keys] {
            match read(&broken, ISSUER, &limits) {
                Ok(metadata) => assert_eq!(metadata.issuer, ISSUER),
                Err(error) => typed(error, &["oauth"]),
            }
        }
        let broken = noise.broken_text(RESPONSE);
        if let Err(error) = TokenResponse::read(&broken, "openid read") {
            typed(error, &["oauth"]);
        }
        assert!(token_error(&broken).is_ascii());
        let issuer = noise.broken_text("https://issuer.example/tenant");
        for kind in [MetadataKind::OpenId, MetadataKind::OAuth] {
            assert!(Metadata::url(&issuer, kind).is_none_or(|url| url.contains("/.well-known/")));
        }
    }
}

#[test]
fn proof_keys_and_challenges() {
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let mut noise = Noise(8);
    for round in 0..20_000 {
        let verifier = noise.broken_text(VERIFIER);
        if verifier != VERIFIER {
            typed(
                pkce::verify(&verifier, CHALLENGE).expect_err("a broken verifier"),
                &["pkce"],
            );
        }
        let broken = noise.broken_text(CHALLENGE);
        if broken != CHALLENGE {
            typed(
                pkce::verify(VERIFIER, &broken).expect_err("a broken challenge"),
                &["pkce"],
            );
        }
        let entropy = vec![7; round % 64];
        assert_eq!(Pkce::from_entropy(&entropy).is_ok(), entropy.len() == 32);
        let scope = noise.broken_text("notes:read");
        let row = round % Error::catalogue().len();
        let error = Error::catalogue().nth(row).unwrap().error;
        // RFC 6750 §3: what an attribute may hold; a quote can never end it early.
        if let Some(header) = challenge(error, Some(&scope)) {
            assert!(
                header.bytes().all(|byte| (0x20..0x7F).contains(&byte)),
                "{header:?}"
            );
            assert_eq!(header.matches('"').count() % 2, 0, "{header:?}");
        }
    }
}

/// Every error there is crosses the wire and says the same thing on the other side.
#[test]
fn wires() {
    let mut noise = Noise(9);
    for _ in 0..100_000 {
        let wire = u32::try_from(noise.next() >> 32).unwrap() & 0x03FF_00FF;
        if let Some(error) = Error::from_wire(wire) {
            assert_eq!(Error::from_wire(error.to_wire()), Some(error));
        }
    }
}
