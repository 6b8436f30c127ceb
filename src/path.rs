//! Paths of requests and patterns of routes (RFC 3986 §3.3), matched without regular expressions.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Longer paths are refused before anything looks at them.
const LONGEST_PATH: usize = 8 * 1024;

/// The path of a request, in its one reading.
#[derive(PartialEq, Eq)]
pub(crate) struct RequestPath {
    /// Decoded: an origin takes `%61` for `a`, so that a route has to as well (RFC 3986 §6.2.2.2).
    segments: Vec<String>,
    /// A path that ends in a slash is another resource than the one that does not.
    trailing_slash: bool,
}

impl RequestPath {
    /// Reads a path, undecoded and without its query; `None` where readers could differ.
    ///
    /// Encoded slashes, backslashes, dots, semicolons and percent signs, empty and dot segments,
    /// those too that are left of a parameter (`..;`), control characters, broken percent-encoding
    /// and encodings that are not UTF-8 are refused.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix('/')?;
        if path.len() > LONGEST_PATH {
            return None;
        }
        if rest.is_empty() {
            return Some(Self {
                segments: Vec::new(),
                trailing_slash: false,
            });
        }
        let whole = rest.strip_suffix('/');
        let segments = whole.unwrap_or(rest).split('/').map(decode_segment);
        Some(Self {
            segments: segments.collect::<Option<_>>()?,
            trailing_slash: whole.is_some(),
        })
    }
}

/// A pattern such as `/notes/:id` or `/notes/*`.
///
/// Literal segments match themselves, `:name` one segment, a final `*` the rest, which may be
/// empty: `/notes/*` matches `/notes` too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern {
    text: String,
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    /// Decoded, as the segments of a request are.
    Literal(String),
    Parameter,
    Rest,
}

impl PathPattern {
    /// Reads a pattern; `None` for one that no path could match, or not in one way only.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let mut segments = Vec::new();
        let mut parts = rest.split('/').peekable();
        while let Some(part) = parts.next().filter(|_| !rest.is_empty()) {
            segments.push(match part.strip_prefix(':') {
                Some(name) if is_name(name) => Segment::Parameter,
                Some(_) => return None,
                None if part == "*" && parts.peek().is_none() => Segment::Rest,
                None if part.contains('*') => return None,
                None => Segment::Literal(decode_segment(part)?),
            });
        }
        Some(Self {
            text: text.into(),
            segments,
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the path is one of the pattern's.
    pub(crate) fn matches(&self, path: &RequestPath) -> bool {
        let open = self.segments.last() == Some(&Segment::Rest);
        (open || !path.trailing_slash) && self.fits(path, |literal, segment| literal == segment)
    }

    /// Whether an origin could take the path for one of the pattern's: many overlook a slash at the
    /// end and the case of letters, and some take the parameters off (`/admin;x`).
    pub(crate) fn may_match(&self, path: &RequestPath) -> bool {
        self.fits(path, |literal, segment| {
            without_parameters(literal).eq_ignore_ascii_case(without_parameters(segment))
        })
    }

    fn fits(&self, path: &RequestPath, same: impl Fn(&str, &str) -> bool) -> bool {
        let mut rest = path.segments.iter();
        for segment in &self.segments {
            let next = rest.next();
            let fits = match segment {
                Segment::Literal(literal) => next.is_some_and(|found| same(literal, found)),
                Segment::Parameter => next.is_some(),
                Segment::Rest => return true,
            };
            if !fits {
                return false;
            }
        }
        rest.next().is_none()
    }

    /// Whether two patterns match the same paths: they differ in the names of parameters only, or
    /// in how they encode a literal.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.segments == other.segments
    }

    /// The more specific pattern is the greater: segment by segment, a literal says more than a
    /// parameter, a parameter more than the rest, and the end more than the rest.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let rank = |segment: Option<&Segment>| match segment {
            Some(Segment::Literal(_)) => 3,
            Some(Segment::Parameter) => 2,
            None => 1,
            Some(Segment::Rest) => 0,
        };
        let length = self.segments.len().max(other.segments.len());
        (0..length)
            .map(|index| rank(self.segments.get(index)).cmp(&rank(other.segments.get(index))))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

fn without_parameters(segment: &str) -> &str {
    segment.split(';').next().unwrap_or_default()
}

/// The text of a segment of `pchar`s (RFC 3986 §3.3); `None` where it hides structure.
fn decode_segment(segment: &str) -> Option<String> {
    if matches!(without_parameters(segment), "" | "." | "..") {
        return None;
    }
    let mut text = Vec::with_capacity(segment.len());
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        text.push(match byte {
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let byte = u8::try_from(digit()? << 4 | digit()?).ok()?;
                Some(byte).filter(|byte| !b"/\\.%;".contains(byte))?
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => byte,
            _ => Some(byte).filter(|byte| b"-._~!$&'()*+,;=:@".contains(byte))?,
        });
    }
    // An overlong form of a slash is not UTF-8, and so ends here (RFC 3629 §10).
    String::from_utf8(text)
        .ok()
        .filter(|text| !text.contains(char::is_control))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test may panic")]

    use alloc::borrow::ToOwned;

    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        let path = RequestPath::parse(path).unwrap();
        PathPattern::parse(pattern).unwrap().matches(&path)
    }

    fn may_match(pattern: &str, path: &str) -> bool {
        let path = RequestPath::parse(path).unwrap();
        PathPattern::parse(pattern).unwrap().may_match(&path)
    }

    fn is_plain(path: &str) -> bool {
        RequestPath::parse(path).is_some()
    }

    #[test]
    fn literals_parameters_and_the_rest() {
        assert!(matches("/", "/"));
        assert!(!matches("/", "/a"));
        assert!(matches("/notes", "/notes"));
        assert!(!matches("/notes", "/Notes"));
        assert!(!matches("/notes", "/notes/"));
        assert!(matches("/notes/:id", "/notes/7"));
        assert!(!matches("/notes/:id", "/notes"));
        assert!(!matches("/notes/:id", "/notes/7/8"));
        for path in ["/notes", "/notes/", "/notes/7", "/notes/7/8"] {
            assert!(matches("/notes/*", path), "{path}");
        }
        assert!(!matches("/notes/*", "/notesx"));
        assert!(matches("/*", "/"));
    }

    #[test]
    fn rfc_3986_6_2_2_an_encoding_changes_nothing() {
        assert!(matches("/admin", "/%61dmin"));
        assert!(matches("/a@b", "/a%40b"));
        assert!(matches("/a%40b", "/a@b"));
        assert!(matches("/%C3%A4", "/%c3%a4"));
        assert!(!matches("/admin", "/%41dmin"));
        let pattern = |text| PathPattern::parse(text).unwrap();
        assert!(pattern("/a%40b/:x").is_same(&pattern("/a@b/:y")));
        assert!(!pattern("/a").is_same(&pattern("/A")));
    }

    #[test]
    fn what_an_origin_may_overlook_is_no_match_but_is_seen() {
        for path in ["/admin/", "/Admin", "/admin;v=1", "/%41DMIN;x/"] {
            assert!(
                !matches("/admin", path) && may_match("/admin", path),
                "{path}"
            );
        }
        for path in ["/admins", "/admin/x", "/", "/%C3%A4dmin"] {
            assert!(!may_match("/admin", path), "{path}");
        }
        assert!(!matches("/:a", "/x/") && may_match("/:a", "/x/"));
    }

    #[test]
    fn patterns_that_say_nothing_clear_are_refused() {
        for pattern in [
            "", "notes", "/a//b", "/a/*/b", "/a*", "/:", "/:a-b", "/a/../b", "/a/%2e", "/ä", "/a/",
            "/a b", "/a?b",
        ] {
            assert_eq!(PathPattern::parse(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn the_more_specific_pattern_is_the_greater() {
        let order = ["/*", "/a/*", "/a", "/a/:b/*", "/a/:b", "/a/b/*", "/a/b"];
        for (index, low) in order.iter().enumerate() {
            for high in order.iter().skip(index + 1) {
                let (low, high) = (
                    PathPattern::parse(low).unwrap(),
                    PathPattern::parse(high).unwrap(),
                );
                assert_eq!(low.compare(&high), Ordering::Less, "{low:?} {high:?}");
            }
        }
    }

    #[test]
    fn rfc_3986_3_3_a_path_can_be_read_in_one_way_only() {
        for path in [
            "/", "/a", "/a/", "/a/b.c", "/a;v=1", "/%C3%A4", "/a%20b", "/...", "/a:b@c",
        ] {
            assert!(is_plain(path), "{path}");
        }
        for path in [
            "",
            "a",
            "//",
            "//a",
            "/a//b",
            "/a//",
            "/.",
            "/..",
            "/a/../b",
            "/a/.;x/b",
            "/a/..;/b",
            "/;x/a",
            "/a%2Fb",
            "/a%2fb",
            "/a%5Cb",
            "/a\\b",
            "/%2e%2e/a",
            "/a%2E",
            "/a%00",
            "/a%0a",
            "/a\0",
            "/a b",
            "/a%",
            "/a%2",
            "/a%zz",
            "/a%252e",
            "/ä",
            "/a?b",
            "/a#b",
            "/a%3Bb",
            "/a%7F",
            "/a%C2%80",
            "/a%C0%AF",
            "/a%ff",
            "/a[b]",
            "/a|b",
        ] {
            assert!(!is_plain(path), "{path}");
        }
        let longest = "/".to_owned() + &"a".repeat(LONGEST_PATH - 1);
        assert!(is_plain(&longest));
        assert!(!is_plain(&(longest + "a")));
    }
}
