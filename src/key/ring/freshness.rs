//! How long an answer says that it is good (RFC 9111 §4.2).

use super::answer::Headers;

/// The age of an answer in seconds when it was sent; one that is none of the grammar is ignored (§5.1).
pub(super) fn age(headers: &Headers<'_>) -> f64 {
    let first = headers.age.and_then(|age| age.split(',').next());
    first.and_then(|age| seconds(age.trim())).unwrap_or(0.0)
}

/// The lifetime in seconds that the issuer names; none when it says nothing. Of several that differ the
/// shortest counts, and one that makes no sense is none at all (§4.2.1).
pub(super) fn lifetime(headers: &Headers<'_>) -> Option<f64> {
    let directives = headers.cache_control?.split(',').map(str::trim);
    directives
        .filter_map(|directive| {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            if name.eq_ignore_ascii_case("max-age") {
                return Some(seconds(unquoted(value)).unwrap_or(0.0));
            }
            let never = ["no-store", "no-cache"];
            let is_never = never.iter().any(|never| name.eq_ignore_ascii_case(never));
            is_never.then_some(0.0)
        })
        .reduce(f64::min)
}

/// A sender should not quote a number, and some do (§5.2).
fn unquoted(value: &str) -> &str {
    let inner = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(value)
}

/// `delta-seconds` (§1.2.2): digits alone; what is too much for anybody is very much.
fn seconds(text: &str) -> Option<f64> {
    if text.is_empty() {
        return None;
    }
    text.bytes().try_fold(0.0_f64, |seconds, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        Some((seconds * 10.0 + f64::from(digit)).min(2_147_483_648.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cache_control: &str) -> Option<f64> {
        lifetime(&Headers {
            cache_control: Some(cache_control),
            ..Headers::default()
        })
    }

    #[test]
    fn rfc_9111_5_2_directives_are_read() {
        for (text, seconds) in [
            ("max-age=300", Some(300.0)),
            ("public, Max-Age=\"60\", must-revalidate", Some(60.0)),
            ("max-age=300, max-age=20", Some(20.0)),
            ("max-age=300,no-cache", Some(0.0)),
            ("NO-STORE", Some(0.0)),
            ("max-age=99999999999999999999", Some(2_147_483_648.0)),
            ("max-age", Some(0.0)),
            ("max-age=-1", Some(0.0)),
            ("max-age=1.5", Some(0.0)),
            ("s-maxage=10, x-max-age=10, private", None),
            ("", None),
        ] {
            assert_eq!(of(text), seconds, "{text}");
        }
        assert_eq!(lifetime(&Headers::default()), None);
    }

    #[test]
    fn rfc_9111_5_1_an_age_is_digits_or_nothing() {
        for (text, seconds) in [("17", 17.0), (" 5 , 9", 5.0), ("x", 0.0), ("-3", 0.0)] {
            let headers = Headers {
                age: Some(text),
                ..Headers::default()
            };
            assert_eq!(age(&headers).to_bits(), f64::to_bits(seconds), "{text}");
        }
    }
}
