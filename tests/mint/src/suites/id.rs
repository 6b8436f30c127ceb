//! ID tokens (OpenID Connect Core §2, §3.1.3.7).

use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::policy;
use crate::keys::{Key, ed25519, p256, p384, rsa};
use crate::suite::Suite;
use crate::token::{CLIENT, NOW, encode, id};

const TWIN: &str = "the claims that are required";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new("id", "ID tokens at the client they were issued to.");
    s.keys("issuer", [key.jwk()]);
    s.policy("id", policy("id", &json!({})));
    s.accept(TWIN, "OIDC Core §2", id(&key).mint());
    form(&mut s, &key);
    nonce(&mut s, &key);
    parties(&mut s, &key);
    // §3.1.3.8: the client MAY use them.
    s.choice();
    hashes(&mut s);
    sign_in(&mut s, &key);
    s
}

fn form(s: &mut Suite, key: &Key) {
    s.accept("no typ", "OIDC Core §2", id(key).no_header("typ").mint());
    for typ in ["at+jwt", "logout+jwt", "dpop+jwt", ""] {
        s.refuse(
            &format!("typ {typ:?}"),
            "RFC 8725 §3.11",
            id(key).typ(typ).mint(),
            "claims ERR_TYP_MISMATCH typ",
            TWIN,
        )
        .choice();
    }
    for claim in ["iss", "sub", "aud", "exp", "iat"] {
        s.refuse(
            &format!("no {claim}"),
            "OIDC Core §2",
            id(key).no_claim(claim).mint(),
            &format!("claims ERR_CLAIM_MISSING {claim}"),
            TWIN,
        )
        // What §3.1.3.7 has a client check.
        .choice_if(["sub", "iat"].contains(&claim));
    }
    for (claim, value) in [
        ("scope", json!("openid")),
        ("scp", json!(["read"])),
        ("client_id", json!(CLIENT)),
        (
            "events",
            json!({ "http://schemas.openid.net/event/backchannel-logout": {} }),
        ),
        ("htm", json!("GET")),
        ("htu", json!("https://api.example/")),
        ("token_use", json!("access")),
    ] {
        s.refuse(
            &format!("{claim}, which other kinds bear"),
            "RFC 8725 §3.12",
            id(key).claim(claim, value).mint(),
            &format!("claims ERR_TOKEN_KIND {claim}"),
            TWIN,
        )
        .choice();
    }
    s.accept(
        "token_use id",
        "RFC 8725 §3.12",
        id(key).claim("token_use", "id").mint(),
    );
    s.accept(
        "claims of the user",
        "OIDC Core §5.1",
        id(key)
            .claim("name", "Ada")
            .claim("email_verified", true)
            .claim("address", json!({ "locality": "London" }))
            .mint(),
    );
}

/// OIDC Core §3.1.3.7, rule 11.
fn nonce(s: &mut Suite, key: &Key) {
    let clause = "OIDC Core §3.1.3.7 (11)";
    let twin = "the nonce that was sent";
    let sent = json!({ "nonce": "n-0S6_WzA2Mj" });
    let with = |nonce: &str| id(key).claim("nonce", nonce).mint();
    s.accept(twin, clause, with("n-0S6_WzA2Mj"))
        .presented(sent.clone());
    for nonce in [
        "n-0S6_WzA2MJ",
        "n-0S6_WzA2M",
        "n-0S6_WzA2Mjj",
        " n-0S6_WzA2Mj",
        "x",
    ] {
        s.refuse(
            &format!("the nonce {nonce:?}"),
            clause,
            with(nonce),
            "claims ERR_NONCE_MISMATCH nonce",
            twin,
        )
        .presented(sent.clone());
    }
    s.refuse(
        "no nonce though one was sent",
        clause,
        id(key).mint(),
        "claims ERR_CLAIM_MISSING nonce",
        twin,
    )
    .presented(sent);
    s.refuse(
        "a nonce though none was sent",
        clause,
        with("n-0S6_WzA2Mj"),
        "claims ERR_NONCE_UNEXPECTED nonce",
        TWIN,
    )
    .choice();
}

/// OIDC Core §3.1.3.7, rules 3 to 5; what it says of azp is SHOULD.
fn parties(s: &mut Suite, key: &Key) {
    let clause = "OIDC Core §3.1.3.7 (3)";
    let with = |aud: Value| id(key).claim("aud", aud);
    s.accept(
        "aud a list of the client alone",
        clause,
        with(json!([CLIENT])).mint(),
    );
    s.accept(
        "azp the client",
        "OIDC Core §3.1.3.7 (5)",
        id(key).claim("azp", CLIENT).mint(),
    );
    s.refuse(
        "aud another client",
        clause,
        with(json!("client-2")).mint(),
        "claims ERR_AUDIENCE_MISMATCH aud",
        TWIN,
    );
    s.refuse(
        "aud the client and another",
        clause,
        with(json!([CLIENT, "client-2"]))
            .claim("azp", CLIENT)
            .mint(),
        "claims ERR_AUDIENCE_MISMATCH aud",
        TWIN,
    );
    s.refuse(
        "azp another client",
        "OIDC Core §3.1.3.7 (5)",
        id(key).claim("azp", "client-2").mint(),
        "claims ERR_AZP_MISMATCH azp",
        TWIN,
    )
    .choice();
    s.policy(
        "two clients",
        policy("id", &json!({ "audience": [CLIENT, "client-2"] })),
    );
    let twin = "two audiences, both ours, and azp";
    let both = || with(json!([CLIENT, "client-2"]));
    s.accept(
        twin,
        "OIDC Core §3.1.3.7 (4)",
        both().claim("azp", "client-2").mint(),
    );
    s.refuse(
        "two audiences without azp",
        "OIDC Core §3.1.3.7 (4)",
        both().mint(),
        "claims ERR_CLAIM_MISSING azp",
        twin,
    )
    .choice();
    s.refuse(
        "two audiences, azp of a third",
        "OIDC Core §3.1.3.7 (5)",
        both().claim("azp", "client-3").mint(),
        "claims ERR_AZP_MISMATCH azp",
        twin,
    )
    .choice();
    s.refuse(
        "three audiences, one not ours",
        clause,
        with(json!([CLIENT, "client-2", "client-3"]))
            .claim("azp", CLIENT)
            .mint(),
        "claims ERR_AUDIENCE_MISMATCH aud",
        twin,
    );
    s.use_policy("id");
}

/// The left half of the hash that the algorithm uses (OIDC Core §3.1.3.6, §3.3.2.11).
fn hashes(s: &mut Suite) {
    const VALUE: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
    let half = |hash: &[u8]| encode(&hash[..hash.len() / 2]);
    let (short, middle, long) = (
        Sha256::digest(VALUE),
        Sha384::digest(VALUE),
        Sha512::digest(VALUE),
    );
    let halves = [half(&short), half(&middle), half(&long)];
    s.policy(
        "hashes",
        policy(
            "id",
            &json!({ "algorithms": ["ES256", "ES384", "EdDSA", "RS512"] }),
        ),
    );
    for (key, alg, right) in [
        (p256("es256-1"), "ES256", 0),
        (p384("es384-1"), "ES384", 1),
        (ed25519("ed25519-1"), "EdDSA", 2),
        (rsa(), "RS512", 2),
    ] {
        s.keys(alg, [key.jwk()]);
        for (claim, member, code) in [
            ("at_hash", "access_token", "ERR_AT_HASH_MISMATCH"),
            ("c_hash", "code", "ERR_C_HASH_MISMATCH"),
        ] {
            let beside = json!({ member: VALUE });
            let token = |hash: &str| id(&key).alg(alg).claim(claim, hash).mint();
            let twin = format!("{claim} with {alg}");
            let reason = format!("claims {code} {claim}");
            let clause = "OIDC Core §3.1.3.6";
            s.accept(&twin, clause, token(&halves[right]))
                .presented(beside.clone());
            s.refuse(
                &format!("{claim} with {alg}, of another hash"),
                clause,
                token(&halves[usize::from(right == 0)]),
                &reason,
                &twin,
            )
            .presented(beside.clone());
            s.refuse(
                &format!("{claim} with {alg}, of another value"),
                clause,
                token(&halves[right]),
                &reason,
                &twin,
            )
            .presented(json!({ member: "another" }));
            s.refuse(
                &format!("{claim} with {alg}, the whole hash"),
                clause,
                token(&encode(&short)),
                &reason,
                &twin,
            )
            .presented(beside.clone());
            s.accept(
                &format!("{claim} with {alg}, nothing to compare it with"),
                clause,
                token(&halves[right]),
            );
            s.accept(
                &format!("{member} beside an ID token of {alg} without {claim}"),
                clause,
                id(&key).alg(alg).mint(),
            )
            .presented(beside);
        }
    }
    s.use_keys("issuer");
    s.use_policy("id");
}

fn sign_in(s: &mut Suite, key: &Key) {
    s.policy(
        "sign-in",
        policy(
            "id",
            &json!({ "max_auth_age": 600, "acr": ["urn:gold"], "max_token_age": 120 }),
        ),
    );
    let twin = "fresh, and of the class that was asked for";
    let good = || {
        id(key)
            .claim("auth_time", NOW - 600)
            .claim("acr", "urn:gold")
    };
    s.accept(twin, "OIDC Core §3.1.3.7 (12)", good().mint());
    s.refuse(
        "no acr",
        "OIDC Core §3.1.3.7 (12)",
        good().no_claim("acr").mint(),
        "denied ERR_ACR_INSUFFICIENT",
        twin,
    );
    s.refuse(
        "another acr",
        "OIDC Core §3.1.3.7 (12)",
        good().claim("acr", "0").mint(),
        "denied ERR_ACR_INSUFFICIENT",
        twin,
    );
    s.refuse(
        "no auth_time",
        "OIDC Core §3.1.3.7 (13)",
        good().no_claim("auth_time").mint(),
        "denied ERR_AUTH_TOO_OLD",
        twin,
    );
    s.refuse(
        "signed in too long ago",
        "OIDC Core §3.1.3.7 (13)",
        good().claim("auth_time", NOW - 631).mint(),
        "denied ERR_AUTH_TOO_OLD",
        twin,
    );
    s.refuse(
        "issued too long ago",
        "OIDC Core §3.1.3.7 (10)",
        good().claim("iat", NOW - 151).mint(),
        "claims ERR_TOKEN_TOO_OLD iat",
        twin,
    );
    s.use_policy("id");
}
