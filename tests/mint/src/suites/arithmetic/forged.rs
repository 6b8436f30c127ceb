//! Forgeries that rest on an exceptional addition: somewhere in u1·G + u2·Q the sum so far is the
//! very entry that is added (P + P), or its opposite (P − P).
//!
//! Incomplete formulas end in (0, 0, 0) there, and 0 = r·0² for every r. Since r need not be right,
//! u1, u2 and the key can be chosen at will: s = e / u1, r = u2·s. Windows of 4 to 8 bits are met,
//! from the bottom or the top, G first, Q first or in turn.

use num_bigint::BigUint;

use super::Ecdsa;
use super::exceptional::{Meeting, highest_digits};

pub fn forged(ecdsa: &mut Ecdsa) {
    for meeting in meetings(ecdsa) {
        for (kind, d) in [
            ("P + P", meeting.d.clone()),
            ("P − P", ecdsa.curve.minus(&meeting.d)),
        ] {
            let name = format!("forged, {kind} when {}", meeting.when);
            let twin = format!("{}, not forged, {kind}", meeting.when);
            let q = ecdsa.public(&d);
            let (r, s) = ecdsa.sign(&twin, &d, &ecdsa.curve.scalar(&twin));
            ecdsa.accept(&twin, &q, &r, &s);
            let s = ecdsa.curve.quotient(&ecdsa.e(&name), &meeting.u1);
            let r = &meeting.u2 * &s % &ecdsa.curve.n;
            ecdsa.refuse(&name, &q, &r, &s, &twin);
        }
    }
}

fn meetings(ecdsa: &Ecdsa) -> Vec<Meeting> {
    let curve = &ecdsa.curve;
    let (x, h) = (curve.scalar("one scalar"), curve.scalar("another scalar"));
    let bit = |bit: usize| BigUint::from(1_u8) << bit;
    let three = |at: usize| BigUint::from(3_u8) << at;
    let five = |at: usize| BigUint::from(5_u8) << at;
    // Only the bits from one position on, or only those below it.
    let from = |number: &BigUint, at: usize| number >> at << at;
    let below = |number: &BigUint, at: usize| number % bit(at);
    let (middle, top) = (120, curve.bits() - 16);
    let over = |a: &BigUint, b: &BigUint| curve.quotient(a, b);
    let meeting = |when: &str, u1: &BigUint, u2: &BigUint, d: BigUint| Meeting {
        when: when.into(),
        u1: u1.clone(),
        u2: u2.clone(),
        d,
    };
    let lowest = from(&h, 16) + 3_u8;
    let in_the_middle = from(&h, middle + 16) + three(middle);
    let for_seven = from(&h, 126 + 14) + three(126);
    let highest = three(top) + below(&h, top - 16);
    let six_less = curve.minus(&(&lowest + curve.minus(&6_u8.into())));
    let mut all = vec![
        meeting(
            "Q's first digit follows all of G",
            &x,
            &lowest,
            over(&x, &3_u8.into()),
        ),
        meeting(
            "Q's only digit follows all of G",
            &x,
            &3_u8.into(),
            over(&x, &3_u8.into()),
        ),
        meeting(
            "Q's digit in the middle follows all of G",
            &x,
            &in_the_middle,
            over(&x, &three(middle)),
        ),
        meeting(
            "Q's only digit, in the middle, follows all of G",
            &x,
            &three(middle),
            over(&x, &three(middle)),
        ),
        meeting(
            "Q's digit at bit 126 follows all of G",
            &x,
            &for_seven,
            over(&x, &three(126)),
        ),
        meeting(
            "Q's highest digit follows all of G",
            &x,
            &highest,
            over(&x, &three(top)),
        ),
        meeting(
            "Q's lowest digit comes last",
            &x,
            &lowest,
            over(&x, &six_less),
        ),
        meeting(
            "G's first digit follows all of Q",
            &lowest,
            &x,
            over(&3_u8.into(), &x),
        ),
        meeting(
            "G's digit in the middle follows all of Q",
            &in_the_middle,
            &x,
            over(&three(middle), &x),
        ),
        meeting(
            "G's lowest digit comes last",
            &lowest,
            &x,
            over(&six_less, &x),
        ),
        meeting(
            "both digits in the middle are the first",
            &(from(&x, middle + 16) + five(middle)),
            &in_the_middle,
            over(&5_u8.into(), &3_u8.into()),
        ),
        meeting(
            "both highest digits are the first",
            &(below(&x, top - 16) + five(top)),
            &highest,
            over(&5_u8.into(), &3_u8.into()),
        ),
        meeting("u1 = u2 and Q = G", &x, &x, 1_u8.into()),
        meeting(
            "u1 = 1 = u2 and Q = G",
            &1_u8.into(),
            &1_u8.into(),
            1_u8.into(),
        ),
        meeting(
            "u1 = 2·u2 and Q = 2·G",
            &(&x * 2_u8 % &curve.n),
            &x,
            2_u8.into(),
        ),
    ];
    for (width, rounded) in highest_digits(&h, curve.bits()) {
        // What is below the highest digit has been added: the digit meets it.
        let rest = 2_u8 * rounded + curve.minus(&h);
        let when = |what: &str| format!("{what}'s highest digit of {width} comes last");
        all.push(meeting(&when("Q"), &x, &h, over(&x, &rest)));
        all.push(meeting(&when("G"), &h, &x, over(&rest, &x)));
    }
    all
}
