//! RSAVP1 (RFC 8017 §5.2.2): `s^e mod n` by Montgomery multiplication, with nothing hidden.
//!
//! For e = 65537 that is one conversion, 16 squarings, and one multiplication by the signature as
//! it came, which converts back at the same time.

#[cfg(any(all(target_arch = "wasm32", feature = "fast"), test))]
mod lanes;
#[cfg(test)]
mod tests;
#[cfg(any(all(target_arch = "wasm32", feature = "fast"), test))]
mod vector;
#[cfg(any(not(all(target_arch = "wasm32", feature = "fast")), test))]
mod words;

use alloc::boxed::Box;
use alloc::vec::Vec;

#[cfg(all(target_arch = "wasm32", feature = "fast"))]
type Arithmetic = lanes::Lanes;
#[cfg(not(all(target_arch = "wasm32", feature = "fast")))]
type Arithmetic = words::Words;

/// Numbers modulo n, in Montgomery's form: `a` stands for `a·R mod n`.
trait Modulus: Sized {
    /// A number of the arithmetic's own length, not always the smallest of its class.
    type Number: Clone;
    /// Room for what is in between, kept from one operation to the next.
    type Room;

    /// The arithmetic of an odd modulus of at least two limbs, big-endian, no leading zero byte.
    fn new(modulus: &[u8]) -> Self;
    /// A big-endian number below the modulus, as it is.
    fn number(&self, bytes: &[u8]) -> Self::Number;
    /// The highest power of two below the modulus.
    fn highest_power(&self) -> Self::Number;
    /// R² modulo n, from which every other number is converted.
    fn square_of_r(&self) -> &Self::Number;
    fn room(&self) -> Self::Room;
    /// `a·a/R mod n`.
    fn square(&self, number: &mut Self::Number, room: &mut Self::Room);
    /// `a·b/R mod n`.
    fn multiply(&self, number: &mut Self::Number, by: &Self::Number, room: &mut Self::Room);
    /// `a·2^x mod n`.
    fn double(&self, number: &mut Self::Number, times: usize);
    /// The smallest number of the class, big-endian, as long as the modulus.
    fn bytes(&self, number: &Self::Number) -> Vec<u8>;
}

/// A public key whose numbers were checked, with what depends on the modulus alone worked out.
#[derive(Clone)]
pub struct Key {
    arithmetic: Arithmetic,
    modulus: Box<[u8]>,
    exponent: u64,
}

impl Key {
    /// An odd modulus of at least 2048 bits without a leading zero byte, an odd exponent from 3.
    #[must_use]
    #[inline]
    pub fn new(modulus: &[u8], exponent: u64) -> Self {
        Self {
            arithmetic: Arithmetic::new(modulus),
            modulus: modulus.into(),
            exponent,
        }
    }

    /// The message representative of a signature, as long as the modulus; none where the signature
    /// is not a number below the modulus.
    #[must_use]
    #[inline(never)]
    pub fn recover(&self, signature: &[u8]) -> Option<Vec<u8>> {
        self.is_representative(signature)
            .then(|| power(&self.arithmetic, signature, self.exponent))
    }

    /// Whether a signature is as long as the modulus, and the number in it smaller (RFC 8017 §5.2.2).
    #[must_use]
    pub fn is_representative(&self, signature: &[u8]) -> bool {
        // Of numbers of one length, big-endian, the lesser bytes are the lesser number.
        signature.len() == self.modulus.len() && signature < &*self.modulus
    }
}

/// `s^e mod n` for an odd e from 3.
///
/// From left to right over the bits of e but the last; the last one, always set, multiplies by `s`
/// itself: `(s^(e−1)·R)·s/R`.
fn power<M: Modulus>(modulus: &M, base: &[u8], exponent: u64) -> Vec<u8> {
    let plain = modulus.number(base);
    let mut converted = plain.clone();
    let room = &mut modulus.room();
    modulus.multiply(&mut converted, modulus.square_of_r(), room);
    let mut result = converted.clone();
    for bit in (0..exponent.ilog2()).rev() {
        modulus.square(&mut result, room);
        if exponent >> bit & 1 == 1 {
            let by = if bit == 0 { &plain } else { &converted };
            modulus.multiply(&mut result, by, room);
        }
    }
    modulus.bytes(&result)
}

/// R² modulo n, for R = 2^x.
///
/// `R·a` squared is `R·a²`: from `R·2^(x >> 7)` seven squarings lead to `R·2^x`, with a doubling for
/// each bit of x that was left out.
fn square_of_r<M: Modulus>(modulus: &M, bits: usize, x: usize) -> M::Number {
    let mut power = modulus.highest_power();
    modulus.double(&mut power, x + (x >> 7) - (bits - 1));
    let room = &mut modulus.room();
    for bit in (0..7).rev() {
        modulus.square(&mut power, room);
        modulus.double(&mut power, x >> bit & 1);
    }
    power
}

/// Bits of a big-endian number whose first byte is not zero.
fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |first| first.leading_zeros());
    8 * number.len() - usize::try_from(unused).unwrap_or(0)
}
