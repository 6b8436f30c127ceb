//! What a profile asks of resource servers, said in a policy.

use serde_json::json;

use super::super::policy;
use crate::keys::{ed25519, p256, rsa};
use crate::suite::Suite;
use crate::token::{NOW, access, encode};

pub fn suite(s: &mut Suite) {
    fapi_algorithms(s);
    // FAPI asks it of its own members, and what a policy requires besides is the policy's.
    s.choice();
    fapi_dates(s);
    bound_tokens_alone(s);
    s.must();
}

/// FAPI 2.0 SP §5.4: PS256, ES256 and `EdDSA`, and nothing else.
fn fapi_algorithms(s: &mut Suite) {
    const CLAUSE: &str = "FAPI 2.0 SP §5.4";
    let (ec, ed, rsa) = (p256("es256-1"), ed25519("ed25519-1"), rsa());
    s.keys("FAPI", [ec.jwk(), ed.jwk(), rsa.jwk()]);
    let algorithms = json!({ "algorithms": ["PS256", "ES256", "EdDSA"] });
    s.policy("FAPI", policy("access", &algorithms));
    let twin = "FAPI: PS256";
    s.accept(twin, CLAUSE, access(&rsa).alg("PS256").mint());
    s.accept("FAPI: ES256", CLAUSE, access(&ec).mint());
    s.accept("FAPI: EdDSA", CLAUSE, access(&ed).mint());
    for alg in ["RS256", "PS384", "RS512"] {
        s.refuse(
            &format!("FAPI: {alg}"),
            CLAUSE,
            access(&rsa).alg(alg).mint(),
            "key ERR_ALG_NOT_ALLOWED",
            twin,
        );
    }
}

/// FAPI 2.0 SP §5.3.2.1: 10 s ahead must pass, 60 s must not.
fn fapi_dates(s: &mut Suite) {
    const CLAUSE: &str = "FAPI 2.0 SP §5.3.2.1";
    let key = p256("es256-1");
    for (claim, reason) in [
        ("iat", "claims ERR_TOKEN_ISSUED_IN_FUTURE iat"),
        ("nbf", "claims ERR_TOKEN_NOT_YET_VALID nbf"),
    ] {
        let ahead = |seconds: u64| access(&key).claim(claim, NOW + seconds).mint();
        let twin = format!("FAPI: {claim} 10 s ahead");
        s.accept(&twin, CLAUSE, ahead(10));
        let name = format!("FAPI: {claim} 60 s ahead");
        s.refuse(&name, CLAUSE, ahead(60), reason, &twin);
    }
}

/// A policy can take tokens alone that are bound to something (FAPI 2.0 SP §5.3.3).
fn bound_tokens_alone(s: &mut Suite) {
    const CLAUSE: &str = "FAPI 2.0 SP §5.3.3";
    let key = p256("es256-1");
    let hash = encode(&[7; 32]);
    let required = json!({ "required_claims": ["cnf"] });
    s.policy("bound tokens alone", policy("access", &required));
    let bound = access(&key)
        .claim("cnf", json!({ "x5t#S256": hash }))
        .mint();
    let certificate = json!({ "client_certificate": hash });
    let twin = "a bound token where none else is taken";
    s.accept(twin, CLAUSE, bound.clone())
        .presented(certificate.clone());
    s.refuse(
        "a token that is not bound where none else is taken",
        CLAUSE,
        access(&key).mint(),
        "claims ERR_CLAIM_MISSING cnf",
        twin,
    )
    .presented(certificate);
    s.refuse(
        "a bound token without its proof where none else is taken",
        CLAUSE,
        bound,
        "claims ERR_BINDING_UNPROVEN cnf",
        twin,
    );
}
