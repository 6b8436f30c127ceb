//! Time goes one way: a token is accepted in one stretch of it, if ever.

use portcullis::{KeySet, Limits, Policy, Presentation, UnixTime};
use serde_json::{Value, json};

use crate::noise::{Noise, rounds};
use crate::signer::{ISSUER, NOW, signers};
use crate::{claims, code, policy};

/// Verdicts that a later second can only turn into one of the second list.
const EARLY: &[&str] = &["ERR_TOKEN_NOT_YET_VALID", "ERR_TOKEN_ISSUED_IN_FUTURE"];
const LATE: &[&str] = &["ERR_TOKEN_EXPIRED", "ERR_TOKEN_TOO_OLD"];

#[test]
fn a_token_is_accepted_in_one_interval() {
    let signers = signers();
    let mut noise = Noise(41);
    let mut alive = 0;
    for _ in 0..rounds(120) {
        let token = signers[1].token(signers[1].header(), dated(&mut noise).to_string());
        let policy = Policy::from_json(&aged(&mut noise).to_string()).unwrap();
        let keys = signers[1].jwks();
        let keys = KeySet::from_json(ISSUER, &keys, &Limits::DEFAULT).unwrap();
        let codes: Vec<&str> = seconds()
            .map(|now| {
                let presentation = Presentation::bearer();
                code(portcullis::verify(&token, &keys, &policy, &presentation, now).map(drop))
            })
            .collect();
        let accepted: Vec<bool> = codes.iter().map(|code| *code == "OK").collect();
        let edges = accepted
            .windows(2)
            .filter(|pair| pair[0] != pair[1])
            .count();
        let (first, last) = (accepted[0], accepted[accepted.len() - 1]);
        assert!(edges <= 2 && !(edges == 2 && first && last), "{codes:?}");
        for (at, code) in codes.iter().enumerate() {
            if LATE.contains(code) {
                let later = &codes[at..];
                assert!(
                    later
                        .iter()
                        .all(|code| *code != "OK" && !EARLY.contains(code)),
                    "{codes:?}"
                );
            }
            if *code == "ERR_TOKEN_EXPIRED" {
                assert!(codes[at..].iter().all(|later| later == code), "{codes:?}");
            }
            if EARLY.contains(code) {
                assert!(codes[..at].iter().all(|code| *code != "OK"), "{codes:?}");
            }
        }
        alive += usize::from(accepted.contains(&true));
    }
    assert!(alive > 50, "{alive}");
}

/// Claims with dates around the tests' second, whole ones and others.
fn dated(noise: &mut Noise) -> Value {
    let mut claims = claims();
    for name in ["exp", "nbf", "iat", "auth_time"] {
        if noise.once_in(2) {
            let offset = i64::try_from(noise.below(400)).unwrap() - 200;
            let date = i64::try_from(NOW).unwrap() + offset;
            let text = format!("{date}{}", noise.pick(&["", ".5", ".999999", "e0"]));
            claims[name] = serde_json::from_str(&text).unwrap();
        }
    }
    claims
}

/// A policy with any leeway and any bounds on age.
fn aged(noise: &mut Noise) -> Value {
    let mut policy = policy();
    policy["leeway"] = json!(noise.pick(&[0.0, 0.5, 1.0, 30.0, 300.0]));
    for name in ["max_token_age", "max_auth_age"] {
        if noise.once_in(3) {
            policy[name] = json!(noise.pick(&[1, 60, 100, 3600]));
        }
    }
    policy
}

/// Twenty minutes around the tests' second, every ten seconds, and just after them.
fn seconds() -> impl Iterator<Item = UnixTime> {
    let base = UnixTime::from_secs(NOW).as_secs_f64();
    (-60..60).flat_map(move |step| {
        [0.0, 0.000_001].map(|part| {
            UnixTime::from_secs_f64(base + f64::from(10 * step) + part).expect("a time")
        })
    })
}
