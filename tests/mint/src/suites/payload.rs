//! The claims set as JSON (RFC 7519 §7.2), read by the strict reader.

use serde_json::json;

use super::policy;
use crate::keys::{Key, p256};
use crate::suite::Suite;
use crate::token::access;

const TWIN: &str = "one object";
const JSON: &str = "malformed ERR_PAYLOAD_JSON";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new("payload", "One strict JSON object, read in one way only.");
    s.keys("issuer", [key.jwk()]);
    s.policy("access", policy("access", &json!({})));
    s.accept(TWIN, "RFC 7519 §7.2", access(&key).mint());
    grammar(&mut s, &key);
    encoding(&mut s, &key);
    duplicates(&mut s, &key);
    numbers(&mut s, &key);
    s.choice();
    limits(&mut s, &key);
    s.must();
    s.refuse(
        "a fault, and a signature that is wrong as well",
        "RFC 7515 §5.2",
        access(&key).payload("[]").mint_with(&[1; 64]),
        "signature ERR_SIGNATURE",
        TWIN,
    );
    s
}

fn grammar(s: &mut Suite, key: &Key) {
    let text = access(key).payload_text();
    let with = |value: &str| access(key).raw_claim("x", value).payload_text();
    for (name, payload) in [
        ("an array", format!("[{text}]")),
        ("a string", format!("{:?}", "claims")),
        ("a number", "5".into()),
        ("null", "null".into()),
        ("true", "true".into()),
        ("white space only", " \n".into()),
        ("a brace missing", text[..text.len() - 1].into()),
        ("a second object after it", format!("{text}{{}}")),
        ("a bracket after it", format!("{text}]")),
        ("NUL after it", format!("{text}\0")),
        (
            "a comma before the brace",
            format!("{},}}", &text[..text.len() - 1]),
        ),
        ("two commas", text.replacen(',', ",,", 1)),
        ("no colon", text.replacen(':', " ", 1)),
        ("a comment", text.replacen('{', "{/**/", 1)),
        ("a line comment", text.replacen('{', "{//\n", 1)),
        ("single quotes", text.replace('"', "'")),
        ("a name without quotes", text.replacen("\"iss\"", "iss", 1)),
        ("a value without quotes", with("ada")),
        ("a comma in an array's end", with("[1,]")),
        ("a raw line break in a string", with("\"a\nb\"")),
        ("a raw tab in a string", with("\"a\tb\"")),
        ("a control character in a string", with("\"\u{1}\"")),
        ("an unknown escape", with(r#""\x41""#)),
        ("an escape cut short", with(r#""\u004""#)),
        ("a lone high surrogate", with(r#""\ud83d""#)),
        ("a lone low surrogate", with(r#""\ude00""#)),
        ("a high surrogate before a letter", with(r#""\ud83dx""#)),
        ("two high surrogates", with(r#""\ud83d\ud83d""#)),
        (
            "a form feed as white space",
            text.replacen('{', "{\u{c}", 1),
        ),
        (
            "a no-break space as white space",
            text.replacen('{', "{\u{a0}", 1),
        ),
        ("True", with("True")),
        ("undefined", with("undefined")),
    ] {
        s.refuse(
            name,
            "RFC 8259 §2",
            access(key).payload(payload).mint(),
            JSON,
            TWIN,
        )
        // RFC 8259 §8.2: the grammar has lone surrogates.
        .choice_if(name.contains("surrogate"));
    }
    s.refuse(
        "the empty object",
        "RFC 7519 §4",
        access(key).payload("{}").mint(),
        "claims ERR_CLAIM_MISSING exp",
        TWIN,
    );
    s.accept(
        "white space around and inside",
        "RFC 8259 §2",
        access(key)
            .payload(format!(" \r\n\t{} \n", text.replace(',', " ,\n")))
            .mint(),
    );
    s.accept(
        "escapes of every form",
        "RFC 8259 §7",
        access(key)
            .raw_claim("x", r#""\"\\\/\b\f\n\r\t\u0041\uD83D\uDE00\u0000""#)
            .mint(),
    );
    s.accept(
        "values of every type",
        "RFC 8259 §3",
        access(key)
            .claim("x", json!({ "a": [null, true, false, 0, "é😀", {}, []] }))
            .claim("", "")
            .mint(),
    );
}

fn encoding(s: &mut Suite, key: &Key) {
    let text = access(key).payload_text();
    let put = |bytes: &[u8]| {
        let mut payload = b"{\"x\":\"".to_vec();
        payload.extend(bytes);
        payload.extend(b"\",");
        payload.extend(&text.as_bytes()[1..]);
        access(key).payload(payload).mint()
    };
    s.refuse(
        "a byte order mark",
        "RFC 8725 §3.7",
        access(key)
            .payload([b"\xEF\xBB\xBF", text.as_bytes()].concat())
            .mint(),
        "malformed ERR_PAYLOAD_UTF8",
        TWIN,
    )
    // RFC 8259 §8.1: a reader MAY ignore it.
    .choice();
    for (name, bytes) in [
        ("the byte FF", &b"\xFF"[..]),
        ("a continuation alone", b"\x80"),
        ("a sequence cut short", b"\xE2\x82"),
        ("an overlong slash", b"\xC0\xAF"),
        ("an overlong NUL", b"\xC0\x80"),
        ("a surrogate in UTF-8", b"\xED\xA0\x80"),
        ("a code point beyond the last", b"\xF4\x90\x80\x80"),
        ("Latin-1", b"caf\xE9"),
    ] {
        s.refuse(
            name,
            "RFC 8725 §3.7",
            put(bytes),
            "malformed ERR_PAYLOAD_UTF8",
            TWIN,
        );
    }
    s.accept(
        "UTF-8 of two to four bytes",
        "RFC 8725 §3.7",
        put("é€😀".as_bytes()),
    );
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    s.refuse(
        "UTF-16",
        "RFC 8725 §3.7",
        access(key).payload(utf16).mint(),
        JSON,
        TWIN,
    );
}

/// RFC 7519 §4: refuse, or take the last one.
fn duplicates(s: &mut Suite, key: &Key) {
    s.choice();
    for (name, more) in [
        ("sub twice", r#""sub":"ben""#),
        ("sub twice, the same", r#""sub":"ada""#),
        ("scope twice", r#""scope":"admin""#),
        ("exp twice", r#""exp":9999999999"#),
        ("aud twice", r#""aud":"https://api.example""#),
        ("sub twice, once in escapes", r#""s\u0075b":"ben""#),
        ("an unknown claim twice", r#""x":1,"x":1"#),
        ("a name twice inside a claim", r#""x":{"y":1,"y":2}"#),
        ("a name twice inside an array", r#""x":[[{"y":1,"y":2}]]"#),
        ("the empty name twice", r#""":1,"":2"#),
    ] {
        s.refuse(
            name,
            "RFC 7519 §4",
            access(key).more_claims(more).mint(),
            "malformed ERR_PAYLOAD_DUPLICATE_MEMBER",
            TWIN,
        );
    }
    let many: Vec<String> = (0..40).map(|n| format!("\"m{n}\":0")).collect();
    s.accept(
        "forty more claims",
        "RFC 7519 §4",
        access(key).more_claims(&many.join(",")).mint(),
    )
    .must();
    s.refuse(
        "forty more claims, the last one twice",
        "RFC 7519 §4",
        access(key)
            .more_claims(&format!("{},\"m39\":0", many.join(",")))
            .mint(),
        "malformed ERR_PAYLOAD_DUPLICATE_MEMBER",
        "forty more claims",
    );
    s.must();
    s.accept(
        "names that differ in case",
        "RFC 7519 §4",
        access(key)
            .more_claims(r#""SUB":"ben","x":{"sub":1}"#)
            .mint(),
    );
    s.choice();
    for (name, more) in [
        ("__proto__", r#""__proto__":{"sub":"ben"}"#),
        ("__proto__ in escapes", r#""\u005f_proto__":1"#),
        ("__proto__ inside a claim", r#""x":{"__proto__":{}}"#),
        ("__proto__ inside an array", r#""x":[{"__proto__":{}}]"#),
    ] {
        s.refuse(
            name,
            "RFC 8259 §4",
            access(key).more_claims(more).mint(),
            "malformed ERR_PAYLOAD_MEMBER",
            TWIN,
        );
    }
    s.must();
    s.accept(
        "constructor, toString and proto are names like others",
        "RFC 8259 §4",
        access(key)
            .more_claims(r#""constructor":{"prototype":1},"toString":1,"proto":2"#)
            .mint(),
    );
}

fn numbers(s: &mut Suite, key: &Key) {
    for text in [
        "01",
        "-01",
        "+1",
        ".5",
        "1.",
        "1.e3",
        "1e",
        "1e+",
        "0x10",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "1_000",
        "1 000",
    ] {
        s.refuse(
            &format!("the number {text}"),
            "RFC 8259 §6",
            access(key).raw_claim("x", text).mint(),
            JSON,
            TWIN,
        );
    }
    for text in ["1e400", "-1e400", "[1e309]", "1e999999999999"] {
        s.refuse(
            &format!("the number {text} is beyond a double"),
            "RFC 7519 §2",
            access(key).raw_claim("x", text).mint(),
            "malformed ERR_PAYLOAD_NUMBER",
            TWIN,
        )
        // RFC 8259 §6: a reader may have a range.
        .choice();
    }
    for text in [
        "0",
        "-0",
        "-1",
        "0.5",
        "1E3",
        "1e+3",
        "1e-3",
        "1e308",
        "1e-400",
        "0e400",
        "-0.0e400",
        "123456789012345678901234567890",
    ] {
        s.accept(
            &format!("the number {text} in a claim that nobody reads"),
            "RFC 8259 §6",
            access(key).raw_claim("x", text).mint(),
        )
        .choice_if(["1e-400", "123456789012345678901234567890"].contains(&text));
    }
}

fn limits(s: &mut Suite, key: &Key) {
    let arrays = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let objects = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    s.accept(
        "arrays nested 32 deep",
        "Limits: depth",
        access(key).raw_claim("x", &arrays(31)).mint(),
    );
    s.refuse(
        "arrays nested 33 deep",
        "Limits: depth",
        access(key).raw_claim("x", &arrays(32)).mint(),
        "malformed ERR_PAYLOAD_LIMITS",
        "arrays nested 32 deep",
    );
    s.accept(
        "objects nested 32 deep",
        "Limits: depth",
        access(key).raw_claim("x", &objects(31)).mint(),
    );
    s.refuse(
        "objects nested 33 deep",
        "Limits: depth",
        access(key).raw_claim("x", &objects(32)).mint(),
        "malformed ERR_PAYLOAD_LIMITS",
        "objects nested 32 deep",
    );
    s.refuse(
        "arrays nested 5000 deep, below the size limit",
        "Limits: depth",
        access(key).raw_claim("x", &arrays(5000)).mint(),
        "malformed ERR_PAYLOAD_LIMITS",
        "arrays nested 32 deep",
    );
    s.refuse(
        "arrays opened 10000 times and never closed",
        "Limits: depth",
        access(key).raw_claim("x", &"[".repeat(10_000)).mint(),
        "malformed ERR_PAYLOAD_LIMITS",
        "arrays nested 32 deep",
    );
    let many = |count: usize| {
        let more: Vec<String> = (0..count).map(|n| format!("\"m{n}\":0")).collect();
        access(key).more_claims(&more.join(",")).mint()
    };
    s.accept("256 members", "Limits: members", many(248));
    s.refuse(
        "257 members",
        "Limits: members",
        many(249),
        "malformed ERR_PAYLOAD_LIMITS",
        "256 members",
    );
    s.accept(
        "an array of 5000 items",
        "Limits: members",
        access(key).claim("x", vec![1; 5000]).mint(),
    );
    s.policy(
        "deeper",
        policy(
            "access",
            &json!({ "limits": { "depth": 64, "members": 9 } }),
        ),
    );
    s.accept(
        "arrays nested 33 deep where the policy allows 64",
        "Limits: depth",
        access(key).raw_claim("x", &arrays(32)).mint(),
    );
    s.refuse(
        "arrays nested 65 deep where the policy allows 64",
        "Limits: depth",
        access(key).raw_claim("x", &arrays(64)).mint(),
        "malformed ERR_PAYLOAD_LIMITS",
        "arrays nested 33 deep where the policy allows 64",
    );
    s.refuse(
        "ten members where the policy allows nine",
        "Limits: members",
        access(key).claim("x", 1).claim("y", 1).mint(),
        "malformed ERR_PAYLOAD_LIMITS",
        "arrays nested 33 deep where the policy allows 64",
    );
    s.use_policy("access");
}
