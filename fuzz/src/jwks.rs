//! A JWK set: every entry is a key, a repeated key or left out with its reason, as it is alone.

use portcullis::{Error, KeyFault, KeySet, Limits, VerifyingKey};
use serde_json::Value;

const ISSUER: &str = "https://issuer.example";

pub fn run(text: &str) {
    let limits = Limits::DEFAULT;
    let set = match KeySet::from_json(ISSUER, text, &limits) {
        Ok(set) => set,
        Err(error) => return assert_eq!(error.stage(), "keys"),
    };
    let document: Value = serde_json::from_str(text).expect("our JSON is theirs");
    let entries = document["keys"].as_array().expect("a list");
    assert!(entries.len() <= limits.keys);
    assert!(set.keys().len() + set.ignored().len() <= entries.len());
    let mut ignored = set.ignored().iter();
    for (index, entry) in entries.iter().enumerate() {
        match VerifyingKey::from_jwk(&entry.to_string(), &limits) {
            // A key may say that it is another issuer's, which it cannot alone.
            Ok(_) if ignored.as_slice().first() == Some(&(index, KeyFault::JwkIssuer)) => {
                assert_ne!(entry["issuer"], ISSUER);
                ignored.next();
            }
            Ok(key) => assert!(
                set.keys()
                    .iter()
                    .any(|held| held.thumbprint() == key.thumbprint() && held.kid() == key.kid()),
                "a key is lost"
            ),
            Err(error) => {
                let (place, fault) = ignored.next().expect("a reason");
                assert_eq!(*place, index);
                assert!(*fault == KeyFault::JwkIssuer || Error::Key(*fault) == error);
            }
        }
    }
    assert!(ignored.next().is_none(), "a sound key was left out");
    let succeeded = set.clone().succeeding(&set);
    assert_eq!(succeeded.keys().len(), set.keys().len());
    assert!(
        set.keys()
            .iter()
            .all(|key| key.kid().is_none_or(|kid| succeeded.holds_kid(kid)))
    );
}
