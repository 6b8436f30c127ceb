//! Which claims reach the origin, and in which headers.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{PolicyError, PolicyFault};
use crate::policy::fields::Fields;

/// The claims that can be forwarded to the origin.
const FORWARDED: &[&str] = &["sub", "scope", "client_id", "roles"];

/// Headers that mean something to HTTP itself, carry credentials, or are set by proxies on the way;
/// none of them can be ours. With a hyphen at the end, all that begin so.
const TAKEN: &[&str] = &[
    "accept",
    "accept-",
    "access-control-",
    "age",
    "allow",
    "alt-svc",
    "authorization",
    "cache-control",
    "cdn-loop",
    "cf-",
    "connection",
    "content-",
    "cookie",
    "date",
    "dpop",
    "dpop-nonce",
    "etag",
    "expect",
    "expires",
    "forwarded",
    "from",
    "host",
    "if-",
    "keep-alive",
    "last-modified",
    "link",
    "location",
    "max-forwards",
    "origin",
    "portcullis-",
    "pragma",
    "priority",
    "proxy-",
    "range",
    "referer",
    "retry-after",
    "sec-",
    "server",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "vary",
    "via",
    "warning",
    "www-authenticate",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-real-ip",
];

/// No header's name is longer.
const LONGEST_HEADER: usize = 64;

/// The member `forward` of a gate's document.
pub(super) fn read_forward(
    fields: &mut Fields<'_>,
) -> Result<Vec<(&'static str, String)>, PolicyError> {
    let Some(entries) = fields.object("forward")? else {
        return Ok(Vec::new());
    };
    let mut own = Fields::new(entries, "forward");
    let mut forward: Vec<(&'static str, String)> = Vec::new();
    for claim in FORWARDED {
        let Some(header) = own.opt_str(claim)? else {
            continue;
        };
        let taken = forward.iter().any(|(_, other)| other == header);
        if !is_free(header) || taken {
            return Err(own.fault(PolicyFault::Value, claim));
        }
        forward.push((claim, header.to_owned()));
    }
    own.finish()?;
    Ok(forward)
}

/// A lower-case header name of letters, digits and hyphens, beginning with a letter, that has no
/// meaning yet.
fn is_free(name: &str) -> bool {
    let taken = |known: &&str| name == *known || (known.ends_with('-') && name.starts_with(known));
    name.len() <= LONGEST_HEADER
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !TAKEN.iter().any(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_of_ours_is_lower_case_and_means_nothing_yet() {
        for name in ["x-auth-sub", "x", "remote-user", "x-forwarded-user", "x2-a"] {
            assert!(is_free(name), "{name}");
        }
        for name in [
            "",
            "X-Sub",
            "x_sub",
            "x-sub ",
            "-x",
            "2x",
            "x:",
            "x\r\n",
            "xé",
            "host",
            "cookie",
            "authorization",
            "content-length",
            "content-",
            "transfer-encoding",
            "proxy-user",
            "sec-fetch-site",
            "access-control-allow-origin",
            "cf-connecting-ip",
            "x-forwarded-for",
            "if-match",
            "accept",
            "accept-language",
            "portcullis-decision",
            "te",
            "dpop",
        ] {
            assert!(!is_free(name), "{name}");
        }
        assert!(is_free(&"x".repeat(LONGEST_HEADER)));
        assert!(!is_free(&"x".repeat(LONGEST_HEADER + 1)));
    }
}
