//! A key set outlives the tokens that wait for it: error E0597

use portcullis::{AlgSet, KeySet, Limits, Unverified};

fn main() {
    let candidate = {
        let keys = KeySet::from_json("https://issuer.example", "{}", &Limits::default()).unwrap();
        let token = Unverified::parse("a.b.c", &Limits::default()).unwrap();
        token.select(&keys, AlgSet::recommended())
    };
    let _ = candidate.map(portcullis::Candidate::verify);
}
