//! RSA with moduli of every awkward length, whose limbs are full, and with every kind of exponent.

use num_bigint::BigUint;
use serde_json::json;

use super::BAD;
use crate::keys::{Key, rsa_lengths};
use crate::primes::EXPONENTS;
use crate::rsa::Hash;
use crate::suite::Suite;
use crate::token::{Draft, access};

/// The lengths that every verifier has to take, with the usual exponent. What is no signature is to be
/// refused under every key.
const USUAL: [u64; 3] = [2048, 3072, 4096];

pub fn rsa(s: &mut Suite) {
    for (bits, form, key) in rsa_lengths(65_537) {
        let of = format!("{bits} bits, {form}");
        let usual = USUAL.contains(&bits);
        pkcs1(s, &of, &key, usual);
        pss(s, &of, &key, usual);
    }
    for exponent in EXPONENTS {
        for (bits, form, key) in rsa_lengths(exponent) {
            let wanted = matches!(
                (bits, form.as_str()),
                (2048, "random") | (4096, "full limbs")
            );
            if wanted && exponent != 65_537 {
                let of = format!("{bits} bits, {form}, e = {exponent}");
                pkcs1(s, &of, &key, false);
                pss(s, &of, &key, false);
            }
        }
    }
}

/// RSASSA-PKCS1-v1_5, and numbers that are signatures of nothing.
fn pkcs1(s: &mut Suite, of: &str, key: &Key, usual: bool) {
    const CLAUSE: &str = "RFC 8017 §8.2.2";
    let rsa = key.rsa();
    s.keys(&format!("RS256, {of}"), [key.jwk()]);
    let twin = format!("RS256, {of}");
    let (draft, number) = draft_that_fits(key, "RS256", &twin);
    s.accept(&twin, CLAUSE, draft.mint_with(&rsa.padded(&number)))
        .choice_if(!usual);
    let one = BigUint::from(1_u8);
    let limbs = (BigUint::from(1_u8) << (rsa.n.bits() - 1)) - 1_u8;
    for (text, number) in [
        ("s = 0", BigUint::ZERO),
        ("s = 1", one.clone()),
        ("s = n − 1", &rsa.n - &one),
        ("s = n", rsa.n.clone()),
        ("every limb of s full", limbs),
        ("n − s instead of s", &rsa.n - &number),
        ("s + n", &number + &rsa.n),
    ] {
        // A number that is longer than the modulus is no string of that length.
        if number.to_bytes_be().len() <= rsa.size() {
            let name = format!("RS256, {of}, {text}");
            let token = draft.mint_with(&rsa.padded(&number));
            s.refuse(&name, CLAUSE, token, BAD, &twin);
        }
    }
}

/// RSASSA-PSS: the encoding is one bit shorter than the modulus, so one byte when that has 8·k + 1.
fn pss(s: &mut Suite, of: &str, key: &Key, usual: bool) {
    const CLAUSE: &str = "RFC 8017 §9.1.2";
    let rsa = key.rsa();
    s.keys(
        &format!("PS256, {of}"),
        [key.jwk_with(&json!({ "alg": "PS256" }))],
    );
    let twin = format!("PS256, {of}");
    let (draft, number) = draft_that_fits(key, "PS256", &twin);
    s.accept(&twin, CLAUSE, draft.mint_with(&rsa.padded(&number)))
        .choice_if(!usual);
    let longer = &number + &rsa.n;
    if longer.to_bytes_be().len() <= rsa.size() {
        let token = draft.mint_with(&rsa.padded(&longer));
        s.refuse(&format!("PS256, {of}, s + n"), CLAUSE, token, BAD, &twin);
    }
    above_the_encoding(s, of, key, &twin);
}

/// The right encoding with a bit above its length: step 6 of §9.1.2, or the octet that step 2 of
/// §8.1.2 wants to be zero.
fn above_the_encoding(s: &mut Suite, of: &str, key: &Key, twin: &str) {
    let rsa = key.rsa();
    let above = BigUint::from(1_u8) << (rsa.n.bits() - 1);
    let name = format!("PS256, {of}, a bit above the encoding");
    for turn in 0..64 {
        let draft = access(key)
            .alg("PS256")
            .claim("jti", format!("{name} {turn}"));
        let input = draft.signing_input();
        let encoding = rsa.pss_encoding(Hash::Sha256, input.as_bytes(), 32);
        let encoding = BigUint::from_bytes_be(&encoding) + &above;
        // Of the least modulus nothing so large is below it.
        if encoding < rsa.n {
            let signature = rsa.raw(&rsa.padded(&encoding));
            let token = draft.mint_with(&signature);
            s.refuse(&name, "RFC 8017 §9.1.2", token, BAD, twin);
            return;
        }
    }
}

/// A draft whose signature s leaves room for s + n in as many bytes, if one in a few does.
fn draft_that_fits(key: &Key, alg: &str, name: &str) -> (Draft, BigUint) {
    let rsa = key.rsa();
    let draft = |turn: u32| {
        let draft = access(key).alg(alg).claim("jti", format!("{name} {turn}"));
        let number = BigUint::from_bytes_be(&draft.signature());
        (draft, number)
    };
    let whole_bytes = rsa.n.bits().is_multiple_of(8);
    // Of a modulus that is nearly 2^bits no signature leaves room.
    let hopeless = &rsa.n + (&rsa.n >> 4) >= BigUint::from(1_u8) << rsa.n.bits();
    if !whole_bytes || hopeless || rsa.n.bits() > 4096 {
        return draft(0);
    }
    (0..64)
        .map(draft)
        .find(|(_, number)| (number + &rsa.n).bits() <= rsa.n.bits())
        .unwrap_or_else(|| draft(0))
}
