//! Both arithmetics against plain big integers.
//!
//! The modulus need not be a product of two primes for that, only odd: the worst ones are made.

extern crate std;

use alloc::vec::Vec;

use num_bigint::BigUint;
use sha2::{Digest, Sha512};

use super::lanes::Lanes;
use super::words::Words;
use super::{Key, Modulus, power};

/// Cases of a property: a handful of each size, or very many with `PORTCULLIS_LONG=1`.
fn cases(normal: usize) -> usize {
    let long = std::env::var_os("PORTCULLIS_LONG").is_some_and(|value| value == "1");
    if long { 100 * normal } else { normal }
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(length + 64);
        while bytes.len() < length {
            self.0 += 1;
            bytes.extend(Sha512::digest(self.0.to_le_bytes()));
        }
        bytes.truncate(length);
        bytes
    }

    fn number(&mut self, bits: u64) -> BigUint {
        let length = usize::try_from(bits.div_ceil(8)).unwrap();
        BigUint::from_bytes_be(&self.bytes(length)) % (one() << bits)
    }

    /// An odd number of exactly so many bits.
    fn modulus(&mut self, bits: u64) -> BigUint {
        let mut n = self.number(bits);
        n.set_bit(0, true);
        n.set_bit(bits - 1, true);
        n
    }

    /// Random, small, close to the modulus, or with long runs of ones and zeros.
    fn below(&mut self, n: &BigUint) -> BigUint {
        let kind = self.bytes(2);
        let small = BigUint::from(kind[1]);
        match kind[0] % 5 {
            0 => small,
            1 => n - 1_u8 - small,
            2 => runs(&self.bytes(usize::try_from(n.bits() / 8).unwrap())) % n,
            _ => self.number(n.bits()) % n,
        }
    }
}

/// Eight equal bits for each bit.
fn runs(bytes: &[u8]) -> BigUint {
    let long = bytes.iter().map(|byte| if *byte < 128 { 0 } else { 255 });
    BigUint::from_bytes_be(&long.collect::<Vec<u8>>())
}

fn one() -> BigUint {
    BigUint::from(1_u8)
}

/// As long as the modulus.
fn padded(number: &BigUint, n: &BigUint) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    let mut padded = alloc::vec![0; n.to_bytes_be().len() - bytes.len()];
    padded.extend(bytes);
    padded
}

/// The arithmetic of a modulus, and what it has to come to.
struct Checked<M> {
    arithmetic: M,
    n: BigUint,
    inverse_of_r: BigUint,
}

impl<M: Modulus> Checked<M> {
    fn new(n: &BigUint) -> Self {
        let arithmetic = M::new(&n.to_bytes_be());
        let mut this = Self {
            arithmetic,
            n: n.clone(),
            inverse_of_r: one(),
        };
        let r_squared = this.value(this.arithmetic.square_of_r());
        let mut inverse = this.number(&one());
        let by = inverse.clone();
        let room = &mut this.arithmetic.room();
        this.arithmetic.multiply(&mut inverse, &by, room);
        this.inverse_of_r = this.value(&inverse);
        let expected = &this.inverse_of_r * &this.inverse_of_r * &r_squared % n;
        assert_eq!(expected, one(), "R² of {n:x}");
        this
    }

    fn number(&self, value: &BigUint) -> M::Number {
        self.arithmetic.number(&padded(value, &self.n))
    }

    fn value(&self, number: &M::Number) -> BigUint {
        BigUint::from_bytes_be(&self.arithmetic.bytes(number))
    }

    fn check_product(&self, x: &BigUint, y: &BigUint) {
        let room = &mut self.arithmetic.room();
        let (mut product, mut square) = (self.number(x), self.number(x));
        let by = self.number(y);
        self.arithmetic.multiply(&mut product, &by, room);
        let expected = x * y * &self.inverse_of_r % &self.n;
        assert_eq!(
            self.value(&product),
            expected,
            "{x:x}·{y:x} mod {:x}",
            self.n
        );
        self.arithmetic.square(&mut square, room);
        let expected = x * x * &self.inverse_of_r % &self.n;
        assert_eq!(self.value(&square), expected, "{x:x}² mod {:x}", self.n);
        // Again with the results, which are not always the smallest of their class.
        let before = self.value(&product) * self.value(&square);
        self.arithmetic.multiply(&mut product, &square, room);
        let expected = before * &self.inverse_of_r % &self.n;
        assert_eq!(
            self.value(&product),
            expected,
            "{x:x}, {y:x} mod {:x}",
            self.n
        );
    }

    fn check_power(&self, base: &BigUint, exponent: u64) {
        let result = power(&self.arithmetic, &padded(base, &self.n), exponent);
        let expected = base.modpow(&BigUint::from(exponent), &self.n);
        let n = &self.n;
        assert_eq!(
            result,
            padded(&expected, n),
            "{base:x}^{exponent} mod {n:x}"
        );
    }
}

fn check(n: &BigUint, values: &[BigUint], exponents: &[u64]) {
    check_with::<Words>(n, values, exponents);
    check_with::<Lanes>(n, values, exponents);
}

fn check_with<M: Modulus>(n: &BigUint, values: &[BigUint], exponents: &[u64]) {
    let checked = Checked::<M>::new(n);
    for (x, y) in values.iter().zip(values.iter().rev()) {
        checked.check_product(x, y);
    }
    for (base, &exponent) in values.iter().zip(exponents.iter().cycle()) {
        checked.check_power(base, exponent);
    }
}

#[test]
fn every_class_of_lengths_is_right() {
    let mut random = Random(0);
    // 59 bits to a limb here; there 8·37 to a step up to 2069 bits, 8·36 up to 4317, then 8·35.
    let lengths = (2048..=2048 + 138)
        .chain(4280..=4340)
        .chain(8192 - 132..=8192);
    for bits in lengths {
        let n = random.modulus(bits);
        let values: Vec<_> = (0..cases(2)).map(|_| random.below(&n)).collect();
        check(&n, &values, &[3]);
    }
}

#[test]
fn random_powers_are_right() {
    let mut random = Random(1_000_000);
    for bits in [2048, 2049, 2056, 3072, 4096] {
        for _ in 0..cases(4) {
            let n = random.modulus(bits);
            let values: Vec<_> = (0..6).map(|_| random.below(&n)).collect();
            check(&n, &values, &[65537, 3, (1 << 33) - 1, 0x1_5555_5555]);
        }
    }
}

/// The values with the largest limbs in every form, and those around which carries run through.
fn extremes(n: &BigUint) -> Vec<BigUint> {
    let bits = n.bits();
    let mut values = Vec::new();
    for value in [0_u8, 1, 2, 255].map(BigUint::from) {
        values.push(n - 1_u8 - &value);
        values.push(value);
    }
    // Balanced limbs of 2^(w−1), −2^(w−1) and 2^(w−1) − 1, one like the other, and all ones.
    for width in [35, 36, 37, 59] {
        for limb in [
            one() << (width - 1),
            (one() << (width - 1)) + 1_u8,
            (one() << (width - 1)) - 1_u8,
        ] {
            let limbs = (0..bits.div_ceil(width)).map(|i| &limb << (width * i));
            values.push(limbs.sum::<BigUint>() % (one() << (bits - 1)));
        }
    }
    values.push((one() << (bits - 1)) - 1_u8);
    values.push(((one() << bits) - 1_u8) % n);
    values
}

/// Moduli whose limbs, or the limbs of F, are at their largest.
fn worst(bits: u64) -> Vec<BigUint> {
    let full = (one() << bits) - 1_u8;
    let mut moduli = alloc::vec![full.clone(), (one() << (bits - 1)) + 1_u8];
    for block in [4 * 35, 4 * 36, 4 * 37, 5 * 59] {
        // n ≡ 1 and n ≡ −1 (mod B): n' is B − 1 and 1.
        moduli.push(&full - (one() << block) + 2_u8);
        moduli.push(&full - (one() << block));
    }
    for width in [35, 36, 37, 59] {
        let limb = (one() << (width - 1)) - 1_u8;
        let limbs = (0..bits.div_ceil(width)).map(|i| &limb << (width * i));
        let mut n = limbs.sum::<BigUint>() % (one() << bits);
        n.set_bit(bits - 1, true);
        n.set_bit(0, true);
        moduli.push(n);
    }
    moduli
}

#[test]
fn limbs_at_their_largest_overflow_no_column() {
    for bits in [
        2048, 2069, 2070, 2128, 2240, 2688, 3584, 4096, 4317, 4318, 8192,
    ] {
        for n in worst(bits) {
            check(&n, &extremes(&n), &[3]);
        }
    }
}

#[test]
fn worst_keys_verify_with_the_usual_exponent() {
    for bits in [2048, 2049, 3072, 4096, 8192] {
        for n in worst(bits) {
            check(&n, &extremes(&n)[8..12], &[65537]);
        }
    }
}

#[test]
fn rfc_8017_5_2_2_a_signature_must_be_below_the_modulus_and_as_long() {
    let n = Random(2_000_000).modulus(2048);
    let key = Key::new(&n.to_bytes_be(), 65537);
    let recover = |signature: &BigUint| key.recover(&padded(signature, &n));
    assert!(recover(&(&n - 1_u8)).is_some());
    assert_eq!(recover(&n), None);
    assert_eq!(recover(&(&n + 1_u8)), None);
    let signature = [0; 257];
    assert_eq!(key.recover(&signature[1..]), Some(alloc::vec![0; 256]));
    assert_eq!(key.recover(&signature), None);
    assert_eq!(key.recover(&signature[2..]), None);
    assert_eq!(key.recover(&[]), None);
}
