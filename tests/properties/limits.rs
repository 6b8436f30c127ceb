//! Limits hold to the byte: what reaches one is accepted, what is one beyond is refused as that.

use portcullis::{Limits, Policy};
use serde_json::{Value, json};

use crate::signer::{Signer, claims, signers};
use crate::{code, policy, set, verdict};

const LIMITS: Limits = Limits::DEFAULT;

/// The claims, or the header, with one more member.
fn with(document: &str, member: &str) -> String {
    format!("{},{member}}}", &document[..document.len() - 1])
}

/// At the limit and one beyond, for a document that is made to measure.
fn holds(limit: usize, refusal: &str, judge: impl Fn(usize) -> &'static str) {
    assert_eq!(judge(limit - 1), "OK");
    assert_eq!(judge(limit), "OK");
    assert_eq!(judge(limit + 1), refusal);
}

fn judged(signer: &Signer, header: &str, claims: &str) -> &'static str {
    let jwks = signer.jwks();
    code(verdict(
        &signer.token(header, claims),
        &jwks,
        &policy().to_string(),
    ))
}

fn padded(document: &str, length: usize) -> String {
    let empty = with(document, r#""x":"""#).len();
    let padded = with(
        document,
        &format!(r#""x":"{}""#, "a".repeat(length - empty)),
    );
    assert_eq!(padded.len(), length);
    padded
}

fn spaced(document: &str, length: usize) -> String {
    document.to_owned() + &" ".repeat(length - document.len())
}

fn nested(document: &str, depth: usize) -> String {
    // The document itself is one level.
    let (open, close) = ("[".repeat(depth - 1), "]".repeat(depth - 1));
    with(document, &format!(r#""x":{open}{close}"#))
}

fn wide(document: &str, members: usize) -> String {
    let object: Value = serde_json::from_str(document).unwrap();
    let more = members - object.as_object().unwrap().len();
    let more: Vec<String> = (0..more).map(|at| format!(r#""m{at}":0"#)).collect();
    with(document, &more.join(","))
}

#[test]
fn of_a_token() {
    let signer = &signers()[1];
    let jwks = signer.jwks();
    let segment = |bytes: usize| (bytes * 4).div_ceil(3);
    // Not every length is one of base64url: header and claims together reach each.
    let token = |length: usize| {
        let signature = segment(64);
        let (header, payload) = (100..103)
            .flat_map(|header| (12_000..13_000).map(move |payload| (header, payload)))
            .find(|(header, payload)| {
                segment(*header) + segment(*payload) + signature + 2 == length
            })
            .expect("some token has that length");
        let token = signer.token(padded(&signer.header(), header), padded(&claims(), payload));
        assert_eq!(token.len(), length);
        token
    };
    holds(LIMITS.token, "ERR_TOKEN_TOO_LARGE", |length| {
        code(verdict(&token(length), &jwks, &policy().to_string()))
    });
}

#[test]
fn of_a_header() {
    let signer = &signers()[1];
    let of = |limit, refusal, make: fn(&str, usize) -> String| {
        holds(limit, refusal, |size| {
            judged(signer, &make(&signer.header(), size), &claims())
        });
    };
    of(LIMITS.header, "ERR_HEADER_TOO_LARGE", padded);
    of(LIMITS.depth, "ERR_HEADER_LIMITS", nested);
    of(LIMITS.members, "ERR_HEADER_LIMITS", wide);
}

#[test]
fn of_claims() {
    let signer = &signers()[1];
    let of = |limit, refusal, make: fn(&str, usize) -> String| {
        holds(limit, refusal, |size| {
            judged(signer, &signer.header(), &make(&claims(), size))
        });
    };
    of(LIMITS.depth, "ERR_PAYLOAD_LIMITS", nested);
    of(LIMITS.members, "ERR_PAYLOAD_LIMITS", wide);
}

#[test]
fn of_a_key_set() {
    let signer = &signers()[1];
    let token = signer.token(signer.header(), claims());
    let judge = |jwks: &str| code(verdict(&token, jwks, &policy().to_string()));
    holds(LIMITS.keys, "ERR_JWKS_TOO_MANY_KEYS", |keys| {
        // Keys that are left out count too.
        let mut list = vec![json!({ "kty": "oct" }); keys];
        list[keys / 2] = signer.jwk.clone();
        judge(&set(&list))
    });
    let jwks = signer.jwks();
    holds(LIMITS.jwks, "ERR_KEYS_TOO_LARGE", |length| {
        judge(&spaced(&jwks, length))
    });
    let refused = "ERR_JWKS_MALFORMED";
    holds(LIMITS.depth, refused, |depth| judge(&nested(&jwks, depth)));
    holds(LIMITS.members, refused, |members| {
        judge(&wide(&jwks, members))
    });
}

#[test]
fn of_a_policy() {
    let policy = policy().to_string();
    holds(
        LIMITS.policy,
        "ERR_POLICY_MALFORMED",
        |length| match Policy::from_json(&spaced(&policy, length)) {
            Ok(_) => "OK",
            Err(error) => error.code(),
        },
    );
}

/// The same, with limits of a policy's own: the token's length, and what it is made of.
#[test]
fn that_a_policy_names() {
    let signer = &signers()[1];
    let jwks = signer.jwks();
    let header = nested(&wide(&signer.header(), 12), 5);
    let token = signer.token(&header, claims());
    for (name, limit, refusal) in [
        ("token", token.len(), "ERR_TOKEN_TOO_LARGE"),
        ("header", header.len(), "ERR_HEADER_TOO_LARGE"),
        ("depth", 5, "ERR_HEADER_LIMITS"),
        ("members", 13, "ERR_HEADER_LIMITS"),
        ("jwks", jwks.len(), "ERR_KEYS_TOO_LARGE"),
    ] {
        let judge = |limit: usize| {
            let mut policy = policy();
            policy["limits"] = json!({ name: limit });
            code(verdict(&token, &jwks, &policy.to_string()))
        };
        assert_eq!(judge(limit), "OK", "{name}");
        assert_eq!(judge(limit - 1), refusal, "{name}");
    }
}
