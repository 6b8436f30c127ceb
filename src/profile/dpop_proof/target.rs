//! Whether two URLs are of one target: without query and fragment, after normalisation by syntax and
//! scheme (RFC 9449 §4.3, RFC 3986 §6.2.2, §6.2.3).

use alloc::string::String;

use crate::path::RequestPath;

/// Whether both are http or https URLs without credentials, and one target. A path that can be read in
/// more than one way is the same only when it is written the same.
pub(super) fn is_same_target(one: &str, other: &str) -> bool {
    let (Some((origin, path)), Some((other_origin, other_path))) = (split(one), split(other))
    else {
        return false;
    };
    origin == other_origin
        && (path == other_path
            || RequestPath::parse(path).is_some_and(|path| {
                RequestPath::parse(other_path).is_some_and(|other| path == other)
            }))
}

/// Scheme, host and port in one form, and the path.
fn split(url: &str) -> Option<(String, &str)> {
    let graphic = url.bytes().all(|b| b.is_ascii_graphic() && b != b'@');
    let (url, _) = url.split_at_checked(url.find(['?', '#']).unwrap_or(url.len()))?;
    // The third slash: two are the scheme's.
    let at = url
        .match_indices('/')
        .nth(2)
        .map_or(url.len(), |(at, _)| at);
    let (origin, path) = url.split_at_checked(at)?;
    let mut origin = origin.to_ascii_lowercase();
    let (host, default_port) = match origin.strip_prefix("https://") {
        Some(host) => (host, ":443"),
        None => (origin.strip_prefix("http://")?, ":80"),
    };
    let is_host = graphic && !host.is_empty();
    for port in [default_port, ":"] {
        if origin.ends_with(port) {
            origin.truncate(origin.len() - port.len());
            break;
        }
    }
    is_host.then_some((origin, if path.is_empty() { "/" } else { path }))
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
            ("https://api.example/%7euser", "https://api.example/~user"),
            ("https://api.example/a%2Fb", "https://api.example/a%2Fb"),
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
            ("https://api.example/a/../b", "https://api.example/b"),
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
            "https://api.example/a b",
            "https://api.exämple/",
        ] {
            assert!(!is_same_target(odd, odd), "{odd}");
        }
    }
}
