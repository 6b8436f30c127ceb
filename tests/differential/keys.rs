//! Keys: whose they are, which one a token names, and what a JWK makes of its key.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::case::{Case, Class, World, good};
use crate::noise::Noise;
use crate::signer::{Signer, claims, encode, mac_token};

pub(crate) const CLASSES: &[Class] = &[
    ("keys: another's", anothers),
    ("keys: alg", alg),
    ("keys: another algorithm of RSA", other_rsa),
    ("keys: public key as a secret", public_as_secret),
    ("keys: kid", kid),
    ("keys: in the header", embedded),
    ("keys: crit", crit),
    ("keys: numbers of the JWK", jwk_numbers),
    ("keys: members of the JWK", jwk_members),
];

/// Signed with one key under the name of another.
fn anothers(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    let other = &world.signers[noise.below(2)];
    world.signed(other, signer.header(), claims())
}

fn alg(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    const NAMES: &[&str] = &[
        "none", "None", "nOnE", "", "HS256", "ES256", "ES384", "ES512", "ES256K", "RS256", "RS384",
        "PS256", "EdDSA", "Ed25519", "Ed448", "es256", "ES256 ", "RSA-OAEP", "dir", "RS1",
    ];
    let name = noise.pick(NAMES);
    let header = signer.header().replace(
        &format!(r#""alg":"{}""#, signer.alg),
        &format!(r#""alg":"{name}""#),
    );
    let mut case = world.signed(signer, header, claims());
    if noise.once_in(4) {
        let end = case.token.rfind('.').unwrap();
        case.token.truncate(end + 1);
    }
    case
}

/// An RSA key that is published for one algorithm, in a good signature of another (RFC 8725 §3.1).
fn other_rsa(noise: &mut Noise, world: &World, _: &Signer) -> Case {
    let both = [&world.signers[2], &world.signers[3]];
    let turn = noise.below(2);
    let kid = |signer: &Signer| format!(r#""kid":"{}""#, signer.alg);
    let header = both[turn].header();
    let header = header.replace(&kid(both[turn]), &kid(both[1 - turn]));
    world.signed(both[turn], header, claims())
}

/// The MAC whose secret everybody knows (RFC 8725 §2.1).
fn public_as_secret(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    let part = |name: &str| {
        let text = signer.jwk[name].as_str().unwrap_or_default();
        URL_SAFE_NO_PAD.decode(text).unwrap()
    };
    let secret = match noise.below(4) {
        0 => signer.jwk.to_string().into_bytes(),
        1 => [part("x"), part("y"), part("n")].concat(),
        2 => [&[4][..], &part("x"), &part("y")].concat(),
        _ => Vec::new(),
    };
    let alg = noise.pick(&["HS256", "HS384", "ES256", "EdDSA", "RS256"]);
    let header = format!(r#"{{"alg":"{alg}","typ":"at+jwt","kid":"{}"}}"#, signer.alg);
    world.with(mac_token(&secret, &header, &claims()))
}

fn kid(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    const KIDS: &[&str] = &[
        r#""""#,
        r#""ES256""#,
        r#""EdDSA""#,
        r#""RS256""#,
        r#""es256""#,
        r#""ES256 ""#,
        r#""../../dev/null""#,
        r#""ES256\u0000""#,
        "0",
        "null",
        "[]",
        r#"["ES256"]"#,
        r#"{"kid":"ES256"}"#,
        "true",
        r#""' OR 1=1 --""#,
    ];
    let named = format!(r#","kid":"{}""#, signer.alg);
    let header = if noise.once_in(4) {
        signer.header().replace(&named, "")
    } else {
        let kid = format!(r#","kid":{}"#, noise.pick(KIDS));
        signer.header().replace(&named, &kid)
    };
    let token = signer.token(header, claims());
    if noise.once_in(2) {
        return world.with(token);
    }
    // The only key of a set, with its name, without, or under another.
    let mut jwk = signer.jwk.clone();
    match noise.below(3) {
        0 => drop(jwk.as_object_mut().unwrap().remove("kid")),
        1 => jwk["kid"] = (noise.pick(&["", "es256", "x", "0"])).into(),
        _ => {}
    }
    Case::new(token, set(&[jwk]))
}

/// A key that comes along in the header, or an address of one, is nobody's (RFC 8725 §3.10).
fn embedded(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    let other = &world.signers[noise.below(2)];
    let member = match noise.below(4) {
        0 => json!({ "jwk": other.jwk }),
        1 => json!({ "jku": "https://other.example/jwks" }),
        2 => json!({ "x5u": "https://other.example/chain" }),
        _ => json!({ "x5c": ["MIIB"] }),
    };
    let mut header: Value = serde_json::from_str(&signer.header()).unwrap();
    for (name, value) in member.as_object().unwrap() {
        header[name] = value.clone();
    }
    let signer = if noise.once_in(2) { other } else { signer };
    world.signed(signer, header.to_string(), claims())
}

fn crit(noise: &mut Noise, world: &World, signer: &Signer) -> Case {
    const CRIT: &[&str] = &[
        r#""crit":[]"#,
        r#""crit":["exp"],"exp":1"#,
        r#""crit":["b64"],"b64":false"#,
        r#""crit":["b64"],"b64":true"#,
        r#""crit":["alg"]"#,
        r#""crit":["x"]"#,
        r#""crit":"x""#,
        r#""crit":["x","x"],"x":1"#,
        r#""crit":[1]"#,
        r#""b64":true"#,
        r#""crit":null"#,
    ];
    let header = signer.header();
    let header = format!("{},{}}}", &header[..header.len() - 1], noise.pick(CRIT));
    world.signed(signer, header, claims())
}

/// Points off the curve and of small order, numbers cut short or made even, other encodings.
fn jwk_numbers(noise: &mut Noise, _: &World, signer: &Signer) -> Case {
    let mut jwk = signer.jwk.clone();
    let names: Vec<&str> = ["x", "y", "n", "e"]
        .into_iter()
        .filter(|name| jwk.get(name).is_some())
        .collect();
    let name = noise.pick(&names);
    let text = jwk[name].as_str().unwrap().to_owned();
    let mut bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
    let length = bytes.len();
    jwk[name] = match noise.below(12) {
        0 => {
            bytes[noise.below(length)] ^= 1 << noise.below(8);
            encode(bytes)
        }
        1 => encode(&bytes[1..]),
        2 => encode([&[0], &bytes[..]].concat()),
        3 => encode(vec![noise.pick(&[0, 1, 0xFF]); length]),
        4 => encode([&[1], &vec![0; length - 1][..]].concat()),
        5 => {
            bytes[length - 1] &= 0xFE;
            encode(bytes)
        }
        6 => encode(&bytes[..length / 2]),
        7 => text + "=",
        8 => STANDARD.encode(bytes),
        9 => {
            bytes.reverse();
            encode(bytes)
        }
        10 => String::new(),
        _ => jwk[noise.pick(&names)].as_str().unwrap().to_owned(),
    }
    .into();
    Case::new(good(signer), set(&[jwk]))
}

fn jwk_members(noise: &mut Noise, _: &World, signer: &Signer) -> Case {
    const MEMBERS: &[(&str, &str)] = &[
        ("use", "\"enc\""),
        ("use", "\"sig\""),
        ("key_ops", "[\"sign\"]"),
        ("key_ops", "[\"verify\"]"),
        ("key_ops", "[\"verify\",\"verify\"]"),
        ("key_ops", "[]"),
        ("key_ops", "\"verify\""),
        ("alg", "\"HS256\""),
        ("alg", "\"none\""),
        ("alg", "\"ES384\""),
        ("alg", "\"RS256\""),
        ("alg", "1"),
        ("kty", "\"oct\""),
        ("kty", "\"RSA\""),
        ("kty", "\"EC\""),
        ("kty", "\"ec\""),
        ("crv", "\"P-384\""),
        ("crv", "\"secp256k1\""),
        ("crv", "\"X25519\""),
        ("crv", "null"),
        ("d", "\"AQ\""),
        ("k", "\"AQ\""),
        ("p", "\"AQ\""),
        ("kid", "1"),
        ("x5c", "[\"MIIB\"]"),
        ("ext", "true"),
    ];
    let mut jwk = signer.jwk.clone();
    let (name, value) = noise.pick(MEMBERS);
    jwk[name] = serde_json::from_str(value).unwrap();
    let keys = match noise.below(4) {
        // Beside a key of the same name.
        0 => vec![jwk, signer.jwk.clone()],
        1 => vec![signer.jwk.clone(), signer.jwk.clone()],
        _ => vec![jwk],
    };
    Case::new(good(signer), set(&keys))
}

fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}
