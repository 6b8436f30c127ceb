//! Decimal numbers and doubles, exactly, in little code.
//!
//! The standard library's way is faster and brings 30 KB of tables and code to a module. Here a
//! number of up to 15 digits takes one operation on doubles, and any other digits in memory that are
//! shifted by powers of two (the "simple decimal conversion" of Nigel Tao), once its value is asked
//! for.

use alloc::string::String;
use alloc::vec::Vec;

/// More digits than tell two doubles, or a double and the middle between two, apart.
const DIGITS: usize = 800;
/// Bits of one shift: a digit and what is carried stay below 2^64.
const SHIFT: u32 = 59;

/// The double nearest to a number in JSON's grammar (RFC 8259 §6), ties to even; infinite beyond
/// the largest.
pub(crate) fn to_f64(text: &str) -> f64 {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let value = Decimal::read(magnitude).nearest();
    if magnitude.len() < text.len() {
        -value
    } else {
        value
    }
}

/// The double of a number whose digits say it at once: up to 15 of them, and a power of ten that a
/// double holds (Clinger 1990).
pub(crate) fn to_f64_at_once(text: &str) -> Option<f64> {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = split_exponent(magnitude);
    let (mut mantissa, mut count, mut power) = (0.0, 0, saturating(exponent));
    let mut step = 0;
    for byte in number.bytes() {
        if byte == b'.' {
            step = 1;
            continue;
        }
        count += i32::from(count > 0 || byte != b'0');
        if count > 15 {
            return None;
        }
        mantissa = mantissa * 10.0 + f64::from(byte - b'0');
        power -= step;
    }
    let value = scaled(mantissa, power)?;
    Some(if magnitude.len() < text.len() {
        -value
    } else {
        value
    })
}

fn split_exponent(magnitude: &str) -> (&str, &str) {
    let mark = magnitude.bytes().position(|byte| byte | 0x20 == b'e');
    let split = mark.and_then(|mark| Some((magnitude.get(..mark)?, magnitude.get(mark + 1..)?)));
    split.unwrap_or((magnitude, "0"))
}

/// `mantissa · 10^power` of a mantissa that is exact, where the power is exact too.
fn scaled(mantissa: f64, power: i32) -> Option<f64> {
    let scale = (0..power.unsigned_abs().min(23)).fold(1.0, |scale, _| scale * 10.0);
    match power {
        0..=22 => Some(mantissa * scale),
        -22..0 => Some(mantissa / scale),
        _ => None,
    }
}

/// Whether a number lies within the doubles, without working out which it is.
///
/// From 1.7976931348623158e308 on it counts as beyond, though the first few of those would still be
/// rounded to the largest double.
pub(crate) fn is_finite(text: &str) -> bool {
    let decimal = Decimal::read(text.strip_prefix('-').unwrap_or(text));
    // Zero is zero, whatever its exponent.
    decimal.digits.is_empty()
        || decimal.point < 309
        || (decimal.point == 309 && decimal.digits.as_slice() < LARGEST)
}

/// The digits of 1.7976931348623158.
const LARGEST: &[u8] = &[1, 7, 9, 7, 6, 9, 3, 1, 3, 4, 8, 6, 2, 3, 1, 5, 8];

/// The fewest digits that [`to_f64`] reads back as this finite double, without an exponent.
pub(crate) fn write(out: &mut String, value: f64) {
    if value < 0.0 {
        out.push('-');
    }
    let exact = Decimal::of(value.abs());
    let shortest = (1..=17)
        .map(|count| exact.rounded(count))
        .find(|rounded| rounded.nearest().to_bits() == value.abs().to_bits());
    shortest.unwrap_or(exact).print(out);
}

/// `0.d₁d₂d₃… · 10^point`; no digits for zero, and no zero at either end.
#[derive(Clone)]
struct Decimal {
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    fn read(text: &str) -> Self {
        let (number, exponent) = split_exponent(text);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let mut digits: Vec<u8> = whole
            .bytes()
            .chain(fraction.bytes())
            .map(|b| b - b'0')
            .collect();
        if digits.len() > DIGITS && digits.iter().skip(DIGITS).any(|&digit| digit != 0) {
            // What is cut off only says to which side of a middle the number lies.
            digits.truncate(DIGITS);
            digits.push(1);
        }
        let mut decimal = Self {
            digits,
            point: i32::try_from(whole.len())
                .unwrap_or(i32::MAX)
                .saturating_add(saturating(exponent)),
        };
        decimal.trim();
        decimal
    }

    /// Every finite double is a decimal: m·2^e.
    fn of(value: f64) -> Self {
        let bits = value.to_bits();
        let exponent = i32::try_from(bits >> 52 & 0x7FF).unwrap_or(0);
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, exponent) = match exponent {
            0 => (fraction, -1074),
            _ => (fraction | 1 << 52, exponent - 1075),
        };
        let mut decimal = Self {
            digits: Vec::new(),
            point: 0,
        };
        decimal.carry_in(mantissa);
        decimal.trim();
        decimal.scale(exponent);
        decimal
    }

    fn nearest(&self) -> f64 {
        if self.digits.is_empty() || self.point < -400 {
            return 0.0;
        }
        if self.point > 400 {
            return f64::INFINITY;
        }
        // Into [1/2, 1), counting the powers of two.
        let mut scaled = self.clone();
        let mut exponent = 0;
        while scaled.point > 0 {
            let bits = if scaled.point > 17 {
                56
            } else {
                3.min(scaled.point * 3)
            };
            scaled.scale(-bits);
            exponent += bits;
        }
        while scaled.point < 0 || scaled.digits.first().is_some_and(|&first| first < 5) {
            let bits = if scaled.point < -17 { 56 } else { 1 };
            scaled.scale(bits);
            exponent -= bits;
        }
        if exponent < -1074 {
            return 0.0;
        }
        // 53 bits of mantissa, fewer below 2^−1022.
        let bits = (exponent + 1074).min(53);
        scaled.scale(bits);
        let mantissa = scaled.round_to_even();
        // The mantissa's own top bit adds the last one to the exponent, as does a carry out of it.
        let exponent = u64::try_from(exponent + 1021).unwrap_or(0);
        f64::from_bits(((exponent << 52) + mantissa).min(f64::INFINITY.to_bits()))
    }

    /// The whole number nearest to this, the even one of two.
    fn round_to_even(&self) -> u64 {
        let whole = usize::try_from(self.point).unwrap_or(0);
        let digit = |i: usize| self.digits.get(i).copied().unwrap_or(0);
        let number = (0..whole).fold(0, |number, i| number * 10 + u64::from(digit(i)));
        if self.point < 0 {
            return number;
        }
        let middle = digit(whole) == 5 && self.digits.len() == whole + 1;
        let up = if middle {
            number % 2 == 1
        } else {
            digit(whole) >= 5
        };
        number + u64::from(up)
    }

    /// To so many digits, upwards from the middle.
    fn rounded(&self, count: usize) -> Self {
        let mut rounded = self.clone();
        let up = rounded.digits.get(count).is_some_and(|&digit| digit >= 5);
        rounded.digits.truncate(count);
        if up {
            let mut carry = 1;
            for digit in rounded.digits.iter_mut().rev() {
                *digit += carry;
                carry = *digit / 10;
                *digit %= 10;
            }
            if carry == 1 {
                rounded.digits.insert(0, 1);
                rounded.point += 1;
            }
        }
        rounded.trim();
        rounded
    }

    /// Times 2^bits.
    fn scale(&mut self, bits: i32) {
        let mut left = bits.unsigned_abs();
        while left > 0 {
            let step = left.min(SHIFT);
            left -= step;
            if bits > 0 {
                self.multiply(step);
            } else {
                self.divide(step);
            }
        }
    }

    fn multiply(&mut self, bits: u32) {
        let mut carry = 0;
        for digit in self.digits.iter_mut().rev() {
            let sum = (u64::from(*digit) << bits) + carry;
            carry = sum / 10;
            *digit = u8::try_from(sum % 10).unwrap_or(0);
        }
        self.carry_in(carry);
        self.trim();
    }

    fn divide(&mut self, bits: u32) {
        let mut rest = 0;
        for digit in &mut self.digits {
            let sum = rest * 10 + u64::from(*digit);
            *digit = u8::try_from(sum >> bits).unwrap_or(0);
            rest = sum & ((1 << bits) - 1);
        }
        while rest > 0 && self.digits.len() <= DIGITS {
            rest *= 10;
            self.digits.push(u8::try_from(rest >> bits).unwrap_or(0));
            rest &= (1 << bits) - 1;
        }
        if let Some(last) = self.digits.last_mut().filter(|_| rest > 0) {
            *last |= 1;
        }
        self.trim();
    }

    /// Puts the digits of a number before the first.
    fn carry_in(&mut self, mut number: u64) {
        let mut before = Vec::new();
        while number > 0 {
            before.push(u8::try_from(number % 10).unwrap_or(0));
            number /= 10;
        }
        self.point += i32::try_from(before.len()).unwrap_or(0);
        before.reverse();
        before.append(&mut self.digits);
        self.digits = before;
    }

    fn trim(&mut self) {
        let zeros = self.digits.iter().take_while(|&&digit| digit == 0).count();
        self.digits.drain(..zeros);
        self.point = self.point.saturating_sub(i32::try_from(zeros).unwrap_or(0));
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
    }

    fn print(&self, out: &mut String) {
        let digit = |digit: &u8| char::from(b'0' + digit);
        let whole = usize::try_from(self.point).unwrap_or(0);
        if whole == 0 {
            out.push('0');
        }
        out.extend(
            self.digits
                .iter()
                .chain(core::iter::repeat(&0))
                .take(whole)
                .map(digit),
        );
        if self.digits.len() > whole {
            out.push('.');
            out.extend((self.point..0).map(|_| '0'));
            out.extend(self.digits.iter().skip(whole).map(digit));
        }
    }
}

/// An exponent; what is beyond every double may as well be further.
fn saturating(exponent: &str) -> i32 {
    let digits = exponent.bytes().filter(u8::is_ascii_digit);
    let value = digits.fold(0i32, |value, byte| {
        value
            .saturating_mul(10)
            .saturating_add(i32::from(byte - b'0'))
    });
    // Longer than any token: no run of digits leads back from here.
    let value = value.min(100_000_000);
    if exponent.starts_with('-') {
        -value
    } else {
        value
    }
}

#[cfg(test)]
mod tests;
