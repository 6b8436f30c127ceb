//! There may be more errors one day: error E0004

use portcullis::Error;

fn name(error: Error) -> &'static str {
    match error {
        Error::Malformed(_) => "malformed",
        Error::Key(_) => "key",
        Error::BadSignature => "signature",
        Error::Claims(..) => "claims",
        Error::Denied(_) => "denied",
        Error::Keys(_) => "keys",
        Error::Pkce(_) => "pkce",
        Error::OAuth(_) => "oauth",
        Error::Request(_) => "request",
    }
}

fn main() {
    let _ = name;
}
