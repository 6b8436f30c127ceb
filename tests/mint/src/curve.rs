//! P-256 and P-384 with plain numbers (SEC 1 §2.2, FIPS 186-5 §6.4): slow, and independent of what
//! is tested. Nothing is constant-time; every key is published.

use num_bigint::BigUint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384};

use crate::token::encode;

/// A short Weierstrass curve with a = −3 and a prime number of points.
pub struct Curve {
    pub alg: &'static str,
    pub name: &'static str,
    /// Bytes of a coordinate, and of r and s.
    pub size: usize,
    pub p: BigUint,
    pub n: BigUint,
    b: BigUint,
    g: Point,
}

/// A point in affine coordinates; `None` at infinity.
pub type Point = Option<(BigUint, BigUint)>;

/// X/Z², Y/Z³, Z; Z = 0 at infinity.
struct Jacobian(BigUint, BigUint, BigUint);

pub fn p256() -> Curve {
    Curve {
        alg: "ES256",
        name: "P-256",
        size: 32,
        p: hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
        n: hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        b: hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
        g: Some((
            hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
            hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
        )),
    }
}

pub fn p384() -> Curve {
    Curve {
        alg: "ES384",
        name: "P-384",
        size: 48,
        p: hex(
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        ),
        n: hex(
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
        ),
        b: hex(
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
        ),
        g: Some((
            hex(
                "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
            ),
            hex(
                "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
            ),
        )),
    }
}

impl Curve {
    pub fn g(&self) -> Point {
        self.g.clone()
    }

    /// Bits of the order, which are those of the prime too.
    pub fn bits(&self) -> usize {
        8 * self.size
    }

    /// The message as a number (FIPS 186-5 §6.4.2): the hash is as long as the order.
    pub fn e(&self, message: &[u8]) -> BigUint {
        let hash = if self.size == 32 {
            Sha256::digest(message).to_vec()
        } else {
            Sha384::digest(message).to_vec()
        };
        BigUint::from_bytes_be(&hash) % &self.n
    }

    /// A number that follows from a text, below the order.
    pub fn scalar(&self, text: &str) -> BigUint {
        let (one, other) = (Sha256::digest(text), Sha256::digest(format!("{text}.")));
        BigUint::from_bytes_be(&[one, other].concat()) % &self.n
    }

    /// a / b modulo the order.
    pub fn quotient(&self, a: &BigUint, b: &BigUint) -> BigUint {
        a * b.modinv(&self.n).expect("not 0") % &self.n
    }

    /// −a modulo the order.
    pub fn minus(&self, a: &BigUint) -> BigUint {
        (&self.n - a % &self.n) % &self.n
    }

    /// The point of that x whose y is even or odd, if there is one; p ≡ 3 mod 4.
    pub fn lift(&self, x: &BigUint, odd: bool) -> Point {
        let square = (x * x * x + &self.b + 3_u8 * (&self.p - x)) % &self.p;
        let y = square.modpow(&((&self.p + 1_u8) / 4_u8), &self.p);
        (&y * &y % &self.p == square).then(|| {
            let y = if y.bit(0) == odd { y } else { &self.p - y };
            (x.clone(), y)
        })
    }

    pub fn add(&self, one: &Point, other: &Point) -> Point {
        self.affine(&self.add_affine(jacobian(one), other))
    }

    pub fn times(&self, scalar: &BigUint, point: &Point) -> Point {
        self.combine(scalar, point, &BigUint::ZERO, &None)
    }

    /// u·P + v·Q, bit by bit from the top.
    pub fn combine(&self, u: &BigUint, p: &Point, v: &BigUint, q: &Point) -> Point {
        let mut sum = jacobian(&None);
        for bit in (0..u.bits().max(v.bits())).rev() {
            sum = self.double(&sum);
            for (scalar, point) in [(u, p), (v, q)] {
                if scalar.bit(bit) {
                    sum = self.add_affine(sum, point);
                }
            }
        }
        self.affine(&sum)
    }

    /// Whether the two numbers are a signature (FIPS 186-5 §6.4.2).
    pub fn verifies(&self, q: &Point, e: &BigUint, r: &BigUint, s: &BigUint) -> bool {
        let range = |number: &BigUint| *number != BigUint::ZERO && *number < self.n;
        if !range(r) || !range(s) {
            return false;
        }
        let (u1, u2) = (self.quotient(e, s), self.quotient(r, s));
        self.combine(&u1, &self.g(), &u2, q)
            .is_some_and(|(x, _)| x % &self.n == *r)
    }

    /// R‖S.
    pub fn signature(&self, r: &BigUint, s: &BigUint) -> Vec<u8> {
        [self.fixed(r), self.fixed(s)].concat()
    }

    /// The members of a JWK that say which point it is.
    pub fn members(&self, point: &Point) -> Value {
        let (x, y) = point.as_ref().expect("not at infinity");
        json!({ "x": encode(&self.fixed(x)), "y": encode(&self.fixed(y)) })
    }

    fn fixed(&self, number: &BigUint) -> Vec<u8> {
        let bytes = number.to_bytes_be();
        [vec![0; self.size - bytes.len()], bytes].concat()
    }

    fn affine(&self, Jacobian(x, y, z): &Jacobian) -> Point {
        let inverse = z.modinv(&self.p)?;
        let square = &inverse * &inverse % &self.p;
        Some((
            x * &square % &self.p,
            y * (square * inverse % &self.p) % &self.p,
        ))
    }

    fn minus_field(&self, a: &BigUint, b: &BigUint) -> BigUint {
        (a + &self.p - b % &self.p) % &self.p
    }

    /// dbl-2001-b of the Explicit-Formulas Database, for a = −3.
    fn double(&self, Jacobian(x, y, z): &Jacobian) -> Jacobian {
        let p = &self.p;
        let delta = z * z % p;
        let gamma = y * y % p;
        let beta = x * &gamma % p;
        let alpha = 3_u8 * self.minus_field(x, &delta) * (x + &delta) % p;
        let x3 = self.minus_field(&(&alpha * &alpha), &(8_u8 * &beta));
        let z3 = 2_u8 * y * z % p;
        let y3 = self.minus_field(
            &(alpha * self.minus_field(&(4_u8 * beta), &x3)),
            &(8_u8 * &gamma * &gamma),
        );
        Jacobian(x3, y3, z3)
    }

    /// madd of the Explicit-Formulas Database, with every exception looked at.
    fn add_affine(&self, sum: Jacobian, point: &Point) -> Jacobian {
        let Some((x2, y2)) = point else { return sum };
        let p = &self.p;
        let Jacobian(x1, y1, z1) = &sum;
        if *z1 == BigUint::ZERO {
            return jacobian(point);
        }
        let z1z1 = z1 * z1 % p;
        let h = self.minus_field(&(x2 * &z1z1), x1);
        let s = self.minus_field(&(y2 * (z1 * &z1z1 % p)), y1);
        if h == BigUint::ZERO {
            return if s == BigUint::ZERO {
                self.double(&sum)
            } else {
                jacobian(&None)
            };
        }
        let hh = &h * &h % p;
        let hhh = &h * &hh % p;
        let v = x1 * hh % p;
        let x3 = self.minus_field(&(&s * &s), &(&hhh + 2_u8 * &v));
        let y3 = self.minus_field(&(s * self.minus_field(&v, &x3)), &(y1 * hhh));
        Jacobian(x3, y3, z1 * h % p)
    }
}

fn jacobian(point: &Point) -> Jacobian {
    let one = || BigUint::from(1_u8);
    match point {
        Some((x, y)) => Jacobian(x.clone(), y.clone(), one()),
        None => Jacobian(one(), one(), BigUint::ZERO),
    }
}

fn hex(text: &str) -> BigUint {
    BigUint::parse_bytes(text.as_bytes(), 16).expect("hexadecimal")
}
