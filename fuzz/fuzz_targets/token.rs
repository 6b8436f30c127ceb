//! Any text as a token, a policy or a key set: never a panic, and never an accept of what was not
//! signed.

#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use portcullis::{
    Gate, KeySet, Limits, Policy, Presentation, UnixTime, Unverified, dangerous, verify,
};
use portcullis_fuzz::encode;

#[derive(Arbitrary, Debug)]
enum Case<'a> {
    Token(&'a str),
    /// Header and payload of the fuzzer's, with a signature of the right length.
    Parts {
        header: &'a [u8],
        payload: &'a [u8],
        signature: [u8; 64],
    },
    /// A good token with stretches replaced.
    Broken {
        at: u16,
        bytes: u8,
        by: &'a str,
    },
    /// Header and payload of the fuzzer's, signed: the claims are read after that.
    Signed {
        header: bool,
        text: &'a [u8],
    },
    Document(&'a str),
}

struct World {
    key: SigningKey,
    keys: KeySet,
    policy: Policy,
    token: String,
}

const ISSUER: &str = "https://issuer.example";
const NOW: u64 = 1_760_000_000;

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let key = SigningKey::from_slice(&[7; 32]).expect("in range");
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = point.as_bytes()[1..].split_at(32);
    let jwks = format!(
        r#"{{"keys":[{{"kty":"EC","crv":"P-256","x":"{}","y":"{}"}}]}}"#,
        encode(x),
        encode(y)
    );
    let policy = format!(r#"{{"issuer":"{ISSUER}","audience":"https://api.example"}}"#);
    let claims = format!(
        r#"{{"iss":"{ISSUER}","sub":"ada","aud":"https://api.example","client_id":"c","iat":{NOW},"exp":{},"jti":"1"}}"#,
        NOW + 300
    );
    let token = sign(
        &key,
        br#"{"alg":"ES256","typ":"at+jwt"}"#,
        claims.as_bytes(),
    );
    let world = World {
        keys: KeySet::from_json(ISSUER, &jwks, &Limits::DEFAULT).expect("a key set"),
        policy: Policy::from_json(&policy).expect("a policy"),
        token,
        key,
    };
    assert!(accepts(&world, &world.token), "the good token");
    world
});

fuzz_target!(|case: Case| {
    let world = &*WORLD;
    let token = match case {
        Case::Token(token) => token.to_owned(),
        Case::Parts {
            header,
            payload,
            signature,
        } => {
            format!(
                "{}.{}.{}",
                encode(header),
                encode(payload),
                encode(&signature)
            )
        }
        Case::Broken { at, bytes, by } => {
            let mut token = world.token.clone();
            let at = usize::from(at) % token.len();
            let to = (at + usize::from(bytes)).min(token.len());
            token.replace_range(at..to, by);
            token
        }
        Case::Signed { header, text } => {
            let (own, claims) = (br#"{"alg":"ES256","typ":"at+jwt"}"#, b"{}");
            let token = if header {
                sign(&world.key, text, claims)
            } else {
                sign(&world.key, own, text)
            };
            // What the claims say is theirs; that they are read without a panic is ours.
            let _ = accepts(world, &token);
            return;
        }
        Case::Document(text) => {
            let _ = Policy::from_json(text);
            let _ = KeySet::from_json(ISSUER, text, &Limits::DEFAULT);
            let _ = Gate::from_json(text);
            return;
        }
    };
    let _ = Unverified::parse(&token, &Limits::DEFAULT);
    let _ = dangerous::peek(&token, &Limits::DEFAULT);
    if accepts(world, &token) {
        assert!(
            same_signing_input(&token, &world.token),
            "a token that nobody signed"
        );
    }
});

fn accepts(world: &World, token: &str) -> bool {
    let now = UnixTime::from_secs(NOW);
    verify(
        token,
        &world.keys,
        &world.policy,
        &Presentation::bearer(),
        now,
    )
    .is_ok()
}

fn sign(key: &SigningKey, header: &[u8], payload: &[u8]) -> String {
    let input = format!("{}.{}", encode(header), encode(payload));
    let signature: Signature = key.sign(input.as_bytes());
    format!("{input}.{}", encode(&signature.to_bytes()))
}

/// An ECDSA signature has two forms, so only what was signed must be the same.
fn same_signing_input(one: &str, other: &str) -> bool {
    let input = |token: &str| token.rsplit_once('.').map(|(input, _)| input.to_owned());
    input(one) == input(other)
}
