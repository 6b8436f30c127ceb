//! The readers are nobody else's: error E0603

fn main() {
    let _ = portcullis::encoding::base64url::decode("AAAA");
}
