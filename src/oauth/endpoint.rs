//! Which URLs may be talked to (RFC 8414 §2, RFC 9700 §2.6).

const HTTPS: &str = "https://";
const HTTP: &str = "http://";

/// Hosts on which plain http stays on the machine (RFC 8252 §7.3).
const LOOPBACK: &[&str] = &["127.0.0.1", "localhost", "[::1]"];

/// An https URL, or http on the loopback address, without credentials and fragment.
pub(crate) fn is_endpoint(url: &str) -> bool {
    parse(url).is_some()
}

/// Whether the URL is plain http, which only loopback hosts may be.
pub(crate) fn is_plain(url: &str) -> bool {
    url.starts_with(HTTP)
}

/// An endpoint without query, as an issuer must be (RFC 8414 §2).
pub(crate) fn is_issuer(url: &str) -> bool {
    is_endpoint(url) && !url.contains('?')
}

/// An endpoint that is scheme, host and port alone, in the form that a browser gives an origin
/// (RFC 6454 §6.1): any other form of it would be compared in vain.
pub(crate) fn is_origin(url: &str) -> bool {
    let default_port = if is_plain(url) { "80" } else { "443" };
    parse(url).is_some_and(|endpoint| {
        endpoint.rest.is_empty()
            && !endpoint.host.bytes().any(|b| b.is_ascii_uppercase())
            && endpoint
                .port
                .is_none_or(|port| port != default_port && !port.starts_with('0'))
    })
}

/// An issuer in two: scheme and host, and the path, which may be empty.
pub(crate) fn split_path(issuer: &str) -> (&str, &str) {
    let scheme = if is_plain(issuer) { HTTP } else { HTTPS };
    let rest = issuer.get(scheme.len()..).unwrap_or_default();
    let path = rest.find('/').map_or(issuer.len(), |at| scheme.len() + at);
    issuer.split_at_checked(path).unwrap_or((issuer, ""))
}

struct Endpoint<'u> {
    host: &'u str,
    port: Option<&'u str>,
    /// Path and query.
    rest: &'u str,
}

fn parse(url: &str) -> Option<Endpoint<'_>> {
    let (is_https, rest) = match url.strip_prefix(HTTPS) {
        Some(rest) => (true, rest),
        None => (false, url.strip_prefix(HTTP)?),
    };
    // Every character of a URL is printable ASCII; of these, some mean different things to
    // different readers and stand for themselves nowhere (RFC 3986 §2).
    let odd = |b: u8| !b.is_ascii_graphic() || b"\\<>\"{}|^`#".contains(&b);
    if rest.bytes().any(odd) {
        return None;
    }
    let end = rest.bytes().position(|b| matches!(b, b'/' | b'?'));
    let (authority, rest) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let fits = is_host(host) && port.is_none_or(is_port);
    let safe = is_https || LOOPBACK.contains(&host);
    (fits && safe).then_some(Endpoint { host, port, rest })
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// A name, or an address in the one form that every reader takes for the same: browsers read
/// `0x7f.1` and `2130706433` as 127.0.0.1 (RFC 3986 §7.4).
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').unwrap_or_default();
        return address.parse::<core::net::Ipv6Addr>().is_ok();
    }
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let mut labels = host.split('.');
    let named = labels
        .clone()
        .all(|label| !label.is_empty() && label.bytes().all(fits));
    let last = labels.next_back().unwrap_or_default();
    let numeric = last.starts_with(|c: char| c.is_ascii_digit())
        && last
            .bytes()
            .all(|b| b.is_ascii_hexdigit() || matches!(b, b'x' | b'X'));
    named && (!numeric || host.parse::<core::net::Ipv4Addr>().is_ok())
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
            "https://192.0.2.1",
            "https://xn--bcher-kva.example",
            "https://a_b.example",
            "https://3com.com",
            "https://a?x",
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
            "https://[::1",
            "https://::1",
            "https://a..example",
            "https://.a.example",
            "https://a.example.",
            "https://2130706433",
            "https://0x7f.1",
            "https://127.1",
            "https://127.0.0.01",
            "http://127.0.0.2",
            "https:/a.example",
            "https:a.example",
            " https://a.example",
            "javascript://a.example/%0aalert(1)",
            "data:text/plain,x",
        ] {
            assert!(!is_endpoint(url), "{url}");
        }
    }

    #[test]
    fn rfc_6454_6_1_an_origin_has_one_form() {
        for origin in [
            "https://a.example",
            "https://a.example:8443",
            "http://127.0.0.1:8080",
            "https://[2001:db8:0:1::1]",
            "http://localhost:443",
        ] {
            assert!(is_origin(origin), "{origin}");
        }
        for origin in [
            "",
            "*",
            "null",
            "https://a.example/",
            "https://a.example/x",
            "https://a.example?x",
            "https://A.example",
            "https://a.example:443",
            "https://a.example:08443",
            "http://localhost:80",
            "http://a.example",
            "a.example",
        ] {
            assert!(!is_origin(origin), "{origin}");
        }
    }

    #[test]
    fn rfc_8414_2_an_issuer_has_no_query() {
        assert!(is_issuer("https://a.example/tenant"));
        assert!(!is_issuer("https://a.example/?tenant"));
    }
}
