//! A callback's query: what is taken says the same to the URL Standard's reader of forms, which
//! browsers and issuers have.

use portcullis::oauth::{Expected, callback_error, read_callback};
use url::form_urlencoded;

const STATE: &str = "af0ifjsldkj";
const ISSUER: &str = "https://issuer.example";

pub fn run(query: &str) {
    let bare = query.strip_prefix('?').unwrap_or(query);
    let pairs: Vec<(String, String)> = form_urlencoded::parse(bare.as_bytes())
        .into_owned()
        .collect();
    let values = |name: &str| -> Vec<&str> {
        let named = pairs.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str()).collect()
    };
    for iss_parameter in [false, true] {
        let expected = Expected {
            state: STATE,
            issuer: ISSUER,
            iss_parameter,
        };
        match read_callback(query, &expected) {
            Ok(code) => {
                assert_eq!(values("code"), [code.as_str()]);
                assert_eq!(values("state"), [STATE]);
                assert_eq!(values("error"), [""; 0]);
                match values("iss")[..] {
                    [issuer] => assert_eq!(issuer, ISSUER),
                    [] => assert!(!iss_parameter, "an issuer that always names itself"),
                    _ => panic!("two issuers"),
                }
            }
            Err(error) => assert_eq!(error.stage(), "oauth"),
        }
    }
    if let Some(code) = callback_error(query) {
        assert_eq!(values("error"), [code]);
    }
}
