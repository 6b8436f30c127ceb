//! Header and claims as JSON texts, signed after they were tampered with, so that a verifier gets
//! to read them.

use serde_json::Value;

use crate::case::{Case, Class, World};
use crate::noise::Noise;
use crate::signer::{NOW, Signer, claims};
use crate::text::{characters, duplicate, escaped, grammar, insert, nesting};

pub(crate) const CLASSES: &[Class] = &[
    ("documents: escapes", |noise, world, signer| {
        both(noise, world, signer, escaped)
    }),
    ("documents: numbers", numbers),
    ("documents: dates", dates),
    ("documents: duplicates", |noise, world, signer| {
        both(noise, world, signer, duplicate)
    }),
    ("documents: characters", |noise, world, signer| {
        both(noise, world, signer, characters)
    }),
    ("documents: nesting", |noise, world, signer| {
        both(noise, world, signer, nesting)
    }),
    ("documents: types", |noise, world, signer| {
        both(noise, world, signer, types)
    }),
    ("documents: missing", |noise, world, signer| {
        both(noise, world, signer, missing)
    }),
    ("documents: grammar", |noise, world, signer| {
        both(noise, world, signer, grammar)
    }),
    ("documents: any bytes", any_bytes),
    ("documents: others' claims", others),
];

/// The change in the claims, or as often as not in the header.
fn both(
    noise: &mut Noise,
    world: &World,
    signer: &Signer,
    change: fn(&mut Noise, &str) -> String,
) -> Case {
    if noise.once_in(2) {
        world.signed(signer, change(noise, &signer.header()), claims())
    } else {
        world.signed(signer, signer.header(), change(noise, &claims()))
    }
}

/// Numbers in every form, good and bad, in claims that are dates and in one that is nobody's.
fn numbers(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    const FORMS: &[&str] = &[
        "1.0",
        "1e0",
        "1E+0",
        "-0",
        "-0.0",
        "0e1",
        "1E400",
        "-1e400",
        "1e-400",
        "01",
        "00",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x10",
        "NaN",
        "Infinity",
        "-",
        "1_000",
        "1 000",
        "9007199254740993",
        "18446744073709551616",
        "1.7976931348623157e308",
        "340282366920938463463374607431768211456",
        "2.2250738585072014e-308",
        "١",
    ];
    const DATES: &[&str] = &[
        "1760000240.0",
        "1760000240.5",
        "1.76000024e9",
        "176000024E1",
        "1760000240000",
        "\"1760000240\"",
        "1.7600002400000000000001e9",
        "253402300799",
        "253402300800",
        "1e300",
        "-1760000240",
        "9223372036854775807",
        "9223372036854775808",
        "01760000240",
        "17600002400e-1",
    ];
    let payload = if noise.once_in(2) {
        let member = format!(r#""n":{}"#, noise.pick(FORMS));
        insert(noise, &claims(), &member)
    } else {
        let from = format!("{}", NOW + 240);
        claims().replace(&from, noise.pick(DATES))
    };
    world.signed(signer, signer.header(), payload)
}

/// Dates around the second of the verdict and its leeway.
fn dates(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    let mut payload: Value = serde_json::from_str(&claims()).unwrap();
    let offsets = [0, 1, 29, 30, 31, 60, 300, 86_400];
    for name in ["exp", "nbf", "iat"] {
        if noise.once_in(2) {
            let offset = noise.pick(&offsets);
            let date = if noise.once_in(2) {
                NOW + offset
            } else {
                NOW - offset
            };
            payload[name] = date.into();
        }
    }
    world.signed(signer, signer.header(), payload.to_string())
}

/// A member whose value is of another type, or empty.
fn types(noise: &mut Noise, text: &str) -> String {
    const VALUES: &[&str] = &[
        "null",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "1.5",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "[\"x\"]",
        "[null]",
        "[\"\"]",
        "{\"x\":1}",
    ];
    const NAMES: &[&str] = &[
        "nbf",
        "nonce",
        "azp",
        "at_hash",
        "scope",
        "scp",
        "cnf",
        "events",
        "token_use",
        "acr",
        "amr",
        "auth_time",
        "htm",
        "cty",
        "crit",
        "b64",
        "jku",
        "jwk",
        "x5u",
        "x5c",
        "x5t",
        "zip",
        "enc",
        "epk",
    ];
    let mut object: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap();
    let mut names: Vec<String> = object.keys().cloned().collect();
    names.extend(NAMES.iter().map(|name| (*name).to_owned()));
    let value = serde_json::from_str(noise.pick(VALUES)).unwrap();
    object.insert(names.swap_remove(noise.below(names.len())), value);
    Value::from(object).to_string()
}

fn missing(noise: &mut Noise, text: &str) -> String {
    let mut object: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap();
    for _ in 0..=noise.below(2) {
        let names: Vec<String> = object.keys().cloned().collect();
        object.remove(&names[noise.below(names.len())]);
    }
    Value::from(object).to_string()
}

fn any_bytes(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    if noise.once_in(2) {
        let header = noise.broken(signer.header().as_bytes());
        world.signed(signer, header, claims())
    } else {
        let payload = noise.broken(claims().as_bytes());
        world.signed(signer, signer.header(), payload)
    }
}

/// A token that somebody else may use, or for something else.
fn others(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    const CLAIMS: &[(&str, &str)] = &[
        ("iss", "\"https://issuer.example/\""),
        ("iss", "\"https://other.example\""),
        ("aud", "\"https://other.example\""),
        ("aud", "[\"https://other.example\",\"https://api.example\"]"),
        ("aud", "[\"https://API.example\"]"),
        (
            "cnf",
            "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}",
        ),
        ("cnf", "{\"kid\":\"x\"}"),
        (
            "events",
            "{\"http://schemas.openid.net/event/backchannel-logout\":{}}",
        ),
        ("token_use", "\"id\""),
    ];
    const TYPES: &[&str] = &[
        "JWT",
        "at+JWT",
        "application/at+jwt",
        "logout+jwt",
        "dpop+jwt",
        "at+jwt ",
        "id+jwt",
    ];
    let (mut header, mut payload) = (signer.header(), claims());
    if noise.once_in(3) {
        header = header.replace("at+jwt", noise.pick(TYPES));
    } else {
        let (name, value) = noise.pick(CLAIMS);
        let mut object: Value = serde_json::from_str(&payload).unwrap();
        object[name] = serde_json::from_str(value).unwrap();
        payload = object.to_string();
    }
    world.signed(signer, header, payload)
}
