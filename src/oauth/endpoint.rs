//! Which URLs may be talked to (RFC 8414 §2, RFC 9700 §2.6).

/// Hosts on which plain http stays on the machine (RFC 8252 §7.3).
const LOOPBACK: &[&str] = &["127.0.0.1", "localhost", "[::1]"];

/// An https URL, or http on the loopback address, without credentials and fragment.
pub(crate) fn is_endpoint(url: &str) -> bool {
    authority(url).is_some()
}

/// Whether the URL is plain http, which only loopback hosts may be.
pub(crate) fn is_plain(url: &str) -> bool {
    url.starts_with("http://")
}

/// An endpoint without query, as an issuer must be (RFC 8414 §2).
pub(crate) fn is_issuer(url: &str) -> bool {
    is_endpoint(url) && !url.contains('?')
}

fn authority(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    // Every character of a URL is printable ASCII; of these, some mean different things to
    // different readers and stand for themselves nowhere (RFC 3986 §2).
    let odd = |b: u8| !b.is_ascii_graphic() || b"\\<>\"{}|^`#".contains(&b);
    if rest.bytes().any(odd) {
        return None;
    }
    let authority = rest.split(['/', '?']).next()?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let number = |port: &str| {
        port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    let name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let literal = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let host_fits = match literal {
        Some(address) => address.parse::<core::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.bytes().all(name),
    };
    if !host_fits || !port.is_none_or(number) {
        return None;
    }
    match scheme {
        "https" => Some(authority),
        "http" if LOOPBACK.contains(&host) => Some(authority),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_http_are_endpoints() {
        for url in [
            "https://a.example",
            "https://a.example:8443/x?y=z",
            "http://127.0.0.1:9090/jwks",
            "http://localhost",
            "http://[::1]:1/",
            "https://[2001:db8::1]/",
        ] {
            assert!(is_endpoint(url), "{url}");
        }
    }

    #[test]
    fn everything_else_is_not() {
        for url in [
            "",
            "https://",
            "https:///x",
            "HTTPS://a.example",
            "http://a.example",
            "http://127.0.0.1.a.example",
            "http://localhost@a.example",
            "https://u:p@a.example",
            "https://a.example#f",
            "https://a.example\\@b.example",
            "https://a.example:",
            "https://a.example:0",
            "https://a.example:65536",
            "https://a.example:+1",
            "https://a example",
            "https://ä.example",
            "https://[::g]/",
            "javascript://a.example/%0aalert(1)",
            "data:text/plain,x",
        ] {
            assert!(!is_endpoint(url), "{url}");
        }
    }

    #[test]
    fn rfc_8414_2_an_issuer_has_no_query() {
        assert!(is_issuer("https://a.example/tenant"));
        assert!(!is_issuer("https://a.example/?tenant"));
    }
}
