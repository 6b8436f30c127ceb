//! Nothing that is printed holds a part of a token, a secret or a key: no error, no record, no `Debug`
//! of any public type.
//!
//! A part is any run of eight characters, of what came in or of what that encodes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test may panic"
)]

#[path = "no_secrets/names.rs"]
mod names;
#[path = "no_secrets/oauth.rs"]
mod oauth;
#[path = "no_secrets/prints.rs"]
mod prints;
mod reader;
#[path = "no_secrets/way.rs"]
mod way;

use prints::{Prints, Secrets};
use reader::{Suite, suites, text};
use serde_json::Value;

#[test]
fn nothing_that_is_printed_holds_a_part_of_what_came_in() {
    let mut prints = Prints::default();
    let mut ran = 0;
    for suite in suites() {
        for vector in suite.vectors() {
            let Ok(policy) = suite.read_policy(vector) else {
                continue;
            };
            way::print(&mut prints, &suite, vector, &policy);
            let (secrets, known) = (secrets_of(&suite, vector), policy.to_json());
            prints.check(&secrets, &known, text(vector, "name"));
            ran += 1;
        }
    }
    assert!(ran > 2400, "{ran} vectors");
    oauth::print(&mut prints);
    names::assert_all_are_printed(&prints);
}

/// A run of eight characters is found wherever it stands, so that the test above can fail.
#[test]
fn a_part_that_is_printed_is_found() {
    for (printed, fails) in [
        ("nothing", false),
        ("eyJhbGc", false),
        ("the token is eyJhbGciO", true),
        ("Some(\"alice@example\")", true),
        ("[97, 108, 105, 99, 101]", true),
    ] {
        let mut secrets = Secrets::default();
        secrets.take_token("eyJhbGciOiJFUzI1NiJ9.YWxpY2VAZXhhbXBsZQ.AAAA");
        let mut prints = Prints::default();
        prints.text(printed);
        let found = std::panic::catch_unwind(move || prints.check(&secrets, "", "a print"));
        assert_eq!(found.is_err(), fails, "{printed}");
    }
}

/// Whatever of a vector must not be seen again.
fn secrets_of(suite: &Suite, vector: &Value) -> Secrets {
    let mut secrets = Secrets::default();
    secrets.take_token(text(vector, "token"));
    let source = suite.keys(vector);
    for member in ["jwks", "certificates", "text", "secret"] {
        secrets.take_strings(&source[member]);
    }
    secrets.take_strings(&vector["presentation"]);
    secrets
}
