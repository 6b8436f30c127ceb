//! Good signatures with an exceptional addition on their way: they must pass.
//!
//! Of a good signature r is x(t·G), u1 = e/s and u2 = r/s, so u1 = c·u2 with c = e/r, and
//! t = u1 + u2·d. For each t one more equation, that of the meeting, gives u2 and the key; t is
//! counted up until the digits are those that the equation supposed.

use num_bigint::BigUint;

use super::Ecdsa;
use super::exceptional::highest_digits;
use crate::curve::Curve;

/// u2 and d for a nonce t and c = e/r, if there are any.
type Equation<'a> = dyn Fn(&Curve, &BigUint, &BigUint) -> Vec<(BigUint, BigUint)> + 'a;
/// Whether u1 and u2 have the digits that the equation supposed.
type Digits<'a> = dyn Fn(&BigUint, &BigUint) -> bool + 'a;

pub fn solved(ecdsa: &mut Ecdsa) {
    let bits = ecdsa.curve.bits();
    let low = |number: &BigUint| number % 256_u16;
    let three = BigUint::from(3_u8);
    let at_top = u64::try_from(bits - 1).expect("small");
    for (kind, sign) in [("P + P", 1_i8), ("P − P", -1)] {
        search(
            ecdsa,
            &format!("{kind} when Q's first digit follows all of G"),
            0,
            &|curve, t, c| first_digit(curve, t, c, sign),
            &|_, u2| low(u2) == three,
        );
        search(
            ecdsa,
            &format!("{kind} when both lowest digits are the first"),
            0,
            &|curve, t, c| generator(curve, t, c, sign),
            &|u1, u2| low(u1) == low(u2) && low(u1) != BigUint::ZERO,
        );
        search(
            ecdsa,
            &format!("{kind} when both highest digits are the first"),
            // Scalars that agree in their nine highest bits differ by less than 2^(bits − 9).
            if sign < 0 { 12 } else { 0 },
            &|curve, t, c| generator(curve, t, c, sign),
            &|u1, u2| u1 >> (bits - 9) == u2 >> (bits - 9) && u1.bit(at_top),
        );
        for at in [0, 120] {
            follows_q(ecdsa, kind, sign, at);
        }
    }
    search(
        ecdsa,
        "P + P when Q's lowest digit comes last",
        0,
        &|curve, t, c| last_digit(curve, t, c, &three),
        &|_, u2| low(u2) == three,
    );
    // Which digit comes out on top depends on u2; every one of a width is tried for each t.
    for width in 4..=8 {
        let at = width * ((bits - 1) / width);
        for (kind, carry) in [("", 0), ("signed ", 1)] {
            let digits = 1_u32..=(1 << (bits - at)) - 1 + carry;
            let name = format!("{kind}{width} bits");
            search(
                ecdsa,
                &format!("P + P when Q's highest digit of {name} comes last"),
                0,
                &|curve, t, c| {
                    let solve = |digit| last_digit(curve, t, c, &(BigUint::from(digit) << at));
                    let supposed = digits.clone().flat_map(|digit| {
                        let top = BigUint::from(digit) << at;
                        solve(digit)
                            .into_iter()
                            .filter(move |(u2, _)| highest(u2, at, carry == 1) == top)
                    });
                    supposed.collect()
                },
                &|_, u2| !highest_digits(u2, bits).is_empty(),
            );
        }
    }
}

/// The digit from a bit on, in place; a signed one is rounded.
fn highest(scalar: &BigUint, at: usize, signed: bool) -> BigUint {
    let half = BigUint::from(u8::from(signed)) << (at - 1);
    (scalar + half) >> at << at
}

/// d = ±u1/3. Then t = c·u2·(1 ± u2/3), a quadratic in u2.
fn first_digit(curve: &Curve, t: &BigUint, c: &BigUint, sign: i8) -> Vec<(BigUint, BigUint)> {
    let n = &curve.n;
    let signed = |number: BigUint| {
        if sign < 0 {
            curve.minus(&number)
        } else {
            number
        }
    };
    let t_over_c = curve.quotient(t, c);
    let discriminant = (9_u8 + signed(12_u8 * t_over_c % n)) % n;
    let Some(root) = square_root(&discriminant, n) else {
        return Vec::new();
    };
    let roots = [curve.minus(&root), root];
    let solve = |root: BigUint| {
        let u2 = curve.quotient(&(signed(curve.minus(&3_u8.into())) + root), &2_u8.into());
        let d = signed(curve.quotient(&(c * &u2 % n), &3_u8.into()));
        (u2, d)
    };
    roots.into_iter().map(solve).collect()
}

/// Q = ±G: t = (c ± 1)·u2.
fn generator(curve: &Curve, t: &BigUint, c: &BigUint, sign: i8) -> Vec<(BigUint, BigUint)> {
    let d = if sign < 0 {
        &curve.n - 1_u8
    } else {
        BigUint::from(1_u8)
    };
    vec![(curve.quotient(t, &((c + &d) % &curve.n)), d)]
}

/// The digit T of u2 meets everything else: u1 + (u2 − T)·d = T·d. Then t = 2·T·d, so
/// u2 = t·(2·T) / (t + 2·T·c).
fn last_digit(curve: &Curve, t: &BigUint, c: &BigUint, top: &BigUint) -> Vec<(BigUint, BigUint)> {
    let double = 2_u8 * top;
    let u2 = curve.quotient(&(t * &double), &((t + &double * c) % &curve.n));
    vec![(u2, curve.quotient(t, &double))]
}

/// All of Q is added first, u2·d = ±3·2^at, and G's first digit meets it: u1 = t ∓ 3·2^at ends in
/// that digit when t does in twice the digit, or in 0.
fn follows_q(ecdsa: &mut Ecdsa, kind: &str, sign: i8, at: usize) {
    let name = format!("{kind} when G's digit at bit {at} follows all of Q");
    let curve = &ecdsa.curve;
    let digit = BigUint::from(3_u8) << at;
    let high = (curve.scalar(&name) >> (at + 16)) << (at + 16);
    let (t, q) = if sign < 0 {
        (high, curve.minus(&digit))
    } else {
        (high + 2_u8 * &digit, digit.clone())
    };
    let r = ecdsa.r(&t);
    let c = curve.quotient(&ecdsa.e(&name), &r);
    let u1 = (&t + curve.minus(&q)) % &curve.n;
    let u2 = curve.quotient(&u1, &c);
    assert_eq!(&u1 % (BigUint::from(1_u8) << (at + 16)), digit, "{name}");
    let (s, d) = (curve.quotient(&r, &u2), curve.quotient(&q, &u2));
    let q = ecdsa.public(&d);
    ecdsa.accept(&name, &q, &r, &s);
}

/// Counts t up from a number with that many zeros on top.
fn search(ecdsa: &mut Ecdsa, name: &str, zeros: u8, equation: &Equation, digits: &Digits) {
    let curve = &ecdsa.curve;
    let e = ecdsa.e(name);
    let mut t = curve.scalar(name) >> zeros;
    let mut point = curve.times(&t, &curve.g());
    let (r, s, d) = loop {
        let (x, _) = point.as_ref().expect("a point");
        let r = x % &curve.n;
        let c = curve.quotient(&e, &r);
        let found = equation(curve, &t, &c)
            .into_iter()
            .find(|(u2, _)| digits(&(&c * u2 % &curve.n), u2));
        if let Some((u2, d)) = found {
            break (r.clone(), curve.quotient(&r, &u2), d);
        }
        t += 1_u8;
        point = curve.add(&point, &curve.g());
    };
    let q = ecdsa.public(&d);
    ecdsa.accept(name, &q, &r, &s);
}

/// Tonelli and Shanks.
fn square_root(number: &BigUint, prime: &BigUint) -> Option<BigUint> {
    let one = BigUint::from(1_u8);
    let whole = prime - &one;
    let half = &whole >> 1;
    if number.modpow(&half, prime) != one {
        return None;
    }
    let twos = whole.trailing_zeros()?;
    let odd = &whole >> twos;
    let generator = (2_u32..1000)
        .map(BigUint::from)
        .find(|candidate| candidate.modpow(&half, prime) == whole)?
        .modpow(&odd, prime);
    let mut root = number.modpow(&((&odd + &one) >> 1), prime);
    let mut rest = number.modpow(&odd, prime);
    let (mut step, mut order) = (generator, twos);
    while rest != one {
        let mut square = rest.clone();
        let mut power = 0;
        while square != one {
            square = &square * &square % prime;
            power += 1;
        }
        for _ in 0..order - power - 1 {
            step = &step * &step % prime;
        }
        root = root * &step % prime;
        step = &step * &step % prime;
        rest = rest * &step % prime;
        order = power;
    }
    Some(root)
}
