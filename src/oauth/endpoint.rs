//! Which URLs may be talked to (RFC 8414 §2, RFC 9700 §2.6).

use core::net::{Ipv4Addr, Ipv6Addr};

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

/// Whether an issuer's metadata may send us to a URL: an endpoint, and from an https issuer neither
/// one in the clear nor one inside of a network, unless the issuer is at that host and port itself
/// (RFC 9700 §2.6). A plain issuer is on the machine.
pub(crate) fn may_name(issuer: &str, url: &str) -> bool {
    let is_own = || split_path(issuer).0 == split_path(url).0;
    parse(url).is_some_and(|endpoint| {
        is_plain(issuer) || (!is_plain(url) && (!is_internal(endpoint.host) || is_own()))
    })
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
    if address(host).is_some() {
        return true;
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
    named && !numeric
}

/// Networks that no remote issuer has a say in: their first bytes, and the least and the greatest
/// that comes next (RFC 6890 §2.2). Unspecified and loopback; this network, private, shared,
/// loopback and link-local in IPv4, as mapped addresses (RFC 4291 §2.5.5.2); unique-local and
/// link-local.
const INSIDE: &[(&[u8], u8, u8)] = &[
    (&[0; 11], 0, 0),
    (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255], 0, 0),
    (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255], 10, 10),
    (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255], 127, 127),
    (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 100], 64, 127),
    (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 169], 254, 254),
    (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 172], 16, 31),
    (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192], 168, 168),
    (&[], 0xFC, 0xFD),
    (&[0xFE], 0x80, 0xBF),
];

/// Names that no public resolver answers for end so (RFC 6761 §6.3, RFC 6762 §3).
const INSIDE_NAMES: &[&str] = &["localhost", "local", "internal"];

/// Whether a host is the machine's own or inside of a network, as its address or name tells.
fn is_internal(host: &str) -> bool {
    let Some(address) = address(host) else {
        let last = host.rsplit('.').next().unwrap_or_default();
        return INSIDE_NAMES
            .iter()
            .any(|name| last.eq_ignore_ascii_case(name));
    };
    let octets = address.octets();
    INSIDE.iter().any(|(network, least, greatest)| {
        octets
            .strip_prefix(*network)
            .and_then(<[u8]>::first)
            .is_some_and(|next| (least..=greatest).contains(&next))
    })
}

/// The address that a host is, those of IPv4 as mapped ones; none for a name.
fn address(host: &str) -> Option<Ipv6Addr> {
    match host.strip_prefix('[') {
        Some(address) => address.strip_suffix(']')?.parse().ok(),
        None => host
            .parse()
            .ok()
            .map(|address: Ipv4Addr| address.to_ipv6_mapped()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTS: &[&str] = &[
        "127.0.0.1",
        "127.255.255.255",
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "[::]",
        "[::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[0:0:0:0:0:FFFF:10.0.0.1]",
        "[fe80::1]",
        "[febf::1]",
        "[fc00::1]",
        "[fdff::1]",
        "localhost",
        "LocalHost",
        "a.localhost",
        "printer.local",
        "metadata.google.internal",
        "METADATA.Google.INTERNAL",
    ];

    #[test]
    fn rfc_6890_2_2_a_remote_issuer_names_nothing_inside() {
        let issuer = "https://issuer.example/tenant";
        for host in HOSTS {
            for rest in ["", "/jwks", ":8443/jwks", "?x"] {
                let url = alloc::format!("https://{host}{rest}");
                assert!(is_endpoint(&url), "{url}");
                assert!(!may_name(issuer, &url), "{url}");
            }
        }
        for host in [
            "issuer.example",
            "keys.example",
            "192.0.2.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "169.253.0.1",
            "192.167.0.1",
            "[2001:db8::1]",
            "[::ffff:192.0.2.1]",
            "[fec0::1]",
            "local.example",
            "internal.example",
            "notlocalhost",
            "mylocal.example",
        ] {
            let url = alloc::format!("https://{host}/jwks");
            assert!(may_name(issuer, &url), "{url}");
        }
    }

    #[test]
    fn what_other_readers_take_for_an_address_is_no_endpoint() {
        for host in [
            "0x7f.1",
            "0x7f000001",
            "2130706433",
            "127.1",
            "0177.0.0.1",
            "127.0.0.01",
            "0",
            "127.0.0.1.",
            "localhost.",
            "[::1%25lo]",
            "[::ffff:127.1]",
            "%6cocalhost",
        ] {
            for issuer in ["https://issuer.example", "http://127.0.0.1:9090"] {
                let url = alloc::format!("https://{host}/jwks");
                assert!(!may_name(issuer, &url), "{url}");
            }
        }
    }

    #[test]
    fn an_issuer_inside_names_its_own_origin_and_a_plain_one_the_machine() {
        for host in HOSTS {
            let issuer = alloc::format!("https://{host}");
            let own = alloc::format!("https://{host}/jwks");
            assert!(may_name(&issuer, &own), "{own}");
            let other = alloc::format!("https://{host}:8443/jwks");
            assert!(!may_name(&issuer, &other), "{other}");
            assert!(!may_name(&issuer, "https://192.168.7.7/jwks"), "{host}");
            assert!(!may_name(&issuer, "http://127.0.0.1/jwks"), "{host}");
        }
        let plain = "http://127.0.0.1:9090";
        assert!(may_name(plain, "http://localhost:9091/jwks"));
        assert!(may_name(plain, "https://10.0.0.1/jwks"));
        assert!(!may_name(plain, "http://10.0.0.1/jwks"));
    }

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
