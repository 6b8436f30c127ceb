//! An issuer's metadata: every URL that is taken leads where the URL Standard's reader says.

use portcullis::Limits;
use portcullis::oauth::{Metadata, MetadataKind};
use serde_json::Value;
use url::{Host, Url};

const ISSUERS: [&str; 2] = ["https://issuer.example", "http://127.0.0.1:9090"];

pub fn run(text: &str) {
    let document: Option<Value> = serde_json::from_str(text).ok();
    let named = document.as_ref().and_then(|it| it["issuer"].as_str());
    for issuer in ISSUERS.into_iter().chain(named) {
        for kind in [MetadataKind::OpenId, MetadataKind::OAuth] {
            if let Some(url) = Metadata::url(issuer, kind) {
                assert_eq!(origin(&url), origin(issuer), "the issuer's own host");
            }
        }
        for read in [Metadata::for_keys, Metadata::for_login] {
            match read(text, issuer, &Limits::DEFAULT) {
                Ok(metadata) => judge(&metadata, issuer, document.as_ref().expect("JSON")),
                Err(error) => assert_eq!(error.stage(), "oauth"),
            }
        }
    }
}

fn judge(metadata: &Metadata, issuer: &str, document: &Value) {
    assert_eq!(metadata.issuer, issuer);
    assert_eq!(document["issuer"], issuer);
    let endpoints = [
        ("jwks_uri", Some(&metadata.jwks_uri)),
        (
            "authorization_endpoint",
            metadata.authorization_endpoint.as_ref(),
        ),
        ("token_endpoint", metadata.token_endpoint.as_ref()),
        (
            "end_session_endpoint",
            metadata.end_session_endpoint.as_ref(),
        ),
    ];
    for (name, url) in endpoints {
        let Some(url) = url else {
            continue;
        };
        assert_eq!(document[name], url.as_str(), "{name}");
        let scheme = origin(url).0;
        let of_the_machine = origin(issuer).0 == "http";
        assert!(scheme == "https" || of_the_machine, "{name}");
        let own = origin(url) == origin(issuer);
        assert!(of_the_machine || own || !is_private(url), "{name}");
    }
    let written: Value = serde_json::from_str(&metadata.to_json()).expect("JSON");
    assert_eq!(written["issuer"], issuer);
    assert_eq!(written["jwks_uri"], metadata.jwks_uri);
}

/// Scheme, host and port of a URL that may be talked to (RFC 8414 §2, RFC 8252 §7.3).
fn origin(text: &str) -> (String, String, u16) {
    let url = Url::parse(text).expect("a URL to others too");
    assert!(url.username().is_empty() && url.password().is_none());
    assert!(url.fragment().is_none());
    let host = url.host().expect("a host");
    let loopback = match &host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    assert!(url.scheme() == "https" || (url.scheme() == "http" && loopback));
    let port = url.port_or_known_default().expect("a port");
    (url.scheme().to_owned(), host.to_string(), port)
}

/// Whether the URL Standard's reader finds an address that is not everybody's.
fn is_private(url: &str) -> bool {
    let v4 = |address: std::net::Ipv4Addr| {
        address.is_private()
            || address.is_loopback()
            || address.is_link_local()
            || address.is_unspecified()
    };
    match Url::parse(url).expect("a URL to others too").host() {
        Some(Host::Ipv4(address)) => v4(address),
        Some(Host::Ipv6(address)) => {
            address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.to_ipv4_mapped().is_some_and(v4)
        }
        Some(Host::Domain(name)) => name == "localhost",
        None => true,
    }
}
