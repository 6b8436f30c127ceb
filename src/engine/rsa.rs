//! RSAVP1 (RFC 8017 §5.2.2): `s^e mod n` by Montgomery multiplication, with nothing hidden.
//!
//! For e = 65537 that is one conversion, 16 squarings, and one multiplication by the signature as
//! it came, which converts back at the same time.

mod doubling;
#[cfg(any(target_arch = "wasm32", test))]
mod lanes;
#[cfg(any(target_arch = "wasm32", test))]
mod pair;
#[cfg(test)]
mod tests;
#[cfg(any(not(target_arch = "wasm32"), test))]
mod words;

use alloc::boxed::Box;
use alloc::vec::Vec;

#[cfg(target_arch = "wasm32")]
type Arithmetic = lanes::Lanes;
#[cfg(not(target_arch = "wasm32"))]
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
    /// 2^x, for an x of at least three less than R's.
    fn power_of_two(&self, exponent: usize) -> Self::Number;
    /// R² modulo n, from which every other number is converted.
    fn square_of_r(&self) -> &Self::Number;
    fn room(&self) -> Self::Room;
    /// `a·a/R mod n`.
    fn square(&self, number: &mut Self::Number, room: &mut Self::Room);
    /// `a·b/R mod n`.
    fn multiply(&self, number: &mut Self::Number, by: &Self::Number, room: &mut Self::Room);
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
        match (bit, exponent >> bit & 1) {
            (0, _) => modulus.multiply(&mut result, &plain, room),
            (_, 1) => modulus.multiply(&mut result, &converted, room),
            _ => {}
        }
    }
    modulus.bytes(&result)
}

/// R² modulo n, for R = 2^x.
///
/// `R·a` squared is `R·a²`, so seven squarings lead from `R·2^t` to `R·2^(128·t)`, and with t chosen
/// so that this is a little more than R², one multiplication by a power of two leads back to it.
fn square_of_r<M: Modulus>(modulus: &M, bytes: &[u8], x: usize) -> M::Number {
    let t = (x + 3).div_ceil(128);
    let mut power = modulus.number(&doubling::power_of_two(x + t, bytes));
    let room = &mut modulus.room();
    for _ in 0..7 {
        modulus.square(&mut power, room);
    }
    let rest = modulus.power_of_two(2 * x - 128 * t);
    modulus.multiply(&mut power, &rest, room);
    power
}
