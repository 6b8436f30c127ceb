//! Extensions that must be understood (RFC 7515 §4.1.11); none is here.

use serde_json::{Value, json};

use super::TWIN;
use crate::keys::Key;
use crate::suite::Suite;
use crate::token::access;

pub fn critical(s: &mut Suite, key: &Key) {
    // What is not understood is refused. Of other faults in the list "Recipients MAY".
    let may = [
        "empty",
        "a string",
        "null",
        "an object",
        "a number",
        "a name that RFC 7515 defines",
        "itself",
    ];
    let refuse = |s: &mut Suite, name: &str, crit: Value, code: &str| {
        let draft = access(key).header("ext", 1).header("crit", crit);
        s.refuse(
            &format!("crit {name}"),
            "RFC 7515 §4.1.11",
            draft.mint(),
            code,
            TWIN,
        )
        .choice_if(may.contains(&name));
    };
    for (name, crit) in [
        ("empty", json!([])),
        ("a string", json!("ext")),
        ("null", json!(null)),
        ("an object", json!({ "ext": 1 })),
        ("a name twice", json!(["ext", "ext"])),
        ("a number", json!([1])),
        ("a name that the header does not hold", json!(["absent"])),
        ("a name that RFC 7515 defines", json!(["kid"])),
        ("itself", json!(["crit"])),
        ("the empty name", json!([""])),
    ] {
        refuse(s, name, crit, "malformed ERR_CRIT_MALFORMED");
    }
    refuse(
        s,
        "an extension that is not understood",
        json!(["ext"]),
        "malformed ERR_CRIT_UNKNOWN",
    );
    s.accept(
        "the same extension, not critical",
        "RFC 7515 §4.1.11",
        access(key).header("ext", 1).mint(),
    );
    s.refuse(
        "crit names exp, which the header holds",
        "RFC 7515 §4.1.11",
        access(key)
            .header("exp", 1)
            .header("crit", json!(["exp"]))
            .mint(),
        "malformed ERR_CRIT_UNKNOWN",
        TWIN,
    );
}
