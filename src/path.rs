//! Paths of requests and patterns of routes (RFC 3986 §3.3), matched without regular expressions.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Longer paths are refused before anything looks at them.
const LONGEST_PATH: usize = 8 * 1024;

/// A pattern such as `/notes/:id` or `/notes/*`.
///
/// Literal segments match themselves, `:name` one segment, a final `*` the rest, which may be
/// empty: `/notes/*` matches `/notes` too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern {
    text: String,
    segments: Vec<Segment>,
}

/// In order of how much they say.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Parameter,
    Rest,
}

impl PathPattern {
    /// Reads a pattern; `None` for one that no path could match, or not in one way only.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let mut segments = Vec::new();
        if !rest.is_empty() {
            let mut parts = rest.split('/').peekable();
            while let Some(part) = parts.next() {
                segments.push(match part.strip_prefix(':') {
                    Some(name) if is_name(name) => Segment::Parameter,
                    Some(_) => return None,
                    None if part == "*" && parts.peek().is_none() => Segment::Rest,
                    None if part.contains('*') => return None,
                    None => Segment::Literal(part.into()),
                });
            }
        }
        let literals = segments.iter().filter_map(|segment| match segment {
            Segment::Literal(literal) => Some(literal.as_str()),
            _ => None,
        });
        // A literal must itself be a segment that a request can have.
        for literal in literals {
            if !is_plain_segment(literal) {
                return None;
            }
        }
        Some(Self {
            text: text.into(),
            segments,
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a path that [`is_plain`] matches.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let mut rest = path
            .strip_prefix('/')
            .unwrap_or(path)
            .split('/')
            .filter(|part| !part.is_empty());
        // A path that ends in a slash is another resource than the one that does not.
        let trailing = path.len() > 1 && path.ends_with('/');
        for segment in &self.segments {
            match (segment, segment == &Segment::Rest) {
                (_, true) => return true,
                (Segment::Literal(literal), _) if rest.next() == Some(literal) => {}
                (Segment::Parameter, _) if rest.next().is_some() => {}
                _ => return false,
            }
        }
        rest.next().is_none() && !trailing
    }

    /// Whether two patterns match the same paths: they differ in the names of parameters only.
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

/// Whether a path can be read in one way only, so that what is matched is what the origin sees.
///
/// Encoded slashes, backslashes, dots and percent signs, empty and dot segments, path parameters
/// on them (`..;`), control characters and broken percent-encoding are not.
pub(crate) fn is_plain(path: &str) -> bool {
    let Some(rest) = path.strip_prefix('/') else {
        return false;
    };
    if path.len() > LONGEST_PATH {
        return false;
    }
    // One trailing slash is an empty last segment, and means something.
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    path == "/" || rest.split('/').all(is_plain_segment)
}

fn is_plain_segment(segment: &str) -> bool {
    let name = segment.split(';').next().unwrap_or_default();
    if segment.is_empty() || matches!(name, "." | ".." | "") {
        return false;
    }
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        let fits = match byte {
            // RFC 3986 §3.3: pchar, and nothing that needs an encoding.
            b'%' => {
                let mut digit = || bytes.next().and_then(|b| char::from(b).to_digit(16));
                match (digit(), digit()) {
                    (Some(high), Some(low)) => !is_structure(high * 16 + low),
                    _ => false,
                }
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => true,
            _ => b"-._~!$&'()*+,;=:@".contains(&byte),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// What must not come in disguise: `/`, `\`, `.`, `%`, `;` and control characters.
fn is_structure(byte: u32) -> bool {
    matches!(byte, 0x2F | 0x5C | 0x2E | 0x25 | 0x3B | 0x00..=0x1F | 0x7F)
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
        PathPattern::parse(pattern).unwrap().matches(path)
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
        ] {
            assert!(!is_plain(path), "{path}");
        }
        let longest = "/".to_owned() + &"a".repeat(LONGEST_PATH - 1);
        assert!(is_plain(&longest));
        assert!(!is_plain(&(longest + "a")));
    }
}
