//! Which algorithm, and that it belongs to the key (RFC 8725 §3.1).

use serde_json::{Value, json};

use super::policy;
use crate::keys::{Key, ed25519, p256, p384, rsa, rsa_8192, rsa_e3};
use crate::suite::Suite;
use crate::token::access;

const NAMES: [&str; 9] = [
    "ES256", "ES384", "EdDSA", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
];

pub fn suite() -> Suite {
    let keys = [
        p256("es256-1"),
        p384("es384-1"),
        ed25519("ed25519-1"),
        rsa(),
    ];
    let mut s = Suite::new(
        "algorithms",
        "The algorithm belongs to the key; the policy narrows it.",
    );
    each(&mut s, &keys);
    allow_list(&mut s, &keys);
    names_of_ed25519(&mut s, &keys[2]);
    rsa_without_alg(&mut s, &keys[3]);
    confusion(&mut s, &keys);
    rsa_sizes(&mut s);
    s
}

/// Each algorithm under a policy that allows it alone, with a key that names it.
fn each(s: &mut Suite, keys: &[Key]) {
    for alg in NAMES {
        let key = key_for(keys, alg);
        s.keys(
            &format!("{alg} only"),
            [key.jwk_with(&json!({ "alg": alg }))],
        );
        s.policy(
            &format!("{alg} only"),
            policy("access", &json!({ "algorithms": [alg] })),
        );
        let token = access(key).alg(alg).mint();
        s.accept(alg, "RFC 7518 §3.1", &token);
        let other = NAMES[(NAMES.iter().position(|name| *name == alg).unwrap() + 1) % NAMES.len()];
        s.refuse(
            &format!("{other} where only {alg} is allowed"),
            "RFC 8725 §3.1",
            access(key_for(keys, other)).alg(other).mint(),
            "key ERR_ALG_NOT_ALLOWED",
            alg,
        );
        let mut signature = access(key).alg(alg).signature();
        let middle = signature.len() / 2;
        signature[middle] ^= 1;
        s.refuse(
            &format!("{alg} with one bit of the signature changed"),
            "RFC 7515 §5.2",
            access(key).alg(alg).mint_with(&signature),
            "signature ERR_SIGNATURE",
            alg,
        );
        s.refuse(
            &format!("{alg} over another payload"),
            "RFC 7515 §5.2",
            access(key)
                .alg(alg)
                .claim("sub", "ben")
                .mint_with(&access(key).alg(alg).signature()),
            "signature ERR_SIGNATURE",
            alg,
        );
    }
}

fn key_for<'k>(keys: &'k [Key], alg: &str) -> &'k Key {
    match alg {
        "ES256" => &keys[0],
        "ES384" => &keys[1],
        "EdDSA" | "Ed25519" => &keys[2],
        _ => &keys[3],
    }
}

/// What is allowed when the policy says nothing; compiling more in does not widen it.
fn allow_list(s: &mut Suite, keys: &[Key]) {
    s.keys("all", keys.iter().map(Key::jwk));
    s.policy("default", policy("access", &json!({})));
    for alg in ["ES256", "ES384", "EdDSA", "RS256"] {
        s.accept(
            &format!("{alg} by default"),
            "RFC 8725 §3.1",
            access(key_for(keys, alg)).alg(alg).mint(),
        );
    }
    for alg in [
        "RS384", "RS512", "PS384", "PS512", "HS256", "HS384", "HS512",
    ] {
        s.refuse(
            &format!("{alg} not by default"),
            "RFC 8725 §3.1",
            access(&keys[3])
                .alg(alg)
                .signed_as(if alg.starts_with("HS") {
                    "RS256"
                } else {
                    "PS256"
                })
                .mint(),
            "key ERR_ALG_NOT_ALLOWED",
            "RS256 by default",
        )
        // Which algorithms a policy allows that names none is ours to say; never a shared secret.
        .choice_if(!alg.starts_with("HS"));
    }
    s.keys("PS256 key", [keys[3].jwk_with(&json!({ "alg": "PS256" }))]);
    s.accept(
        "PS256 by default, with a key that names it",
        "RFC 8725 §3.1",
        access(&keys[3]).alg("PS256").mint(),
    );
}

/// RFC 8037 §3.1 and RFC 9864 §2.2 name one algorithm.
fn names_of_ed25519(s: &mut Suite, key: &Key) {
    s.policy(
        "old name",
        policy("access", &json!({ "algorithms": ["EdDSA"] })),
    );
    s.policy(
        "new name",
        policy("access", &json!({ "algorithms": ["Ed25519"] })),
    );
    let sources: [(&str, Value); 3] = [
        ("no name", key.jwk()),
        ("the old name", key.jwk_with(&json!({ "alg": "EdDSA" }))),
        ("the new name", key.jwk_with(&json!({ "alg": "Ed25519" }))),
    ];
    for (holder, jwk) in sources {
        s.keys(&format!("ed25519, {holder}"), [jwk]);
        for (policy, alg) in [
            ("old name", "Ed25519"),
            ("new name", "EdDSA"),
            ("new name", "Ed25519"),
        ] {
            s.use_policy(policy);
            s.accept(
                &format!("header {alg}, key with {holder}, policy with the {policy}"),
                "RFC 9864 §2.2",
                access(key).alg(alg).mint(),
            )
            .choice();
        }
    }
    for alg in ["Ed448", "ed25519", "EDDSA", "Ed25519ph"] {
        s.refuse(
            &format!("header {alg}"),
            "RFC 9864 §2.2",
            access(key).alg(alg).signed_as("EdDSA").mint(),
            "key ERR_ALG_UNKNOWN",
            "header EdDSA, key with the new name, policy with the new name",
        );
    }
}

/// One key, one algorithm: RS256, unless the policy names another alone (RFC 8725 §3.1). Which one
/// a key serves that names none, no clause says.
fn rsa_without_alg(s: &mut Suite, key: &Key) {
    s.keys("rsa without alg", [key.jwk()]);
    s.policy(
        "RS256 and PS256",
        policy("access", &json!({ "algorithms": ["RS256", "PS256"] })),
    );
    let twin = "a bare RSA key serves RS256";
    s.accept(twin, "RFC 8725 §3.1", access(key).mint());
    s.refuse(
        "a bare RSA key does not serve PS256 as well",
        "RFC 8725 §3.1",
        access(key).alg("PS256").mint(),
        "key ERR_KEY_ALG_MISMATCH",
        twin,
    )
    .choice();
    s.refuse(
        "a bare RSA key does not serve PS256 without a kid either",
        "RFC 8725 §3.1",
        access(key).alg("PS256").no_header("kid").mint(),
        "key ERR_KEY_UNKNOWN",
        twin,
    )
    .choice();
    s.policy(
        "PS256 alone",
        policy("access", &json!({ "algorithms": ["PS256", "ES256"] })),
    );
    let twin = "a bare RSA key serves the only RSA algorithm of the policy";
    s.accept(twin, "RFC 8725 §3.1", access(key).alg("PS256").mint());
    s.refuse(
        "and RS256 no longer",
        "RFC 8725 §3.1",
        access(key).mint(),
        "key ERR_ALG_NOT_ALLOWED",
        twin,
    );
    s.policy(
        "PS384 and PS512",
        policy(
            "access",
            &json!({ "algorithms": ["PS384", "PS512", "ES256"] }),
        ),
    );
    let es = p256("es256-1");
    s.keys("rsa without alg, and ES256", [key.jwk(), es.jwk()]);
    let twin = "ES256 beside a bare RSA key";
    s.accept(twin, "RFC 8725 §3.1", access(&es).mint());
    s.refuse(
        "a bare RSA key serves none of two",
        "RFC 8725 §3.1",
        access(key).alg("PS384").mint(),
        "key ERR_KEY_ALG_MISMATCH",
        twin,
    )
    .choice();
}

fn confusion(s: &mut Suite, keys: &[Key]) {
    s.keys(
        "named",
        [
            keys[0].jwk_with(&json!({ "alg": "ES256" })),
            keys[1].jwk_with(&json!({ "alg": "ES384" })),
            keys[2].jwk_with(&json!({ "alg": "EdDSA" })),
            keys[3].jwk_with(&json!({ "alg": "RS256" })),
        ],
    );
    s.policy(
        "every algorithm",
        policy("access", &json!({ "algorithms": NAMES })),
    );
    for alg in ["ES256", "ES384", "EdDSA", "RS256"] {
        let key = key_for(keys, alg);
        let twin = format!("the {alg} key with {alg}");
        s.accept(&twin, "RFC 8725 §3.1", access(key).mint());
        for other in NAMES.iter().filter(|other| **other != alg) {
            s.refuse(
                &format!("the {alg} key with {other} in the header"),
                "RFC 8725 §3.1",
                access(key).alg(other).signed_as(key.alg()).mint(),
                "key ERR_KEY_ALG_MISMATCH",
                &twin,
            );
        }
    }
    s.policy("default", policy("access", &json!({})));
    let twin = "the RS256 key, by default";
    s.accept(twin, "RFC 8725 §2.1", access(&keys[3]).mint());
    let public = keys[3].jwk().to_string();
    let draft = access(&keys[3]).alg("HS256");
    let tag = crate::keys::mac("HS256", public.as_bytes(), draft.signing_input().as_bytes());
    s.refuse(
        "HS256 with the public key as the secret",
        "RFC 8725 §2.1",
        draft.mint_with(&tag),
        "key ERR_ALG_NOT_ALLOWED",
        twin,
    );
}

fn rsa_sizes(s: &mut Suite) {
    s.policy(
        "RS256",
        policy("access", &json!({ "algorithms": ["RS256"] })),
    );
    for (name, key) in [
        ("RSA of 2048 bits", rsa()),
        ("RSA of 8192 bits", rsa_8192()),
        ("RSA with the exponent 3", rsa_e3()),
    ] {
        s.keys(name, [key.jwk()]);
        // Larger keys and small exponents are beyond what every verifier has to take.
        s.accept(name, "RFC 7518 §3.3", access(&key).mint())
            .choice_if(name != "RSA of 2048 bits");
    }
}
