use super::*;
use alloc::format;

fn check(text: &str) {
    let expected: f64 = text.parse().unwrap_or(f64::NAN);
    let bits = to_f64(text).to_bits();
    assert_eq!(
        bits,
        expected.to_bits(),
        "{text}: {} {expected}",
        to_f64(text)
    );
    if let Some(value) = to_f64_at_once(text) {
        assert_eq!(value.to_bits(), expected.to_bits(), "{text}");
    }
    if !text.starts_with("1.7976931348623158e308") {
        assert_eq!(is_finite(text), expected.is_finite(), "{text}");
    }
}

#[test]
fn rfc_8259_6_numbers_are_the_nearest_doubles() {
    for text in [
        "0",
        "-0",
        "0.0",
        "0e9",
        "1",
        "-1",
        "10",
        "100",
        "123456789012345",
        "999999999999999",
        "1760000000.125",
        "0.1",
        "0.3",
        "0.30000000000000004",
        "1e22",
        "1e23",
        "9007199254740993",
        "9007199254740992.5",
        "9007199254740993.0000000000000000000000000000001",
        "1e308",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "1e309",
        "1e400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "5e-324",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "2.225073858507201e-308",
        "1e-400",
        "0.000001",
        "1e-22",
        "1e-23",
        "8.5e-300",
        "6.0221408e+23",
        "123e-3",
        "4503599627370496.5",
        "4503599627370497.5",
    ] {
        check(text);
    }
    let long = format!("0.{}1", "0".repeat(900));
    check(&long);
    check(&format!("9007199254740993{}", "0".repeat(100)));
    check(&format!("9007199254740993.{}1", "0".repeat(900)));
}

#[test]
fn any_double_survives_being_written_and_read() {
    // SplitMix64, from a fixed start.
    let mut state = 1u64;
    for round in 0..5_000u32 {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = (state ^ state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        let mut value = f64::from_bits(z ^ z >> 31);
        if round % 2 == 0 {
            value = f64::from(u32::try_from(z >> 40).unwrap_or(0)) / 1000.0;
        }
        if !value.is_finite() {
            continue;
        }
        let mut out = String::new();
        write(&mut out, value);
        assert_eq!(out, format!("{value}"));
        check(&out);
        check(&format!("{value:e}"));
        check(&format!("{}e{}", z, round % 600));
        check(&format!("{}e-{}", z, round % 660));
    }
}
