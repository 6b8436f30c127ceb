//! The JOSE header (RFC 7515 §4).

mod critical;

use serde_json::{Value, json};

use super::policy;
use crate::keys::{Key, p256};
use crate::suite::Suite;
use crate::token::{access, encode};

const TWIN: &str = "alg, typ and kid";
const JSON: &str = "malformed ERR_HEADER_JSON";
const MEMBER: &str = "malformed ERR_HEADER_MEMBER";

pub fn suite() -> Suite {
    let key = p256("es256-1");
    let mut s = Suite::new(
        "header",
        "One strict JSON object, of which little is trusted.",
    );
    s.keys("issuer", [key.jwk()]);
    s.policy("access", policy("access", &json!({})));
    s.accept(TWIN, "RFC 7515 §4", access(&key).mint());
    json_form(&mut s, &key);
    members(&mut s, &key);
    algorithm(&mut s, &key);
    critical::critical(&mut s, &key);
    trust(&mut s, &key);
    s.choice();
    limits(&mut s, &key);
    s
}

fn json_form(s: &mut Suite, key: &Key) {
    let text = access(key).header_text();
    let whole = |bytes: &[u8]| access(key).header_is(bytes).mint();
    for (name, header) in [
        ("an array", format!("[{text}]")),
        ("a string", format!("{:?}", "ES256")),
        ("a number", "5".into()),
        ("null", "null".into()),
        ("white space only", "  ".into()),
        ("a brace missing", text[..text.len() - 1].into()),
        ("a second object after it", format!("{text}{{}}")),
        ("a letter after it", format!("{text}x")),
        ("a comma before the brace", text.replace('}', ",}")),
        ("a comment", text.replace('{', "{/**/")),
        ("single quotes", text.replace('"', "'")),
        ("names without quotes", text.replace("\"alg\"", "alg")),
        ("NUL after it", format!("{text}\0")),
        (
            "a control character in a string",
            text.replace("es256-1", "es\u{1}256"),
        ),
        ("a lone surrogate", text.replace("es256-1", "\\ud800")),
        ("an unknown escape", text.replace("es256-1", "\\x41")),
        (
            "a number with a leading zero",
            text.replace('}', ",\"n\":01}"),
        ),
        (
            "a number beyond a double",
            text.replace('}', ",\"n\":1e400}"),
        ),
        ("NaN", text.replace('}', ",\"n\":NaN}")),
    ] {
        // RFC 8259 §8.2 and §6: the grammar has both, and lets a reader decide.
        s.refuse(name, "RFC 7515 §4", whole(header.as_bytes()), JSON, TWIN)
            .choice_if(["a lone surrogate", "a number beyond a double"].contains(&name));
    }
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    s.refuse("UTF-16", "RFC 7515 §4", whole(&utf16), JSON, TWIN);
    let mark = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let broken = [b"{\"x\":\"\xFF\",", &text.as_bytes()[1..]].concat();
    let overlong = [b"{\"x\":\"\xC0\xAF\",", &text.as_bytes()[1..]].concat();
    for (name, bytes) in [
        ("a byte order mark", mark),
        ("a byte that is not UTF-8", broken),
        ("an overlong form", overlong),
    ] {
        s.refuse(
            name,
            "RFC 7515 §4",
            whole(&bytes),
            "malformed ERR_HEADER_UTF8",
            TWIN,
        )
        // RFC 8259 §8.1: a reader MAY ignore it.
        .choice_if(name == "a byte order mark");
    }
    for (name, header) in [
        (
            "white space around and inside",
            format!(" {} \r\n", text.replace(',', " ,\n\t")),
        ),
        ("an escape in a value", text.replace("ES256", "\\u0045S256")),
        (
            "an escape in a name",
            text.replace("\"alg\"", "\"\\u0061lg\""),
        ),
        (
            "members in another order",
            r#"{"kid":"es256-1","typ":"at+jwt","alg":"ES256"}"#.into(),
        ),
        (
            "members that nobody knows",
            text.replace('}', ",\"x\":{\"y\":[1,2]},\"é\":null}"),
        ),
    ] {
        s.accept(name, "RFC 7515 §4", whole(header.as_bytes()));
    }
    // RFC 7515 §4: refuse, or take the last one.
    s.choice();
    for (name, more) in [
        ("alg twice", r#""alg":"ES256""#),
        ("kid twice", r#""kid":"es256-1""#),
        ("typ twice", r#""typ":"at+jwt""#),
        ("alg twice, once in escapes", r#""\u0061l\u0067":"ES256""#),
        ("a name twice inside a member", r#""x":{"y":1,"y":2}"#),
        ("a name twice inside an array", r#""x":[{"y":1,"y":2}]"#),
    ] {
        s.refuse(
            name,
            "RFC 7515 §4",
            access(key).more_header(more).mint(),
            "malformed ERR_HEADER_DUPLICATE_MEMBER",
            TWIN,
        );
    }
    for (name, more) in [
        ("__proto__", r#""__proto__":{"alg":"none"}"#),
        ("__proto__ in escapes", r#""__\u0070roto__":1"#),
        ("__proto__ inside a member", r#""x":{"__proto__":1}"#),
    ] {
        s.refuse(
            name,
            "RFC 8725 §3.7",
            access(key).more_header(more).mint(),
            MEMBER,
            TWIN,
        );
    }
    s.must();
    s.accept(
        "constructor and prototype are names like others",
        "RFC 8259 §4",
        access(key)
            .header("constructor", 1)
            .header("prototype", 2)
            .mint(),
    );
}

fn members(s: &mut Suite, key: &Key) {
    let wrong: &[(&str, Value)] = &[
        ("kid", json!(1)),
        ("kid", json!(null)),
        ("kid", json!(["es256-1"])),
        ("typ", json!(1)),
        ("typ", json!(null)),
        ("typ", json!(["at+jwt"])),
        ("alg", json!(256)),
        ("alg", json!(null)),
        ("alg", json!(["ES256"])),
        ("alg", json!(true)),
        ("cty", json!(1)),
        ("jku", json!(1)),
        ("x5u", json!({})),
        ("x5t", json!(1)),
        ("x5t#S256", json!(null)),
        ("x5c", json!("MII")),
        ("jwk", json!("{}")),
    ];
    for (member, value) in wrong {
        s.refuse(
            &format!("{member} is {value}"),
            "RFC 7515 §4.1",
            access(key).header(member, value.clone()).mint(),
            MEMBER,
            TWIN,
        )
        // RFC 7515 §5.2 (4) speaks of what must be understood; typ is no text that matches.
        .choice_if(!["alg", "typ"].contains(member));
    }
    for cty in ["JWT", "jwt", "application/jwt", "Application/JWT"] {
        s.refuse(
            &format!("cty {cty} is a nested token"),
            "RFC 7519 §5.2",
            access(key).header("cty", cty).mint(),
            "malformed ERR_CTY_NESTED",
            TWIN,
        )
        // RFC 7519 §7.2 (8) goes by this spelling, and finds no token inside.
        .choice_if(cty != "JWT");
    }
    s.accept(
        "another cty",
        "RFC 7515 §4.1.10",
        access(key).header("cty", "json").mint(),
    );
    for (name, value) in [
        ("false", json!(false)),
        ("true", json!(true)),
        ("a string", json!("false")),
    ] {
        s.refuse(
            &format!("b64 is {name}"),
            "RFC 7797 §7",
            access(key).header("b64", value).mint(),
            "malformed ERR_B64",
            TWIN,
        )
        // Not critical, so who does not know it ignores it (RFC 7515 §4).
        .choice();
    }
    s.refuse(
        "b64 is false and critical",
        "RFC 7797 §7",
        access(key)
            .header("b64", false)
            .header("crit", json!(["b64"]))
            .mint(),
        "malformed ERR_B64",
        TWIN,
    );
}

fn algorithm(s: &mut Suite, key: &Key) {
    s.refuse(
        "no alg",
        "RFC 7515 §4.1.1",
        access(key).no_header("alg").mint(),
        "malformed ERR_ALG_MISSING",
        TWIN,
    );
    s.refuse(
        "the empty object",
        "RFC 7515 §4.1.1",
        access(key).header_is("{}").mint(),
        "malformed ERR_ALG_MISSING",
        TWIN,
    );
    s.refuse(
        "ALG in capitals is no alg",
        "RFC 7515 §4.1.1",
        access(key).no_header("alg").header("ALG", "ES256").mint(),
        "malformed ERR_ALG_MISSING",
        TWIN,
    );
    s.refuse(
        "alg none with a signature",
        "RFC 8725 §3.2",
        access(key).alg("none").mint(),
        "malformed ERR_ALG_NONE",
        TWIN,
    );
    let unsigned = access(key).alg("none").signing_input();
    s.refuse(
        "alg none without a signature",
        "RFC 7515 §3.1",
        format!("{unsigned}."),
        "malformed ERR_TOKEN_SEGMENT_EMPTY",
        TWIN,
    );
    for alg in [
        "None", "NONE", "noNe", "es256", "ES256 ", "", "ES256K", "ES512", "RSA1_5", "dir",
        "A128KW", "HS1", "RS1",
    ] {
        s.refuse(
            &format!("alg {alg:?}"),
            "RFC 8725 §3.2",
            access(key).alg(alg).mint(),
            "key ERR_ALG_UNKNOWN",
            TWIN,
        );
    }
}

/// `jku`, `jwk`, `x5u` and `x5c` never bring a key (RFC 8725 §3.10).
fn trust(s: &mut Suite, key: &Key) {
    let attacker = p256("attacker");
    s.accept(
        "an own key, repeated in the header",
        "RFC 7515 §4.1.3",
        access(key).header("jwk", key.jwk()).mint(),
    );
    s.refuse(
        "a foreign key in the header, signed with it",
        "RFC 8725 §3.10",
        access(&attacker)
            .header("kid", "es256-1")
            .header("jwk", attacker.jwk())
            .mint(),
        "signature ERR_SIGNATURE",
        "an own key, repeated in the header",
    );
    s.refuse(
        "a foreign key in the header, named by its kid",
        "RFC 8725 §3.10",
        access(&attacker).header("jwk", attacker.jwk()).mint(),
        "key ERR_KEY_UNKNOWN",
        "an own key, repeated in the header",
    );
    for (name, value) in [
        ("jku", json!("https://attacker.example/jwks.json")),
        ("x5u", json!("https://attacker.example/cert.pem")),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!(encode(&[1; 20]))),
    ] {
        s.accept(
            &format!("{name} is ignored"),
            "RFC 8725 §3.10",
            access(key).header(name, value.clone()).mint(),
        );
        s.refuse(
            &format!("{name} brings no key"),
            "RFC 8725 §3.10",
            access(&attacker).header(name, value).mint(),
            "key ERR_KEY_UNKNOWN",
            &format!("{name} is ignored"),
        );
    }
}

fn limits(s: &mut Suite, key: &Key) {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    s.accept(
        "nested 32 deep",
        "Limits: depth",
        access(key).raw_header("x", &nested(31)).mint(),
    );
    s.refuse(
        "nested 33 deep",
        "Limits: depth",
        access(key).raw_header("x", &nested(32)).mint(),
        "malformed ERR_HEADER_LIMITS",
        "nested 32 deep",
    );
    let many = |count: usize| {
        let more: Vec<String> = (0..count).map(|n| format!("\"m{n}\":0")).collect();
        access(key).more_header(&more.join(",")).mint()
    };
    s.accept("256 members", "Limits: members", many(253));
    s.refuse(
        "257 members",
        "Limits: members",
        many(254),
        "malformed ERR_HEADER_LIMITS",
        "256 members",
    );
    let bare = access(key).header("pad", "").header_text().len();
    let filled = |length: usize| access(key).header("pad", "x".repeat(length - bare)).mint();
    s.accept("4096 bytes", "Limits: header", filled(4096));
    s.refuse(
        "4097 bytes",
        "Limits: header",
        filled(4097),
        "malformed ERR_HEADER_TOO_LARGE",
        "4096 bytes",
    );
}
