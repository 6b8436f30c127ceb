//! What arithmetic gets wrong: signatures made so that an addition, a carry or a comparison meets
//! its rare case. Random signatures never do.
//!
//! What is expected follows from plain numbers here ([`crate::curve`], [`crate::edwards`],
//! [`crate::rsa`]), never from an engine. Of ECDSA's cases u1 = 0 is missing, because no message is
//! known whose hash is 0 modulo the order, and u2 = 0, because r = 0 is refused before.

mod eddsa;
mod edges;
mod exceptional;
mod forged;
mod rsa;
mod solved;

use num_bigint::BigUint;
use serde_json::json;

use super::policy;
use crate::curve::{self, Curve, Point};
use crate::keys::{Key, p256, p384};
use crate::suite::Suite;
use crate::token::{Draft, access};

const BAD: &str = "signature ERR_SIGNATURE";
const ECDSA: &str = "FIPS 186-5 §6.4.2";

pub fn suite() -> Suite {
    let mut s = Suite::new(
        "arithmetic",
        "The rare cases of the arithmetic: each is made on purpose.",
    );
    s.policy("access", policy("access", &json!({})));
    for (curve, key) in [
        (curve::p256(), p256("es256-1")),
        (curve::p384(), p384("es384-1")),
    ] {
        let ecdsa = &mut Ecdsa {
            suite: &mut s,
            curve,
            key,
        };
        edges::edges(ecdsa);
        edges::multiples_of_the_generator(ecdsa);
        edges::infinity(ecdsa);
        edges::wrapped(ecdsa);
        solved::solved(ecdsa);
        forged::forged(ecdsa);
    }
    eddsa::eddsa(&mut s);
    rsa::rsa(&mut s);
    s
}

/// Vectors on one curve, each with a key of its own.
struct Ecdsa<'a> {
    suite: &'a mut Suite,
    curve: Curve,
    /// Lends its name; x and y are the vector's.
    key: Key,
}

impl Ecdsa<'_> {
    fn draft(&self, name: &str) -> Draft {
        access(&self.key).claim("jti", name)
    }

    /// The message that a vector signs, as a number.
    fn e(&self, name: &str) -> BigUint {
        self.curve.e(self.draft(name).signing_input().as_bytes())
    }

    fn use_key(&mut self, q: &Point) {
        let jwk = self.key.jwk_with(&self.curve.members(q));
        let name = format!("{} {}", self.curve.name, jwk["x"].as_str().expect("x"));
        let name = format!("{name} {}", jwk["y"].as_str().expect("y"));
        self.suite.keys(&name, [jwk]);
    }

    /// A signature that is one.
    fn accept(&mut self, name: &str, q: &Point, r: &BigUint, s: &BigUint) {
        let e = self.e(name);
        assert!(self.curve.verifies(q, &e, r, s), "{name}");
        self.use_key(q);
        let token = self.draft(name).mint_with(&self.curve.signature(r, s));
        let name = format!("{}, {name}", self.curve.alg);
        self.suite.accept(&name, ECDSA, token);
    }

    /// A signature that is none.
    fn refuse(&mut self, name: &str, q: &Point, r: &BigUint, s: &BigUint, twin: &str) {
        let e = self.e(name);
        assert!(!self.curve.verifies(q, &e, r, s), "{name}");
        self.use_key(q);
        let token = self.draft(name).mint_with(&self.curve.signature(r, s));
        let alg = self.curve.alg;
        let (name, twin) = (format!("{alg}, {name}"), format!("{alg}, {twin}"));
        self.suite.refuse(&name, ECDSA, token, BAD, &twin);
    }

    /// The ordinary signature of a message with a private key and a nonce.
    fn sign(&self, name: &str, d: &BigUint, nonce: &BigUint) -> (BigUint, BigUint) {
        let (curve, e) = (&self.curve, self.e(name));
        let r = self.r(nonce);
        let s = curve.quotient(&(e + &r * d), nonce);
        (r, s)
    }

    /// x of the nonce's point, modulo the order.
    fn r(&self, nonce: &BigUint) -> BigUint {
        let (x, _) = self.curve.times(nonce, &self.curve.g()).expect("a point");
        x % &self.curve.n
    }

    fn public(&self, d: &BigUint) -> Point {
        self.curve.times(d, &self.curve.g())
    }
}
