//! A builder is no policy: error E0308

use portcullis::{KeySet, Policy, Presentation, UnixTime};

fn skip(keys: &KeySet) {
    let builder = Policy::access_token();
    let _ = portcullis::verify(
        "a.b.c",
        keys,
        &builder,
        &Presentation::bearer(),
        UnixTime::from_secs(0),
    );
}

fn main() {
    let _ = skip;
}
