//! Access tokens after RFC 9068, and what every policy can ask of a token.

mod demands;
mod order;

use serde_json::{Value, json};

use super::policy;
use crate::keys::{Key, p256};
use crate::suite::Suite;
use crate::token::{AUDIENCE, access};

const TWIN: &str = "every claim of RFC 9068";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new(
        "access",
        "Access tokens after RFC 9068, whole; scopes, binding, sign-in.",
    );
    s.keys("issuer", [key.jwk()]);
    s.policy("access", policy("access", &json!({})));
    s.accept(TWIN, "RFC 9068 §2.2", access(&key).mint());
    typ(&mut s, &key);
    required(&mut s, &key);
    types(&mut s, &key);
    issuer_and_audience(&mut s, &key);
    marks(&mut s, &key);
    s.choice();
    demands::scopes(&mut s, &key);
    s.must();
    demands::binding(&mut s, &key);
    s.choice();
    demands::own_claims(&mut s, &key);
    demands::sign_in(&mut s, &key);
    s.must();
    order::order(&mut s, &key);
    s
}

fn typ(s: &mut Suite, key: &Key) {
    const BAD: &str = "claims ERR_TYP_MISMATCH typ";
    for typ in ["application/at+jwt", "AT+JWT", "Application/At+Jwt"] {
        s.accept(
            &format!("typ {typ}"),
            "RFC 9068 §4",
            access(key).typ(typ).mint(),
        )
        // RFC 9068 §4 writes it in small letters; RFC 7515 §4.1.9 ignores case.
        .choice_if(typ != "application/at+jwt");
    }
    s.refuse(
        "no typ",
        "RFC 9068 §4",
        access(key).no_header("typ").mint(),
        BAD,
        TWIN,
    );
    for typ in [
        "JWT",
        "application/jwt",
        "",
        "at+jwt ",
        " at+jwt",
        "at",
        "jwt+at",
        "at+jwt+x",
        "text/at+jwt",
        "application/application/at+jwt",
        "application/",
        "application/at+jwt/x",
        "at+jwt;v=1",
        "logout+jwt",
        "dpop+jwt",
        "secevent+jwt",
        "id_token+jwt",
        "client-authentication+jwt",
        "JOSE",
    ] {
        s.refuse(
            &format!("typ {typ:?}"),
            "RFC 8725 §3.11",
            access(key).typ(typ).mint(),
            BAD,
            TWIN,
        );
    }
    s.policy(
        "own typ",
        policy("access", &json!({ "typ": "vnd.example.access+jwt" })),
    );
    let twin = "a typ that the policy names";
    s.accept(
        twin,
        "RFC 8725 §3.11",
        access(key).typ("vnd.example.access+jwt").mint(),
    );
    s.accept(
        "a typ that the policy names, in full",
        "RFC 7515 §4.1.9",
        access(key).typ("application/vnd.example.access+jwt").mint(),
    );
    s.refuse(
        "the usual typ where the policy names another",
        "RFC 8725 §3.11",
        access(key).mint(),
        BAD,
        twin,
    );
    s.refuse(
        "no typ where the policy names one",
        "RFC 8725 §3.11",
        access(key).no_header("typ").mint(),
        BAD,
        twin,
    );
    s.policy(
        "own typ in full",
        policy("access", &json!({ "typ": "application/at+jwt" })),
    );
    s.accept(
        "a policy may write the typ in full",
        "RFC 7515 §4.1.9",
        access(key).mint(),
    );
    s.use_policy("access");
}

fn required(s: &mut Suite, key: &Key) {
    for claim in ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"] {
        s.refuse(
            &format!("no {claim}"),
            "RFC 9068 §2.2",
            access(key).no_claim(claim).mint(),
            &format!("claims ERR_CLAIM_MISSING {claim}"),
            TWIN,
        )
        // What §4 has a resource server check.
        .choice_if(!["iss", "exp", "aud"].contains(&claim));
    }
    s.accept(
        "no scope",
        "RFC 9068 §2.2.3",
        access(key).no_claim("scope").mint(),
    );
    s.refuse(
        "SUB in capitals is no sub",
        "RFC 7519 §4",
        access(key).no_claim("sub").claim("SUB", "ada").mint(),
        "claims ERR_CLAIM_MISSING sub",
        TWIN,
    )
    .choice();
}

fn types(s: &mut Suite, key: &Key) {
    // Demanded where a check of RFC 9068 §4 or RFC 7519 §4.1 cannot pass.
    let demanded = |claim: &str, value: &Value| match claim {
        "iss" => true,
        "aud" => !value
            .as_array()
            .is_some_and(|list| list.contains(&AUDIENCE.into())),
        "exp" => *value != json!(1e15),
        "nbf" => *value != json!(-1),
        _ => false,
    };
    let wrong = |s: &mut Suite, claim: &str, values: &[Value]| {
        for value in values {
            s.refuse(
                &format!("{claim} is {value}"),
                "RFC 7519 §4.1",
                access(key).claim(claim, value.clone()).mint(),
                &format!("claims ERR_CLAIM_TYPE {claim}"),
                TWIN,
            )
            .choice_if(!demanded(claim, value));
        }
    };
    let texts = [
        json!(1),
        json!(null),
        json!(""),
        json!(["a"]),
        json!({}),
        json!(true),
    ];
    for claim in ["iss", "sub", "jti", "client_id"] {
        wrong(s, claim, &texts);
    }
    for claim in [
        "nonce",
        "azp",
        "at_hash",
        "c_hash",
        "token_use",
        "acr",
        "htm",
        "htu",
    ] {
        wrong(s, claim, &texts[..3]);
    }
    wrong(
        s,
        "aud",
        &[
            json!(1),
            json!(null),
            json!(""),
            json!([]),
            json!([1]),
            json!([""]),
            json!({}),
            json!(["https://api.example", 1]),
            json!([["https://api.example"]]),
        ],
    );
    for claim in ["exp", "nbf", "iat", "auth_time"] {
        wrong(
            s,
            claim,
            &[
                json!("1760000100"),
                json!(null),
                json!(true),
                json!([1]),
                json!({}),
                json!(-1),
                json!(1e15),
            ],
        );
    }
    wrong(
        s,
        "scope",
        &[json!(1), json!(null), json!(["read"]), json!({})],
    );
    wrong(s, "scp", &[json!(1), json!(null), json!([1]), json!({})]);
    wrong(s, "cnf", &[json!("x"), json!(null), json!([])]);
    wrong(s, "events", &[json!("x"), json!(null), json!([])]);
}

fn issuer_and_audience(s: &mut Suite, key: &Key) {
    for iss in [
        "https://issuer.example/",
        "https://ISSUER.example",
        "https://issuer.example:443",
        "http://issuer.example",
        "https://issuer.example ",
        "https://issuer.exampl",
        "https://issuer.example.attacker.example",
        "https://attacker.example",
        "https://issuer.example#x",
        "issuer.example",
    ] {
        s.refuse(
            &format!("iss {iss:?}"),
            "RFC 7519 §4.1.1",
            access(key).claim("iss", iss).mint(),
            "claims ERR_ISSUER_MISMATCH iss",
            TWIN,
        );
    }
    for (name, aud) in [
        (
            "one of several",
            json!(["https://other.example", "https://api.example"]),
        ),
        ("a list of one", json!(["https://api.example"])),
    ] {
        s.accept(
            &format!("aud is {name}"),
            "RFC 7519 §4.1.3",
            access(key).claim("aud", aud).mint(),
        );
    }
    for aud in [
        json!("https://other.example"),
        json!("https://api.example/"),
        json!("https://API.example"),
        json!("https://api"),
        json!("https://api.example.attacker.example"),
        json!(["https://other.example", "x"]),
        json!("https://other.example https://api.example"),
        json!("*"),
    ] {
        s.refuse(
            &format!("aud is {aud}"),
            "RFC 7519 §4.1.3",
            access(key).claim("aud", aud).mint(),
            "claims ERR_AUDIENCE_MISMATCH aud",
            TWIN,
        );
    }
    s.policy(
        "two audiences",
        policy(
            "access",
            &json!({ "audience": ["https://api.example", "urn:api"] }),
        ),
    );
    s.accept(
        "the second of our audiences",
        "RFC 7519 §4.1.3",
        access(key).claim("aud", "urn:api").mint(),
    );
    s.refuse(
        "none of our two audiences",
        "RFC 7519 §4.1.3",
        access(key).claim("aud", "urn:ap").mint(),
        "claims ERR_AUDIENCE_MISMATCH aud",
        "the second of our audiences",
    );
    s.use_policy("access");
}

/// Tokens of other kinds that bear the right typ (RFC 8725 §3.12 leaves to us how they differ).
fn marks(s: &mut Suite, key: &Key) {
    s.choice();
    for (claim, value) in [
        (
            "events",
            json!({ "http://schemas.openid.net/event/backchannel-logout": {} }),
        ),
        ("htm", json!("GET")),
        ("htu", json!("https://api.example/")),
        ("token_use", json!("id")),
    ] {
        s.refuse(
            &format!("{claim}, which other kinds bear"),
            "RFC 8725 §3.12",
            access(key).claim(claim, value).mint(),
            &format!("claims ERR_TOKEN_KIND {claim}"),
            TWIN,
        );
    }
    s.accept(
        "token_use access",
        "RFC 8725 §3.12",
        access(key).claim("token_use", "access").mint(),
    )
    .must();
    s.must();
}
