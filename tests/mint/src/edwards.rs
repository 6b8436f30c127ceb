//! Edwards25519 with plain numbers (RFC 8032 §5.1), the points of small order included.

use num_bigint::BigUint;
use sha2::{Digest, Sha512};

pub struct Edwards {
    pub p: BigUint,
    /// The order of the base point.
    pub l: BigUint,
    d: BigUint,
    pub base: Point,
}

/// A point in affine coordinates; (0, 1) is the neutral one.
#[derive(Clone, PartialEq, Eq)]
pub struct Point {
    x: BigUint,
    y: BigUint,
}

impl Point {
    pub fn neutral() -> Self {
        Self {
            x: BigUint::ZERO,
            y: BigUint::from(1_u8),
        }
    }

    /// §5.1.2.
    pub fn encode(&self) -> [u8; 32] {
        bytes(&self.y, self.x.bit(0))
    }
}

impl Edwards {
    pub fn new() -> Self {
        let p = (BigUint::from(1_u8) << 255) - 19_u8;
        let over = |a: u32, b: u32| a * BigUint::from(b).modinv(&p).expect("not 0") % &p;
        let d = &p - over(121_665, 121_666);
        let l = "7237005577332262213973186563042994240857116359379907606001950938285454250989";
        let base = over(4, 5);
        let mut curve = Self {
            l: BigUint::parse_bytes(l.as_bytes(), 10).expect("decimal"),
            base: Point {
                x: BigUint::ZERO,
                y: BigUint::ZERO,
            },
            p,
            d,
        };
        curve.base = curve.lift(&base).expect("4/5 is on the curve");
        curve
    }

    /// The point of that y whose x is even, if there is one (§5.1.3).
    pub fn lift(&self, y: &BigUint) -> Option<Point> {
        let p = &self.p;
        let one = BigUint::from(1_u8);
        let square = y * y % p;
        let denominator = (&self.d * &square + &one) % p;
        let x2 = (square + p - one) * denominator.modinv(p)? % p;
        let mut x = x2.modpow(&((p + 3_u8) / 8_u8), p);
        if &x * &x % p != x2 {
            let root = BigUint::from(2_u8).modpow(&((p - 1_u8) / 4_u8), p);
            x = x * root % p;
        }
        if &x * &x % p != x2 {
            return None;
        }
        if x.bit(0) {
            x = p - x;
        }
        Some(Point { x, y: y.clone() })
    }

    /// The eight points whose order divides 8, as multiples of one of order 8.
    pub fn torsion(&self) -> Vec<Point> {
        let eighth = (2_u32..64)
            .filter_map(|y| self.lift(&BigUint::from(y)))
            .map(|point| self.times(&self.l, &point))
            .find(|point| self.times(&BigUint::from(4_u8), point) != Point::neutral())
            .expect("half of all points have such a part");
        (0_u8..8)
            .map(|times| self.times(&times.into(), &eighth))
            .collect()
    }

    pub fn add(&self, one: &Point, other: &Point) -> Point {
        self.combine(&1_u8.into(), one, &1_u8.into(), other)
    }

    pub fn times(&self, scalar: &BigUint, point: &Point) -> Point {
        self.combine(scalar, point, &BigUint::ZERO, point)
    }

    pub fn negate(&self, point: &Point) -> Point {
        Point {
            x: (&self.p - &point.x) % &self.p,
            y: point.y.clone(),
        }
    }

    /// u·P + v·Q, bit by bit, with the one complete addition (add-2008-bbjlp, a = −1).
    pub fn combine(&self, u: &BigUint, p: &Point, v: &BigUint, q: &Point) -> Point {
        let one = BigUint::from(1_u8);
        let affine = |point: &Point| (point.x.clone(), point.y.clone(), one.clone());
        let mut sum = affine(&Point::neutral());
        for bit in (0..u.bits().max(v.bits())).rev() {
            sum = self.sum(&sum, &sum);
            for (scalar, point) in [(u, p), (v, q)] {
                if scalar.bit(bit) {
                    sum = self.sum(&sum, &affine(point));
                }
            }
        }
        let inverse = sum.2.modinv(&self.p).expect("complete formulas");
        Point {
            x: sum.0 * &inverse % &self.p,
            y: sum.1 * inverse % &self.p,
        }
    }

    fn sum(&self, one: &Projective, other: &Projective) -> Projective {
        let p = &self.p;
        let a = &one.2 * &other.2 % p;
        let b = &a * &a % p;
        let c = &one.0 * &other.0 % p;
        let d = &one.1 * &other.1 % p;
        let e = &self.d * &c % p * &d % p;
        let (f, g) = ((&b + p - &e) % p, (b + e) % p);
        let cross = (&one.0 + &one.1) * (&other.0 + &other.1) % p;
        let cross = (cross + p + p - &c - &d) % p;
        let x = &a * &f % p * cross % p;
        let y = a * &g % p * (d + c) % p;
        (x, y, f * g % p)
    }

    /// The hash of a signature as a scalar (§5.1.7): reduced, and from then on an integer, which
    /// matters for points that have a part of small order.
    pub fn k(&self, r: &[u8], a: &[u8], message: &[u8]) -> BigUint {
        Self::hash(r, a, message) % &self.l
    }

    /// The same as it is, a number of 512 bits.
    pub fn hash(r: &[u8], a: &[u8], message: &[u8]) -> BigUint {
        BigUint::from_bytes_le(&Sha512::digest([r, a, message].concat()))
    }
}

type Projective = (BigUint, BigUint, BigUint);

/// y with the sign of x above it, whether or not it is below the prime.
pub fn bytes(y: &BigUint, odd: bool) -> [u8; 32] {
    let mut bytes = y.to_bytes_le();
    bytes.resize(32, 0);
    bytes[31] |= u8::from(odd) << 7;
    bytes.try_into().expect("255 bits")
}
