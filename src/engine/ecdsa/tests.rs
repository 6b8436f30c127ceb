//! Fields and scalars against plain big integers; keys and sums of multiples against the reference
//! crates.
//!
//! Every check runs for both forms of the field. `PORTCULLIS_LONG=1` makes the random ones long.

#![allow(clippy::many_single_char_names, reason = "the names of the formulas")]

extern crate std;

use alloc::vec;
use alloc::vec::Vec;

use num_bigint::BigUint;

use super::*;
use crate::p256::{P256, P256Limbs29};
use crate::p384::{P384, P384Limbs29};

mod fields;
mod keys;
mod scalars;
mod sums;

fn rounds(normal: usize) -> usize {
    let long = std::env::var_os("PORTCULLIS_LONG").is_some();
    if long { normal * 100 } else { normal }
}

/// Bytes that look random and are the same in every run (SHA-256 in counter mode).
struct Stream(u64);

impl Stream {
    fn bytes(&mut self, len: usize) -> Vec<u8> {
        use sha2::{Digest, Sha256};
        let mut bytes = Vec::new();
        while bytes.len() < len {
            self.0 += 1;
            bytes.extend_from_slice(&Sha256::digest(self.0.to_le_bytes()));
        }
        bytes.truncate(len);
        bytes
    }

    /// A number below `bound`: random, or next to where carries and borrows happen.
    fn below(&mut self, bound: &BigUint) -> BigUint {
        let len = bound.to_bytes_be().len();
        let kind = self.bytes(1);
        let mut bytes = self.bytes(len);
        match kind.first().map(|kind| kind % 6) {
            Some(0) => bytes
                .iter_mut()
                .for_each(|byte| *byte = if *byte < 128 { 0 } else { 255 }),
            Some(1) => return bound - 1u8 - BigUint::from(bytes.first().copied().unwrap_or(0)),
            Some(2) => return BigUint::from(bytes.first().copied().unwrap_or(0)),
            _ => {}
        }
        BigUint::from_bytes_be(&bytes) % bound
    }
}

fn full_length(number: &BigUint, bits: usize) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    let mut full = vec![0; bits / 8 - bytes.len()];
    full.extend_from_slice(&bytes);
    full
}

fn order<C: Curve>() -> BigUint {
    BigUint::from_bytes_be(C::ORDER)
}

fn modulus<C: Curve>() -> BigUint {
    BigUint::from_bytes_be(C::MODULUS)
}

fn scalar<C: Curve>(number: &BigUint) -> Scalar {
    Scalar::from_be_bytes(&full_length(number, C::BITS))
}

/// What a reference crate says.
trait Oracle {
    /// Whether these are the coordinates of a point.
    fn is_point(x: &[u8], y: &[u8]) -> bool;
    /// Whether the number is in [1, n − 1].
    fn is_in_range(number: &[u8]) -> bool;
    /// The numerator through the denominator modulo n; `None` when that is zero.
    fn quotient(numerator: &[u8], denominator: &[u8]) -> Option<Vec<u8>>;
    /// x and y of d·G; `None` at infinity.
    fn point(d: &[u8]) -> Option<[Vec<u8>; 2]>;
}

macro_rules! oracle {
    ($curve:ty, $krate:ident) => {
        const _: () = {
            use $krate::elliptic_curve::ops::Reduce;
            use $krate::elliptic_curve::sec1::{FromSec1Point, ToSec1Point};
            use $krate::{
                AffinePoint, FieldBytes, NonZeroScalar, ProjectivePoint, Scalar, Sec1Point,
            };

            impl Oracle for $curve {
                fn point(d: &[u8]) -> Option<[Vec<u8>; 2]> {
                    let d = <Scalar as Reduce<FieldBytes>>::reduce(d.try_into().ok()?);
                    let point = (ProjectivePoint::GENERATOR * d)
                        .to_affine()
                        .to_sec1_point(false);
                    Some([point.x()?.to_vec(), point.y()?.to_vec()])
                }

                fn is_point(x: &[u8], y: &[u8]) -> bool {
                    let encoding = [&[4], x, y].concat();
                    let point = Sec1Point::from_bytes(&encoding).unwrap();
                    bool::from(AffinePoint::from_sec1_point(&point).is_some())
                }

                fn is_in_range(number: &[u8]) -> bool {
                    bool::from(NonZeroScalar::from_repr(number.try_into().unwrap()).is_some())
                }

                fn quotient(numerator: &[u8], denominator: &[u8]) -> Option<Vec<u8>> {
                    let [numerator, denominator] = [numerator, denominator].map(|number| {
                        <Scalar as Reduce<FieldBytes>>::reduce(number.try_into().unwrap())
                    });
                    let inverse = denominator.invert().into_option()?;
                    Some((numerator * inverse).to_bytes().to_vec())
                }
            }
        };
    };
}

oracle!(P256, p256);
oracle!(P256Limbs29, p256);
oracle!(P384, p384);
oracle!(P384Limbs29, p384);
