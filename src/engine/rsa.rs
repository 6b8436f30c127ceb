//! RSAVP1 (RFC 8017 §5.2.2): `s^e mod n` by Montgomery multiplication, with nothing hidden.
//!
//! For e = 65537 that is one conversion, 16 squarings, and one multiplication by the signature as
//! it came, which converts back at the same time.

#[cfg(test)]
mod tests;
mod words;

use alloc::vec::Vec;

use words::Words as Arithmetic;

/// Numbers modulo n, in Montgomery's form: `a` stands for `a·R mod n`.
trait Modulus: Sized {
    /// A number of the arithmetic's own length, not always the smallest of its class.
    type Number;

    /// The arithmetic of an odd modulus of at least two limbs, big-endian, no leading zero byte.
    fn new(modulus: &[u8]) -> Self;
    /// A big-endian number below the modulus, as it is; `None` for any other.
    fn number(&self, bytes: &[u8]) -> Option<Self::Number>;
    /// `a·R mod n` of the number `a`.
    fn convert(&self, number: &Self::Number) -> Self::Number;
    /// `a·a/R mod n`.
    fn square(&self, number: &mut Self::Number);
    /// `a·b/R mod n`.
    fn multiply(&self, number: &mut Self::Number, by: &Self::Number);
    /// The smallest number of the class, big-endian, as long as the modulus.
    fn bytes(&self, number: &Self::Number) -> Vec<u8>;
}

/// A public key whose numbers were checked, with what depends on the modulus alone worked out.
#[derive(Clone)]
pub(crate) struct PublicKey {
    arithmetic: Arithmetic,
    exponent: u64,
}

impl PublicKey {
    /// An odd modulus of at least 2048 bits without a leading zero byte, an odd exponent from 3.
    pub(crate) fn new(modulus: &[u8], exponent: u64) -> Self {
        Self {
            arithmetic: Arithmetic::new(modulus),
            exponent,
        }
    }

    /// The message representative of a signature, as long as the modulus; none where the signature
    /// is not a number below the modulus.
    pub(crate) fn recover(&self, signature: &[u8]) -> Option<Vec<u8>> {
        power(&self.arithmetic, signature, self.exponent)
    }
}

/// `s^e mod n` for an odd e from 3.
///
/// From left to right over the bits of e but the last; the last one, always set, multiplies by `s`
/// itself: `(s^(e−1)·R)·s/R`.
fn power<M: Modulus>(modulus: &M, base: &[u8], exponent: u64) -> Option<Vec<u8>> {
    let plain = modulus.number(base)?;
    let converted = modulus.convert(&plain);
    let mut result = modulus.convert(&plain);
    for bit in (0..exponent.ilog2()).rev() {
        modulus.square(&mut result);
        match (bit, exponent >> bit & 1) {
            (0, _) => modulus.multiply(&mut result, &plain),
            (_, 1) => modulus.multiply(&mut result, &converted),
            _ => {}
        }
    }
    Some(modulus.bytes(&result))
}
