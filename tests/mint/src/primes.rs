//! The RSA keys of every length, found once and kept in `keys/published_test_rsa_lengths.json`:
//! `cargo run --release -p portcullis-vectors -- --rsa-keys` finds the same ones again.

use num_bigint::BigUint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::token::encode;

/// Lengths where something changes: a whole number of bytes, one bit more, whole limbs of 28 bits
/// and one bit less, the shortest and the longest.
const LENGTHS: &[usize] = &[
    2048, 2049, 2050, 2055, 2056, 2127, 2128, 2129, 2239, 2240, 2688, 3072, 3583, 3584, 4096, 8192,
];

/// Lengths whose moduli also come with limbs as large as they get, where columns overflow first.
const FULL: &[usize] = &[2128, 2240, 2688, 3072, 3584, 4096, 8192];

/// The exponents that a key is used with: none divides p − 1 or q − 1.
pub const EXPONENTS: [u64; 5] = [3, 17, 65_537, (1 << 32) + 1, (1 << 33) - 1];

/// What a modulus looks like.
#[derive(Clone, Copy)]
enum Form {
    /// Two random primes with their two highest bits set.
    Random,
    /// A quarter of ones at the top and at the bottom.
    Full,
    /// Ones at the top, and 1 at the bottom, so that its negative inverse ends in ones.
    FullInverse,
    /// Hardly more than 2^(bits − 1).
    Least,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Full => "full limbs",
            Self::FullInverse => "full limbs, inverse too",
            Self::Least => "the least of its length",
        }
    }
}

/// The key file's text.
pub fn rsa_keys() -> String {
    let random = LENGTHS.iter().map(|bits| (*bits, Form::Random));
    let full = FULL.iter().map(|bits| (*bits, Form::Full));
    let others = [
        (2048, Form::Least),
        (4096, Form::Least),
        (2240, Form::FullInverse),
        (4096, Form::FullInverse),
    ];
    let keys: Vec<Value> = random.chain(full).chain(others).map(key).collect();
    let comment = "Published test keys, never a secret";
    let document = json!({ "comment": comment, "keys": keys });
    format!("{document:#}\n")
}

fn key((bits, form): (usize, Form)) -> Value {
    let (p, q) = primes(bits, form);
    let n = &p * &q;
    assert_eq!(n.bits(), u64::try_from(bits).expect("small"), "{bits}");
    let (p, q) = (encode(&p.to_bytes_be()), encode(&q.to_bytes_be()));
    eprintln!("{bits} bits, {}", form.name());
    json!({ "bits": bits, "form": form.name(), "p": p, "q": q })
}

fn primes(bits: usize, form: Form) -> (BigUint, BigUint) {
    let power = |bit: usize| BigUint::from(1_u8) << bit;
    let label = format!("{bits} {}", form.name());
    let long = bits.div_ceil(2);
    let top = power(long - 1) + power(long - 2);
    let p = next_prime(&(top | number(&label, long - 2) | power(0)), &power(1));
    match form {
        Form::Random => {
            let short = bits - long;
            let top = power(short - 1) + power(short - 2);
            let second = number(&format!("{label}, second"), short - 2);
            (p, next_prime(&(top | second | power(0)), &power(1)))
        }
        Form::Full | Form::FullInverse => {
            // q's upper half makes n's top, its lower half n's bottom, and between lies a gap in
            // which a prime is found.
            let (low, gap) = (bits / 4, 20);
            let modulus = power(low);
            let inverse = p.modinv(&modulus).expect("p is odd");
            let bottom = match form {
                Form::Full => &modulus - inverse,
                _ => inverse,
            };
            let whole = (power(bits) - 1_u8) / &p;
            let top = ((whole >> (low + gap)) - 1_u8) << (low + gap);
            let q = next_prime(&(top + bottom), &modulus);
            (p, q)
        }
        Form::Least => {
            let q = power(bits - 1) / &p + 1_u8;
            let odd = q | power(0);
            let q = next_prime(&odd, &power(1));
            (p, q)
        }
    }
}

/// As many bits as asked for, which follow from a text.
fn number(text: &str, bits: usize) -> BigUint {
    let blocks = (0..bits.div_ceil(256)).map(|block| Sha256::digest(format!("{text} {block}")));
    let bytes: Vec<u8> = blocks.flat_map(|block| block.to_vec()).collect();
    BigUint::from_bytes_be(&bytes) >> (8 * bytes.len() - bits)
}

/// The first prime in start, start + step, … that suits every exponent.
fn next_prime(start: &BigUint, step: &BigUint) -> BigUint {
    let small: Vec<u32> = (3_u32..20_000)
        .filter(|n| (2..=n.isqrt()).all(|d| n % d != 0))
        .collect();
    let rest = |number: &BigUint, prime: u32| {
        let rest = (number % prime).to_u32_digits();
        rest.first().copied().unwrap_or(0)
    };
    let steps: Vec<u32> = small.iter().map(|prime| rest(step, *prime)).collect();
    let mut rests: Vec<u32> = small.iter().map(|prime| rest(start, *prime)).collect();
    let mut candidate = start.clone();
    loop {
        let sieved = rests.iter().all(|rest| *rest != 0);
        if sieved && suits(&candidate) && is_prime(&candidate) {
            return candidate;
        }
        candidate += step;
        for ((rest, step), prime) in rests.iter_mut().zip(&steps).zip(&small) {
            *rest = (*rest + step) % prime;
        }
    }
}

/// Whether every exponent has an inverse modulo p − 1.
fn suits(p: &BigUint) -> bool {
    let phi = p - 1_u8;
    EXPONENTS
        .iter()
        .all(|e| BigUint::from(*e).modinv(&phi).is_some())
}

/// Miller and Rabin, with the first forty numbers as bases.
fn is_prime(n: &BigUint) -> bool {
    let whole = n - 1_u8;
    let twos = whole.trailing_zeros().expect("n is odd");
    let odd = &whole >> twos;
    let one = BigUint::from(1_u8);
    (2_u8..42).all(|base| {
        let mut power = BigUint::from(base).modpow(&odd, n);
        if power == one || power == whole {
            return true;
        }
        for _ in 1..twos {
            power = &power * &power % n;
            if power == whole {
                return true;
            }
        }
        false
    })
}
