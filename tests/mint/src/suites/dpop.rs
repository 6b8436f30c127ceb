//! Proofs of possession (RFC 9449 §4.3), alone and beside the access token that is bound to their key.

mod beside;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::policy;
use crate::keys::{ed25519, p256, p384, rsa, rsa_8192};
use crate::suite::Suite;
use crate::token::{Draft, NOW, encode, proof};

const URL: &str = "https://api.example/notes";

pub fn suite() -> Suite {
    let mut s = Suite::new(
        "dpop",
        "Proofs of possession, alone and beside a bound token.",
    );
    s.key_source(
        "embedded",
        json!({ "issuer": "https://issuer.example", "embedded": true }),
    );
    s.policy("proof", json!({ "kind": "dpop" }));
    form(&mut s);
    keys(&mut s);
    request(&mut s);
    token_hash(&mut s);
    time(&mut s);
    beside::a_token(&mut s);
    policies(&mut s);
    s
}

const TWIN: &str = "the claims that are required";

fn presented(url: &str) -> Value {
    json!({ "request": { "method": "POST", "url": url } })
}

fn form(s: &mut Suite) {
    let key = p256("client");
    s.accept(TWIN, "RFC 9449 §4.2", proof(&key).mint())
        .presented(presented(URL));
    let mut refuse = |name: &str, clause: &str, draft: Draft, reason: &str| {
        s.refuse(name, clause, draft.mint(), reason, TWIN)
            .presented(presented(URL))
            .choice_if(clause == "RFC 8725 §3.12");
    };
    for claim in ["jti", "htm", "htu", "iat"] {
        refuse(
            &format!("no {claim}"),
            "RFC 9449 §4.3 (3)",
            proof(&key).no_claim(claim),
            &format!("claims ERR_CLAIM_MISSING {claim}"),
        );
    }
    for typ in ["JWT", "at+jwt", "dpop", "application/x/dpop+jwt"] {
        refuse(
            &format!("typ {typ}"),
            "RFC 9449 §4.3 (4)",
            proof(&key).typ(typ),
            "key ERR_KEY_NOT_EMBEDDED",
        );
    }
    refuse(
        "no typ",
        "RFC 9449 §4.3 (4)",
        proof(&key).no_header("typ"),
        "key ERR_KEY_NOT_EMBEDDED",
    );
    refuse(
        "no jwk",
        "RFC 9449 §4.2",
        proof(&key).no_header("jwk"),
        "key ERR_KEY_NOT_EMBEDDED",
    );
    refuse(
        "alg none",
        "RFC 9449 §4.3 (5)",
        proof(&key).alg("none"),
        "malformed ERR_ALG_NONE",
    );
    for (claim, value) in [("scope", json!("read")), ("client_id", json!("client-1"))] {
        refuse(
            &format!("{claim}, which tokens bear"),
            "RFC 8725 §3.12",
            proof(&key).claim(claim, value),
            &format!("claims ERR_TOKEN_KIND {claim}"),
        );
    }
}

fn keys(s: &mut Suite) {
    let others = [p384("client"), ed25519("client"), rsa()];
    for key in &others {
        let jwt = proof(key).mint();
        s.accept(
            &format!("signed with {}", key.alg()),
            "RFC 9449 §4.3 (5)",
            jwt,
        )
        .presented(presented(URL));
    }
    s.accept(
        "signed with PS256, by an RSA key without alg",
        "RFC 9449 §4.3 (5)",
        proof(&rsa()).alg("PS256").mint(),
    )
    .presented(presented(URL));
    let key = p256("client");
    let with = |jwk: Value| proof(&key).header("jwk", jwk);
    let mut refuse = |name: &str, clause: &str, draft: Draft, reason: &str| {
        // What a jwk says of its use besides, and how long a key may be.
        s.refuse(name, clause, draft.mint(), reason, TWIN)
            .presented(presented(URL))
            .choice_if(["key ERR_JWK_USE", "key ERR_JWK_RSA"].contains(&reason));
    };
    refuse(
        "another key's signature",
        "RFC 9449 §4.3 (6)",
        proof(&key).signed_by(&p256("es256-1")),
        "signature ERR_SIGNATURE",
    );
    refuse(
        "a private key",
        "RFC 9449 §4.3 (7)",
        with(key.jwk_with(&json!({ "d": encode(&[1; 32]) }))),
        "key ERR_JWK_PRIVATE",
    );
    refuse(
        "a shared secret",
        "RFC 9449 §4.3 (5)",
        proof(&key)
            .alg("HS256")
            .signed_as("ES256")
            .header("jwk", json!({ "kty": "oct", "k": encode(&[7; 32]) })),
        "key ERR_ALG_NOT_ALLOWED",
    );
    refuse(
        "the alg of another curve",
        "RFC 8725 §3.1",
        proof(&key).alg("ES384").signed_as("ES256"),
        "key ERR_KEY_ALG_MISMATCH",
    );
    refuse(
        "a jwk for another algorithm",
        "RFC 8725 §3.1",
        proof(&rsa())
            .alg("PS256")
            .header("jwk", rsa().jwk_with(&json!({ "alg": "RS256" }))),
        "key ERR_KEY_ALG_MISMATCH",
    );
    refuse(
        "a jwk for encryption",
        "RFC 7517 §4.2",
        with(key.jwk_with(&json!({ "use": "enc" }))),
        "key ERR_JWK_USE",
    );
    refuse(
        "a point that is not on the curve",
        "RFC 8725 §3.4",
        with(key.jwk_with(&json!({ "y": encode(&[1; 32]) }))),
        "key ERR_JWK_POINT",
    );
    refuse(
        "an RSA key of 8192 bits",
        "RFC 9449 §11.5",
        proof(&rsa_8192()),
        "key ERR_JWK_RSA",
    );
}

/// RFC 9449 §4.3, rules 8 to 10.
fn request(s: &mut Suite) {
    let key = p256("client");
    let jwt = proof(&key).mint();
    for url in [
        "https://api.example/notes?page=2#top",
        "HTTPS://API.example:443/notes",
        "https://api.example/n%6ftes",
    ] {
        s.accept(&format!("at {url}"), "RFC 9449 §4.3 (9)", jwt.clone())
            .presented(presented(url));
    }
    for url in [
        "http://api.example/notes",
        "https://api.example/notes/",
        "https://api.example/Notes",
        "https://api.example/a/../notes",
        "https://api.example:8443/notes",
        "https://api.example.evil.example/notes",
        "/notes",
    ] {
        s.refuse(
            &format!("at {url}"),
            "RFC 9449 §4.3 (9)",
            jwt.clone(),
            "claims ERR_HTU_MISMATCH htu",
            TWIN,
        )
        .presented(presented(url))
        .choice_if(url.contains(".."));
    }
    for method in ["GET", "post", "POST "] {
        s.refuse(
            &format!("with the method {method:?}"),
            "RFC 9449 §4.3 (8)",
            jwt.clone(),
            "claims ERR_HTM_MISMATCH htm",
            TWIN,
        )
        .presented(json!({ "request": { "method": method, "url": URL } }));
    }
    s.refuse(
        "with no request at all",
        "RFC 9449 §4.3 (8)",
        jwt.clone(),
        "claims ERR_HTM_MISMATCH htm",
        TWIN,
    )
    .choice();
    let sent = |nonce: &str| json!({ "request": { "method": "POST", "url": URL }, "nonce": nonce });
    let nonced = proof(&key).claim("nonce", "eyJ7S_zG.1").mint();
    s.accept(
        "the nonce that was given out",
        "RFC 9449 §4.3 (10)",
        nonced.clone(),
    )
    .presented(sent("eyJ7S_zG.1"));
    s.refuse(
        "another nonce",
        "RFC 9449 §4.3 (10)",
        nonced,
        "claims ERR_NONCE_MISMATCH nonce",
        TWIN,
    )
    .presented(sent("eyJ7S_zG.2"));
    s.refuse(
        "no nonce though one was given out",
        "RFC 9449 §4.3 (10)",
        jwt,
        "claims ERR_CLAIM_MISSING nonce",
        TWIN,
    )
    .presented(sent("eyJ7S_zG.1"));
}

/// RFC 9449 §4.3, rule 12, where the proof alone is verified.
fn token_hash(s: &mut Suite) {
    let key = p256("client");
    let with = |ath: &str| proof(&key).claim("ath", ath).mint();
    let beside = json!({
        "request": { "method": "POST", "url": URL }, "access_token": "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
    });
    // The token and its hash of RFC 9449 §7.1.
    s.accept(
        "the hash of the token beside it",
        "RFC 9449 §4.3 (12)",
        with("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"),
    )
    .presented(beside.clone());
    for (name, jwt, reason) in [
        (
            "the hash of another token",
            with(&hash("another")),
            "claims ERR_ATH_MISMATCH ath",
        ),
        (
            "the hash with padding",
            with("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo="),
            "claims ERR_ATH_MISMATCH ath",
        ),
        (
            "no hash though a token is there",
            proof(&key).mint(),
            "claims ERR_CLAIM_MISSING ath",
        ),
    ] {
        s.refuse(name, "RFC 9449 §4.3 (12)", jwt, reason, TWIN)
            .presented(beside.clone());
    }
}

/// RFC 9449 §4.3, rule 11, and §11.1.
fn time(s: &mut Suite) {
    let key = p256("client");
    let at = |iat: Value| proof(&key).claim("iat", iat).mint();
    for (name, iat) in [
        ("90 s old, at the end of age and leeway", json!(NOW - 90)),
        ("30 s ahead, at the end of the leeway", json!(NOW + 30)),
    ] {
        s.accept(name, "RFC 9449 §4.3 (11)", at(iat))
            .presented(presented(URL))
            .choice();
    }
    for (name, iat, reason) in [
        ("91 s old", json!(NOW - 91), "claims ERR_TOKEN_TOO_OLD iat"),
        (
            "31 s ahead",
            json!(NOW + 31),
            "claims ERR_TOKEN_ISSUED_IN_FUTURE iat",
        ),
        (
            "iat as a string",
            json!(NOW.to_string()),
            "claims ERR_CLAIM_TYPE iat",
        ),
    ] {
        // How old is too old is the server's to say.
        s.refuse(name, "RFC 9449 §4.3 (11)", at(iat), reason, TWIN)
            .presented(presented(URL))
            .choice_if(!reason.contains("TYPE"));
    }
    s.refuse(
        "an exp that has passed",
        "RFC 7519 §4.1.4",
        proof(&key).claim("exp", NOW - 30).mint(),
        "claims ERR_TOKEN_EXPIRED exp",
        TWIN,
    )
    .presented(presented(URL));
}

/// What a proof's policy has no place for.
fn policies(s: &mut Suite) {
    s.use_keys("embedded");
    for (name, value) in [
        ("issuer", json!("https://issuer.example")),
        ("audience", json!("https://api.example")),
        ("any_audience", json!(true)),
        ("typ", json!("JWT")),
        ("scopes", json!({ "all": ["read"] })),
        ("acr", json!(["1"])),
        ("max_auth_age", json!(60)),
    ] {
        let mut policy = json!({ "kind": "dpop" });
        policy[name] = value;
        s.policy(&format!("with {name}"), policy);
        s.refuse(
            &format!("a policy with {name}"),
            "RFC 9449 §4.2",
            proof(&p256("client")).mint(),
            &format!("policy ERR_POLICY_CONFLICT {name}"),
            TWIN,
        )
        .choice();
    }
}

fn hash(text: &str) -> String {
    encode(&Sha256::digest(text))
}
