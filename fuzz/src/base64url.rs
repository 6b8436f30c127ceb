//! Our reader of base64url: what the crate `base64` takes in its strictest form, and nothing else.

use portcullis::reader_tests;

use crate::encode;

pub fn run(text: &str) {
    let ours = reader_tests::decode(text);
    assert_eq!(ours, crate::try_decode(text), "what the text says");
    if let Some(bytes) = ours {
        assert_eq!(reader_tests::encode(&bytes), text, "a second text of it");
    }
    assert_eq!(
        reader_tests::encode(text.as_bytes()),
        encode(text.as_bytes())
    );
}
