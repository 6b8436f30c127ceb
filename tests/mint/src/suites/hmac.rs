//! Shared secrets (RFC 7518 §3.2): a type of their own, opt-in, native only.

use serde_json::{Value, json};

use super::policy;
use crate::keys::{Key, p256, secret};
use crate::suite::Suite;
use crate::token::{ISSUER, NOW, access};

fn source(key: &Key, alg: &str) -> Value {
    json!({ "issuer": ISSUER, "alg": alg, "secret": key.jwk() })
}

pub fn suite() -> Suite {
    let mut s = Suite::new(
        "hmac",
        "Shared secrets, where a build and a policy both want them.",
    );
    s.policy(
        "HMAC",
        policy(
            "access",
            &json!({ "algorithms": ["HS256", "HS384", "HS512"] }),
        ),
    );
    for (alg, least) in [("HS256", 32), ("HS384", 48), ("HS512", 64)] {
        let key = secret("shared", least);
        let draft = access(&key).alg(alg);
        s.key_source(alg, source(&key, alg));
        s.accept(alg, "RFC 7518 §3.2", draft.mint()).needs("hmac");
        let tag = draft.signature();
        let other = if alg == "HS256" { "HS384" } else { "HS256" };
        let bad = "signature ERR_SIGNATURE";
        for (name, bytes) in [
            ("one bit changed", [&[tag[0] ^ 1], &tag[1..]].concat()),
            ("cut to half", tag[..tag.len() / 2].to_vec()),
            ("cut to one byte", tag[..1].to_vec()),
            ("one byte more", [&tag[..], &[0]].concat()),
            (
                "of another hash",
                draft.clone().signed_as(other).signature(),
            ),
            (
                "of another secret",
                draft.clone().signed_by(&secret("other", least)).signature(),
            ),
        ] {
            s.refuse(
                &format!("{alg}, {name}"),
                "RFC 7518 §3.2",
                draft.mint_with(&bytes),
                bad,
                alg,
            )
            .needs("hmac");
        }
        s.refuse(
            &format!("{other} with the secret of {alg}"),
            "RFC 8725 §3.1",
            access(&key).alg(other).mint(),
            "key ERR_KEY_ALG_MISMATCH",
            alg,
        )
        .needs("hmac");
        s.refuse(
            &format!("{alg}, expired"),
            "RFC 7519 §4.1.4",
            access(&key).alg(alg).claim("exp", NOW - 31).mint(),
            "claims ERR_TOKEN_EXPIRED exp",
            alg,
        )
        .needs("hmac");
        let short = secret("shared", least - 1);
        s.key_source(&format!("{alg}, one byte short"), source(&short, alg));
        s.refuse(
            &format!("{alg} with a secret that is one byte short"),
            "RFC 7518 §3.2",
            access(&short).alg(alg).mint(),
            "key ERR_SECRET_LENGTH",
            alg,
        )
        .needs("hmac");
    }
    let key = secret("shared", 32);
    s.use_keys("HS256");
    s.refuse(
        "HS256 from another issuer",
        "RFC 8725 §3.8",
        access(&key).claim("iss", "https://attacker.example").mint(),
        "claims ERR_ISSUER_MISMATCH iss",
        "HS256",
    )
    .needs("hmac");
    s.policy("default", policy("access", &json!({})));
    let public = p256("es256-1");
    s.keys("public", [public.jwk()]);
    s.accept(
        "a public key, by default",
        "RFC 8725 §3.1",
        access(&public).mint(),
    )
    .needs("hmac");
    s.use_keys("HS256");
    s.refuse(
        "HS256 under the default policy",
        "RFC 8725 §3.1",
        access(&key).mint(),
        "key ERR_ALG_NOT_ALLOWED",
        "a public key, by default",
    )
    .choice()
    .needs("hmac");
    s
}
