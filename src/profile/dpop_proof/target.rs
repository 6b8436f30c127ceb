//! Whether two URLs are of one target: without query and fragment, after the normalisation by syntax
//! and scheme that RFC 9449 §4.3 asks for (RFC 3986 §6.2.2, §6.2.3).

use alloc::string::String;
use alloc::vec::Vec;

/// Whether both are http or https URLs without credentials, and one target.
pub(super) fn is_same_target(one: &str, other: &str) -> bool {
    normal(one).is_some_and(|one| Some(one) == normal(other))
}

fn normal(url: &str) -> Option<String> {
    if !url.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    let mut normal = scheme.to_ascii_lowercase();
    let default_port = match normal.as_str() {
        "http" => "80",
        "https" => "443",
        _ => return None,
    };
    let rest = rest.split(['?', '#']).next()?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = match authority.rsplit_once(':') {
        // The last colon of an address in brackets is its own.
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    if host.is_empty() || host.contains('@') || !port.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    normal.push_str("://");
    normal.push_str(&host.to_ascii_lowercase());
    if !port.is_empty() && port != default_port {
        normal.push(':');
        normal.push_str(port);
    }
    normal.push_str(&without_dots(&with_plain_letters(path)?));
    Some(normal)
}

/// Unreserved characters as themselves, all other escapes in upper case (RFC 3986 §6.2.2.1, §6.2.2.2).
fn with_plain_letters(path: &str) -> Option<String> {
    let mut plain = String::with_capacity(path.len());
    let mut rest = path.chars();
    while let Some(character) = rest.next() {
        if character != '%' {
            plain.push(character);
            continue;
        }
        let (high, low) = (rest.next()?, rest.next()?);
        let byte = u8::try_from(high.to_digit(16)? << 4 | low.to_digit(16)?).ok()?;
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            plain.push(char::from(byte));
        } else {
            plain.extend(['%', high.to_ascii_uppercase(), low.to_ascii_uppercase()]);
        }
    }
    Some(plain)
}

/// RFC 3986 §5.2.4, for a path that is empty or begins with a slash. An empty one is `/`.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut is_folder = true;
    for segment in path.split('/').skip(1) {
        is_folder = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(segment),
        }
    }
    if is_folder {
        kept.push("");
    }
    ["/", &kept.join("/")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_3986_6_2_2_targets_are_compared_by_syntax_and_scheme() {
        for (one, other) in [
            ("https://api.example/notes", "https://api.example/notes"),
            ("https://api.example", "https://api.example/"),
            ("HTTPS://API.example/notes", "https://api.example:443/notes"),
            ("http://api.example:80/", "http://api.example"),
            ("https://api.example:/", "https://api.example/"),
            (
                "https://api.example/notes?page=2#top",
                "https://api.example/notes",
            ),
            (
                "https://api.example/%7euser/%2f",
                "https://api.example/~user/%2F",
            ),
            ("https://api.example/a/./b/../c", "https://api.example/a/c"),
            ("https://api.example/a/..", "https://api.example/"),
            ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/"),
            ("https://api.example:8443/", "https://api.example:8443"),
        ] {
            assert!(is_same_target(one, other), "{one} {other}");
        }
    }

    #[test]
    fn rfc_9449_4_3_another_target_is_another() {
        for (one, other) in [
            ("https://api.example/notes", "https://api.example/notes/"),
            ("https://api.example/notes", "https://api.example/Notes"),
            ("https://api.example/a%2fb", "https://api.example/a/b"),
            ("http://api.example/", "https://api.example/"),
            ("https://api.example:8443/", "https://api.example/"),
            ("https://api.example.evil.example/", "https://api.example/"),
            ("https://api.example/", "https://api.example.evil.example/"),
        ] {
            assert!(!is_same_target(one, other), "{one} {other}");
        }
        for odd in [
            "",
            "/notes",
            "//api.example/notes",
            "ftp://api.example/",
            "https:///notes",
            "https://user@api.example/",
            "https://api.example:x/",
            "https://api.example/%",
            "https://api.example/%zz",
            "https://api.example/a b",
            "https://api.exämple/",
        ] {
            assert!(!is_same_target(odd, odd), "{odd}");
        }
    }
}
