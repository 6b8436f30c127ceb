//! What other verifiers accept: every row of the comparison, by its name there.

use serde_json::json;

use super::form::spare_bits;
use super::policy;
use crate::keys::{Key, p256};
use crate::suite::Suite;
use crate::token::{AUDIENCE, ISSUER, NOW, access, plain};

const TWIN: &str = "a good token";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new("peers", "Every row of the comparison with other verifiers.");
    s.keys("issuer", [key.jwk()]);
    s.policy("access", policy("access", &json!({})));
    s.accept(TWIN, "RFC 9068 §4", access(&key).mint());
    form(&mut s, &key);
    header(&mut s, &key);
    claims(&mut s, &key);
    typ(&mut s, &key);
    s
}

fn form(s: &mut Suite, key: &Key) {
    let token = access(key).mint();
    let character = "malformed ERR_TOKEN_CHARACTER";
    s.refuse(
        "signature + ==",
        "RFC 7515 §2",
        format!("{token}=="),
        character,
        TWIN,
    )
    .row("signature + `==`");
    s.refuse(
        "signature + line break",
        "RFC 7515 §2",
        format!("{token}\n"),
        character,
        TWIN,
    )
    .row("signature + `\\n`");
    s.refuse(
        "non-canonical last char",
        "RFC 4648 §3.5",
        spare_bits(&token),
        "malformed ERR_TOKEN_BASE64",
        TWIN,
    )
    .choice()
    .row("non-canonical last char");
    s.refuse(
        "4th segment",
        "RFC 7515 §3.1",
        format!("{token}.e30"),
        "malformed ERR_TOKEN_SEGMENTS",
        TWIN,
    )
    .row("4th segment");
}

fn header(s: &mut Suite, key: &Key) {
    for (row, more) in [
        ("dup `alg` (header)", r#""alg":"ES256""#),
        ("dup `kid` (header)", r#""kid":"es256-1""#),
    ] {
        s.refuse(
            &row.replace('`', ""),
            "RFC 7515 §4",
            access(key).more_header(more).mint(),
            "malformed ERR_HEADER_DUPLICATE_MEMBER",
            TWIN,
        )
        .choice()
        .row(row);
    }
    s.refuse(
        "unknown crit",
        "RFC 7515 §4.1.11",
        access(key)
            .header("ext", 1)
            .header("crit", json!(["ext"]))
            .mint(),
        "malformed ERR_CRIT_UNKNOWN",
        TWIN,
    )
    .row("unknown `crit`");
    s.refuse(
        "crit []",
        "RFC 7515 §4.1.11",
        access(key).header("crit", json!([])).mint(),
        "malformed ERR_CRIT_MALFORMED",
        TWIN,
    )
    .choice()
    .row("`crit:[]`");
    s.refuse(
        "b64 false without crit",
        "RFC 7797 §7",
        access(key).header("b64", false).mint(),
        "malformed ERR_B64",
        TWIN,
    )
    .choice()
    .row("`b64:false` no crit");
}

fn claims(s: &mut Suite, key: &Key) {
    for (row, more) in [
        ("dup `sub` (claims)", r#""sub":"ben""#),
        ("dup `scope` (claims)", r#""scope":"admin""#),
    ] {
        s.refuse(
            &row.replace('`', ""),
            "RFC 7519 §4",
            access(key).more_claims(more).mint(),
            "malformed ERR_PAYLOAD_DUPLICATE_MEMBER",
            TWIN,
        )
        .choice()
        .row(row);
    }
    for (row, text, reason) in [
        ("exp `\"never\"`", "\"never\"", "claims ERR_CLAIM_TYPE exp"),
        ("exp `null`", "null", "claims ERR_CLAIM_TYPE exp"),
        ("exp `0`", "0", "claims ERR_TOKEN_EXPIRED exp"),
        ("exp `1e400`", "1e400", "malformed ERR_PAYLOAD_NUMBER"),
    ] {
        s.refuse(
            &row.replace('`', ""),
            "RFC 7519 §4.1.4",
            access(key).raw_claim("exp", text).mint(),
            reason,
            TWIN,
        )
        .choice_if(text == "1e400")
        .row(row);
    }
    s.refuse(
        "no exp",
        "RFC 9068 §2.2",
        access(key).no_claim("exp").mint(),
        "claims ERR_CLAIM_MISSING exp",
        TWIN,
    )
    .row("no exp");
    let text = access(key).payload_text();
    let utf8 = "malformed ERR_PAYLOAD_UTF8";
    s.refuse(
        "payload BOM",
        "RFC 8725 §3.7",
        access(key)
            .payload([b"\xEF\xBB\xBF", text.as_bytes()].concat())
            .mint(),
        utf8,
        TWIN,
    )
    .choice()
    .row("payload BOM");
    s.refuse(
        "payload invalid UTF-8",
        "RFC 8725 §3.7",
        access(key)
            .payload([b"{\"x\":\"\xC3\x28\",", &text.as_bytes()[1..]].concat())
            .mint(),
        utf8,
        TWIN,
    )
    .row("payload invalid UTF-8");
    // 20 000 levels would be 27 KB and be refused for their size; 5 000 are below that limit.
    let nested = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let deep = access(key).raw_claim("x", &nested).mint();
    assert!(deep.len() < 16_384, "below the size limit");
    s.refuse(
        "depth, below the size limit",
        "Limits: depth",
        deep,
        "malformed ERR_PAYLOAD_LIMITS",
        TWIN,
    )
    .choice()
    .row("depth 20 000");
    s.accept(
        "iat 2 s ahead",
        "RFC 7519 §4.1.6",
        access(key).claim("iat", NOW + 2).mint(),
    )
    .choice()
    .row("iat 2 s ahead");
}

fn typ(s: &mut Suite, key: &Key) {
    s.policy("no typ option", policy("access-plain", &json!({})));
    let twin = "a good token, no typ option";
    s.accept(twin, "RFC 7519 §5.1", plain(key).mint());
    for typ in ["logout+jwt", "at+jwt"] {
        s.refuse(
            &format!("typ {typ}, no typ option"),
            "RFC 8725 §3.11",
            plain(key).typ(typ).mint(),
            "claims ERR_TYP_MISMATCH typ",
            twin,
        )
        .choice()
        .row(&format!("typ `{typ}`, no typ option"));
    }
    s.policy(
        "typ option",
        policy("access-plain", &json!({ "typ": "at+jwt" })),
    );
    s.accept(
        "a typ that the policy names",
        "RFC 8725 §3.11",
        plain(key).typ("at+jwt").mint(),
    )
    .row("a `typ` that its policy names");
    s.policy(
        "none configured",
        json!({ "kind": "access", "issuer": ISSUER }),
    );
    s.refuse(
        "aud present, none configured",
        "RFC 7519 §4.1.3",
        access(key).claim("aud", AUDIENCE).mint(),
        "policy ERR_POLICY_MISSING_MEMBER audience",
        TWIN,
    )
    .choice()
    .row("aud present, none configured");
}
