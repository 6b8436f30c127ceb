//! Ed25519 where it has choices: points with a part of small order, second encodings, S beyond L.
//!
//! Accepted is what RFC 8032 §5.1.7 without the cofactor accepts: S < L, A in its one encoding and
//! not of small order, S·B − k·A encoded is R, and R is not of small order.

use num_bigint::BigUint;
use serde_json::json;
use sha2::{Digest, Sha512};

use super::BAD;
use crate::edwards::{Edwards, Point, bytes};
use crate::keys::{Key, ed25519};
use crate::suite::{Suite, Vector};
use crate::token::{Draft, ISSUER, access, encode};

const CLAUSE: &str = "RFC 8032 §5.1.7";

pub fn eddsa(s: &mut Suite) {
    let maker = &mut EdDsa {
        suite: s,
        curve: Edwards::new(),
        key: ed25519("ed25519-1"),
    };
    multiples_of_the_base(maker);
    mixed_orders(maker);
    unreduced(maker);
    small_r(maker);
    high_s(maker);
    small_or_second_a(maker);
}

struct EdDsa<'a> {
    suite: &'a mut Suite,
    curve: Edwards,
    /// Lends its name; x is the vector's.
    key: Key,
}

impl EdDsa<'_> {
    fn draft(&self, name: &str, turn: u32) -> Draft {
        access(&self.key).claim("jti", format!("{name} {turn}"))
    }

    fn k(&self, r: &[u8; 32], a: &[u8; 32], draft: &Draft) -> BigUint {
        self.curve.k(r, a, draft.signing_input().as_bytes())
    }

    fn use_key(&mut self, a: &[u8; 32]) {
        let x = encode(a);
        let jwk = self.key.jwk_with(&json!({ "x": x }));
        self.suite.keys(&format!("Ed25519 {x}"), [jwk]);
    }

    fn accept(&mut self, name: &str, a: &[u8; 32], r: &[u8; 32], s: &BigUint, draft: &Draft) {
        self.use_key(a);
        let token = draft.mint_with(&[&r[..], &bytes(s, false)].concat());
        self.suite.accept(&format!("EdDSA, {name}"), CLAUSE, token);
    }

    fn refuse(
        &mut self,
        name: &str,
        a: &[u8; 32],
        signature: &[u8],
        draft: &Draft,
        twin: &str,
    ) -> &mut Vector {
        self.use_key(a);
        let token = draft.mint_with(signature);
        let (name, twin) = (format!("EdDSA, {name}"), format!("EdDSA, {twin}"));
        self.suite.refuse(&name, CLAUSE, token, BAD, &twin)
    }

    /// An ordinary signature under A = a·B + T, with R = r·B + T'; `turn` when it is one.
    fn search(&mut self, name: &str, key: &Mixed, r_part: &Point) -> (Draft, [u8; 32], BigUint) {
        for turn in 0.. {
            let draft = self.draft(name, turn);
            let r = scalar(&format!("{name} {turn}")) % &self.curve.l;
            let point = self.curve.times(&r, &self.curve.base);
            let encoded = self.curve.add(&point, r_part).encode();
            let k = self.k(&encoded, &key.encoded, &draft);
            let wanted = self.curve.negate(&self.curve.times(&k, &key.part));
            if wanted == *r_part {
                let s = (r + k * &key.a) % &self.curve.l;
                return (draft, encoded, s);
            }
        }
        unreachable!("one in eight at the worst")
    }
}

/// A = a·B + T.
struct Mixed {
    a: BigUint,
    part: Point,
    encoded: [u8; 32],
}

impl Mixed {
    fn new(curve: &Edwards, a: BigUint, part: &Point) -> Self {
        let point = curve.add(&curve.times(&a, &curve.base), part);
        Self {
            a,
            part: part.clone(),
            encoded: point.encode(),
        }
    }
}

fn scalar(text: &str) -> BigUint {
    BigUint::from_bytes_le(&Sha512::digest(text))
}

/// Signatures that are good when k is taken as it is, 512 bits long, and bad when it is reduced modulo L
/// first: §5.1.7 can be read in both ways, and libgcrypt reads it in the other one.
fn unreduced(maker: &mut EdDsa) {
    let torsion = maker.curve.torsion();
    for index in [1, 2, 4] {
        let part = &torsion[index];
        let of = format!("A with a part of order {} ({index})", 8 / index);
        let key = Mixed::new(&maker.curve, scalar(&of) % &maker.curve.l, part);
        let name = format!("{of}, good only with k as it is");
        let found = (0..).find_map(|turn| {
            let draft = maker.draft(&name, turn);
            let r = scalar(&format!("{name} {turn}")) % &maker.curve.l;
            let encoded = maker.curve.times(&r, &maker.curve.base).encode();
            let input = draft.signing_input();
            let hash = Edwards::hash(&encoded, &key.encoded, input.as_bytes());
            let k = &hash % &maker.curve.l;
            let vanishes = |k: &BigUint| maker.curve.times(k, part) == torsion[0];
            let s = (r + &k * &key.a) % &maker.curve.l;
            (vanishes(&hash) && !vanishes(&k)).then_some((draft, encoded, s))
        });
        let (draft, r, s) = found.expect("one in ten");
        let signature = [&r[..], &bytes(&s, false)].concat();
        let twin = format!("{of}, R without");
        maker
            .refuse(&name, &key.encoded, &signature, &draft, &twin)
            .choice();
    }
}

/// A = ±a·B and R = ±r·B for small a and r: the tables of the key and of the base hold the same
/// points.
fn multiples_of_the_base(maker: &mut EdDsa) {
    let l = maker.curve.l.clone();
    let neutral = Point::neutral();
    let small = [1_u8, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33];
    for times in small {
        for (sign, a) in [("", BigUint::from(times)), ("−", &l - times)] {
            let key = Mixed::new(&maker.curve, a, &neutral);
            let name = format!("A = {sign}{times}·B");
            let (draft, r, s) = maker.search(&name, &key, &neutral);
            maker.accept(&name, &key.encoded, &r, &s, &draft);
        }
    }
    for (text, r) in [
        ("B", BigUint::from(1_u8)),
        ("−B", &l - 1_u8),
        ("2·B", BigUint::from(2_u8)),
        ("16·B", BigUint::from(16_u8)),
    ] {
        for (of, a) in [("a key", scalar("a key") % &l), ("A = B", 1_u8.into())] {
            let name = format!("R = {text}, {of}");
            let key = Mixed::new(&maker.curve, a, &neutral);
            let draft = maker.draft(&name, 0);
            let encoded = maker.curve.times(&r, &maker.curve.base).encode();
            let k = maker.k(&encoded, &key.encoded, &draft);
            let s = (&r + k * &key.a) % &l;
            maker.accept(&name, &key.encoded, &encoded, &s, &draft);
        }
    }
}

/// A with a part of small order. Where k takes that part to nothing, or to R's, the signature is
/// good; elsewhere it is good only times 8, which is not enough. An engine that negates k instead
/// of A is wrong here: L − k times that part is another point.
fn mixed_orders(maker: &mut EdDsa) {
    let l = maker.curve.l.clone();
    let torsion = maker.curve.torsion();
    for (index, part) in torsion.iter().enumerate().skip(1) {
        let order = [1, 8, 4, 8, 2, 8, 4, 8][index];
        let of = format!("A with a part of order {order} ({index})");
        let key = Mixed::new(&maker.curve, scalar(&of) % &l, part);
        let twin = format!("{of}, R without");
        let (draft, r, s) = maker.search(&twin, &key, &torsion[0]);
        maker.accept(&twin, &key.encoded, &r, &s, &draft);
        for (other, r_part) in torsion.iter().enumerate().skip(1) {
            // Multiples of the key's part are those that k can reach.
            let reachable = (0..8).any(|times| index * times % 8 == other);
            if reachable {
                let name = format!("{of}, R with the part {other}");
                let (draft, r, s) = maker.search(&name, &key, r_part);
                maker.accept(&name, &key.encoded, &r, &s, &draft);
            }
        }
        // R without that part though k does not take it away; and R with the wrong one.
        for (what, r_part) in [
            ("good only times 8", &torsion[0]),
            ("R's part is its own", part),
        ] {
            let name = format!("{of}, {what}");
            let (draft, r, s) = good_times_eight(maker, &name, &key, r_part);
            let signature = [&r[..], &bytes(&s, false)].concat();
            // RFC 8032 §5.1.7 lets a verifier multiply by 8.
            maker
                .refuse(&name, &key.encoded, &signature, &draft, &twin)
                .choice();
        }
    }
}

fn good_times_eight(
    maker: &EdDsa,
    name: &str,
    key: &Mixed,
    r_part: &Point,
) -> (Draft, [u8; 32], BigUint) {
    let curve = &maker.curve;
    for turn in 0.. {
        let draft = maker.draft(name, turn);
        let r = scalar(&format!("{name} {turn}")) % &curve.l;
        let point = curve.times(&r, &curve.base);
        let encoded = curve.add(&point, r_part).encode();
        let k = maker.k(&encoded, &key.encoded, &draft);
        if curve.negate(&curve.times(&k, &key.part)) != *r_part {
            return (draft, encoded, (r + k * &key.a) % &curve.l);
        }
    }
    unreachable!("half of all at the worst")
}

/// Every encoding of every point of small order, the second ones with y ≥ p or with a sign that
/// nothing has. In the first round S = k·a, so that the equation holds, exactly or times 8; in the
/// second the key has a part that makes it hold exactly for each point.
fn small_r(maker: &mut EdDsa) {
    let l = maker.curve.l.clone();
    let torsion = maker.curve.torsion();
    let pure = Mixed::new(&maker.curve, scalar("small R") % &l, &torsion[0]);
    let twin = "a key beside R of small order";
    let (draft, r, s) = maker.search(twin, &pure, &torsion[0]);
    maker.accept(twin, &pure.encoded, &r, &s, &draft);
    for (text, r) in small_encodings(&maker.curve) {
        let name = format!("R is {text}");
        let draft = maker.draft(&name, 0);
        let k = maker.k(&r, &pure.encoded, &draft);
        let s = k * &pure.a % &l;
        let signature = [&r[..], &bytes(&s, false)].concat();
        // No clause forbids a small order; §5.1.3 forbids second encodings.
        maker
            .refuse(&name, &pure.encoded, &signature, &draft, twin)
            .choice_if(text.starts_with("the point"));
    }
    let mixed = Mixed::new(&maker.curve, scalar("small R") % &l, &torsion[1]);
    let twin = "a key of mixed order beside R of small order";
    let (draft, r, s) = maker.search(twin, &mixed, &torsion[0]);
    maker.accept(twin, &mixed.encoded, &r, &s, &draft);
    for (index, part) in torsion.iter().enumerate() {
        let name = format!("R is the point of small order {index}, exactly");
        let r = part.encode();
        let (draft, k) = (0..1000)
            .map(|turn| maker.draft(&name, turn))
            .map(|draft| (draft.clone(), maker.k(&r, &mixed.encoded, &draft)))
            .find(|(_, k)| maker.curve.negate(&maker.curve.times(k, &mixed.part)) == *part)
            .expect("one in eight");
        let s = k * &mixed.a % &l;
        let signature = [&r[..], &bytes(&s, false)].concat();
        maker
            .refuse(&name, &mixed.encoded, &signature, &draft, twin)
            .choice();
    }
}

/// The eight points in their one encoding, and the six further byte strings that some take.
fn small_encodings(curve: &Edwards) -> Vec<(String, [u8; 32])> {
    let mut all: Vec<(String, [u8; 32])> = Vec::new();
    for (index, point) in curve.torsion().iter().enumerate() {
        all.push((format!("the point of small order {index}"), point.encode()));
    }
    let one = BigUint::from(1_u8);
    for (text, y, odd) in [
        ("(0, 1) with a sign", one.clone(), true),
        ("(0, −1) with a sign", &curve.p - &one, true),
        ("(0, 1) as p + 1", &curve.p + &one, false),
        ("(0, 1) as p + 1 with a sign", &curve.p + &one, true),
        ("(√−1, 0) as p", curve.p.clone(), false),
        ("(−√−1, 0) as p", curve.p.clone(), true),
    ] {
        all.push((text.into(), bytes(&y, odd)));
    }
    all
}

/// S + j·L for every j that fits into 256 bits.
fn high_s(maker: &mut EdDsa) {
    let neutral = Point::neutral();
    let key = Mixed::new(&maker.curve, scalar("high S") % &maker.curve.l, &neutral);
    let twin = "a key beside S beyond L";
    let (draft, r, s) = maker.search(twin, &key, &neutral);
    maker.accept(twin, &key.encoded, &r, &s, &draft);
    for times in 1_u8..16 {
        let high = &s + times * &maker.curve.l;
        let mut bytes = high.to_bytes_le();
        bytes.resize(32, 0);
        if bytes.len() > 32 {
            break;
        }
        let signature = [&r[..], &bytes].concat();
        let name = format!("S + {times}·L");
        maker.refuse(&name, &key.encoded, &signature, &draft, twin);
    }
}

/// A of small order, and A with y ≥ p, is no key; the rest of the set serves on.
fn small_or_second_a(maker: &mut EdDsa) {
    let neutral = Point::neutral();
    let twin = "a key that is used";
    let key = Mixed::new(&maker.curve, scalar(twin) % &maker.curve.l, &neutral);
    let (draft, r, s) = maker.search(twin, &key, &neutral);
    maker.accept(twin, &key.encoded, &r, &s, &draft);
    let signature = [&r[..], &bytes(&s, false)].concat();
    let mut bad = small_encodings(&maker.curve);
    for y in 2_u8..19 {
        if maker.curve.lift(&y.into()).is_some() {
            let y_and_p = y + &maker.curve.p;
            bad.push((format!("y = {y} as p + {y}"), bytes(&y_and_p, false)));
            bad.push((format!("y = {y} as p + {y}, x odd"), bytes(&y_and_p, true)));
        }
    }
    for (text, a) in bad {
        let good = ed25519("ed25519-2").jwk();
        let jwk = maker.key.jwk_with(&json!({ "x": encode(&a) }));
        let source = json!({
            "issuer": ISSUER, "jwks": { "keys": [good, jwk] }, "ignored": ["ERR_JWK_POINT"],
        });
        maker.suite.key_source(&format!("beside A, {text}"), source);
        maker.suite.refuse(
            &format!("EdDSA, A is {text}"),
            "RFC 8032 §5.1.3",
            draft.mint_with(&signature),
            "key ERR_KEY_UNKNOWN",
            &format!("EdDSA, {twin}"),
        );
    }
}
