//! Scalars and points at the edges of their ranges.

use num_bigint::BigUint;

use super::Ecdsa;

/// u1, u2 and s where windows carry, borrow or are empty. The key follows from the rest:
/// d = (s·k − e) / r.
pub fn edges(ecdsa: &mut Ecdsa) {
    for (text, scalar) in scalars(ecdsa) {
        for what in ["u1", "u2", "s"] {
            let name = format!("{what} = {text}");
            let curve = &ecdsa.curve;
            let nonce = curve.scalar(&name);
            let (e, r) = (ecdsa.e(&name), ecdsa.r(&nonce));
            let s = match what {
                "u1" => curve.quotient(&e, &scalar),
                "u2" => curve.quotient(&r, &scalar),
                _ => scalar.clone(),
            };
            let d = curve.quotient(&(&s * nonce + curve.minus(&e)), &r);
            let q = ecdsa.public(&d);
            ecdsa.accept(&name, &q, &r, &s);
        }
    }
    // R = ±G, so that r is the generator's own x; and ±2·G.
    for (text, nonce) in [("1", 1_u8), ("2", 2)] {
        let name = format!("the nonce is {text}");
        let d = ecdsa.curve.scalar(&name);
        let (r, s) = ecdsa.sign(&name, &d, &nonce.into());
        let q = ecdsa.public(&d);
        ecdsa.accept(&name, &q, &r, &s);
        let name = format!("the nonce is n − {text}");
        let (r, s) = ecdsa.sign(&name, &d, &(&ecdsa.curve.n - nonce));
        ecdsa.accept(&name, &q, &r, &s);
    }
}

fn scalars(ecdsa: &Ecdsa) -> Vec<(String, BigUint)> {
    let (n, bits) = (&ecdsa.curve.n, ecdsa.curve.bits());
    let power = |bit: usize| BigUint::from(1_u8) << bit;
    let mut scalars: Vec<(String, BigUint)> = vec![
        ("1".into(), 1_u8.into()),
        ("2".into(), 2_u8.into()),
        ("3".into(), 3_u8.into()),
        ("n − 1".into(), n - 1_u8),
        ("n − 2".into(), n - 2_u8),
        ("(n − 1) / 2".into(), (n - 1_u8) / 2_u8),
        ("(n + 1) / 2".into(), (n + 1_u8) / 2_u8),
        (format!("2^{}", bits - 1), power(bits - 1)),
        (format!("2^{} − 1", bits - 1), power(bits - 1) - 1_u8),
        (format!("2^{}", bits / 2), power(bits / 2)),
        (format!("2^{} − 1", bits / 2), power(bits / 2) - 1_u8),
    ];
    // Each window half full, one below, one above: where a signed digit changes its sign.
    for width in 4..=7 {
        let half = 1_u32 << (width - 1);
        for digit in [half - 1, half, half + 1] {
            let count = (bits - 1) / width;
            let sum = (0..count).map(|window| BigUint::from(digit) << (width * window));
            let text = format!("{digit} in every window of {width} bits");
            scalars.push((text, sum.sum()));
        }
    }
    scalars
}

/// Q = ±k·G: the tables of the key and of the generator hold the same points.
pub fn multiples_of_the_generator(ecdsa: &mut Ecdsa) {
    for k in 1_u8..=33 {
        for sign in ["", "−"] {
            let d = match sign {
                "" => BigUint::from(k),
                _ => &ecdsa.curve.n - k,
            };
            let q = ecdsa.public(&d);
            // More of them where points are most likely to meet.
            let count = if k == 1 { 6 } else { 1 };
            for turn in 1..=count {
                let name = match turn {
                    1 => format!("Q = {sign}{k}·G"),
                    _ => format!("Q = {sign}{k}·G, once more ({turn})"),
                };
                let (r, s) = ecdsa.sign(&name, &d, &ecdsa.curve.scalar(&name));
                ecdsa.accept(&name, &q, &r, &s);
            }
            if k <= 4 {
                let name = format!("Q = {sign}{k}·G, of another message");
                let twin = format!("Q = {sign}{k}·G");
                let (r, s) = ecdsa.sign(&twin, &d, &ecdsa.curve.scalar(&twin));
                ecdsa.refuse(&name, &q, &r, &s, &twin);
            }
        }
    }
}

/// u1·G + u2·Q at infinity, which has no x: r = −e / d, and any s. A verifier that gives infinity
/// the coordinate 0, or compares products with Z = 0, may take it.
pub fn infinity(ecdsa: &mut Ecdsa) {
    let one = BigUint::from(1_u8);
    for (text, d) in [
        ("a key", ecdsa.curve.scalar("infinity")),
        ("Q = G", one.clone()),
        ("Q = −G", &ecdsa.curve.n - &one),
    ] {
        let q = ecdsa.public(&d);
        let twin = format!("{text}, beside the sum at infinity");
        let (r, s) = ecdsa.sign(&twin, &d, &ecdsa.curve.scalar(&twin));
        ecdsa.accept(&twin, &q, &r, &s);
        for (how, s) in [
            ("s = 1", one.clone()),
            ("s = n − 1", &ecdsa.curve.n - &one),
            ("s random", ecdsa.curve.scalar("s")),
        ] {
            let name = format!("{text}, the sum at infinity, {how}");
            let r = ecdsa
                .curve
                .quotient(&ecdsa.curve.minus(&ecdsa.e(&name)), &d);
            ecdsa.refuse(&name, &q, &r, &s, &twin);
        }
    }
}

/// x between n and p: r = x − n must pass. And r + n beyond p is no x, though r + n − p may be one.
/// Nobody knows R's logarithm; the key is recovered: Q = r⁻¹·(s·R − e·G) (SEC 1 §4.1.6).
pub fn wrapped(ecdsa: &mut Ecdsa) {
    let (above, x) = match ecdsa.curve.size {
        32 => (&[3_u8, 4, 6][..], 5_u8),
        _ => (&[2, 3][..], 2),
    };
    for above in above {
        for odd in [false, true] {
            let name = format!("x = n + {above}, y {}", parity(odd));
            let x = &ecdsa.curve.n + *above;
            assert!(x < ecdsa.curve.p);
            recovered(ecdsa, &name, &x, odd, &BigUint::from(*above), None);
        }
    }
    for odd in [false, true] {
        let twin = format!("x = r = {x}, y {}", parity(odd));
        let small = BigUint::from(x);
        recovered(ecdsa, &twin, &small, odd, &small, None);
        let name = format!("r + n = p + {x}, y {}", parity(odd));
        let r = &ecdsa.curve.p - &ecdsa.curve.n + x;
        recovered(ecdsa, &name, &small, odd, &r, Some(&twin));
    }
}

fn recovered(
    ecdsa: &mut Ecdsa,
    name: &str,
    x: &BigUint,
    odd: bool,
    r: &BigUint,
    twin: Option<&str>,
) {
    let curve = &ecdsa.curve;
    let point = curve.lift(x, odd);
    assert!(point.is_some(), "{name}");
    let (s, e) = (curve.scalar(name), ecdsa.e(name));
    let (u, v) = (curve.quotient(&s, r), curve.quotient(&curve.minus(&e), r));
    let q = curve.combine(&u, &point, &v, &curve.g());
    match twin {
        None => ecdsa.accept(name, &q, r, &s),
        Some(twin) => ecdsa.refuse(name, &q, r, &s, twin),
    }
}

fn parity(odd: bool) -> &'static str {
    if odd { "odd" } else { "even" }
}
