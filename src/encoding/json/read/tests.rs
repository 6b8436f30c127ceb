#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

use alloc::format;
use alloc::string::String;

use super::super::{Object, Value};
use super::*;

fn parse(text: &str) -> Result<Object, JsonFault> {
    read(text.as_bytes(), usize::MAX, &Limits::default())
}

fn value(text: &str) -> Result<Value, JsonFault> {
    parse(&format!("{{\"v\":{text}}}")).map(|object| object.get("v").unwrap().clone())
}

#[test]
fn an_object_with_every_kind_of_value_is_read() {
    let object = parse(
        " \t\r\n{ \"s\" : \"x\" , \"n\":1,\"t\":true,\"f\":false,\"z\":null,\
         \"a\":[ 1 , [ ] , {} ],\"o\":{\"k\":\"v\"}}\n ",
    );
    let object = object.unwrap();
    assert_eq!(object.len(), 7);
    assert_eq!(object.get("s").unwrap().as_str(), Some("x"));
    assert_eq!(object.get("n").unwrap().as_f64(), Some(1.0));
    assert_eq!(object.get("t").unwrap().as_bool(), Some(true));
    assert_eq!(object.get("f").unwrap().as_bool(), Some(false));
    assert_eq!(object.get("z"), Some(&Value::Null));
    assert_eq!(object.get("a").unwrap().as_array().unwrap().len(), 3);
    let inner = object.get("o").unwrap().as_object().unwrap();
    assert_eq!(inner.get("k").unwrap().as_str(), Some("v"));
    assert_eq!(object.get("S"), None);
    let names: Vec<&str> = object.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["s", "n", "t", "f", "z", "a", "o"]);
}

#[test]
fn the_empty_object_is_read_and_every_other_top_level_value_refused_rfc_7519_section_7_2() {
    assert_eq!(parse("{}").unwrap().len(), 0);
    for text in [
        "", " ", "[]", "[{}]", "\"{}\"", "1", "null", "true", "{", "}", "{}}", "{}{}",
    ] {
        assert_eq!(parse(text), Err(JsonFault::Syntax), "{text}");
    }
}

#[test]
fn nothing_may_follow_the_object_but_whitespace() {
    assert!(parse("{} \n\t\r").is_ok());
    for tail in [
        "x", "\0", "\u{b}", "\u{c}", "\u{a0}", "\u{2028}", ",", "//", "/**/", "\u{feff}",
    ] {
        assert_eq!(
            parse(&format!("{{}}{tail}")),
            Err(JsonFault::Syntax),
            "{tail:?}"
        );
    }
}

#[test]
fn a_mark_and_bytes_that_are_not_utf_8_are_refused_rfc_8725_section_3_7() {
    let read = |bytes: &[u8]| read(bytes, 100, &Limits::default());
    assert_eq!(read(b"\xEF\xBB\xBF{}"), Err(JsonFault::Utf8));
    assert_eq!(read(b"{\"a\":\"\xFF\"}"), Err(JsonFault::Utf8));
    assert_eq!(
        read(b"{\"a\":\"\xC0\x80\"}"),
        Err(JsonFault::Utf8),
        "overlong"
    );
    assert_eq!(
        read(b"{\"a\":\"\xED\xA0\x80\"}"),
        Err(JsonFault::Utf8),
        "surrogate"
    );
    assert_eq!(read(b"\xFE\xFF\0{\0}"), Err(JsonFault::Utf8), "UTF-16");
    assert_eq!(read("{\"a\":\"é😀\"}".as_bytes()).unwrap().len(), 1);
    assert!(
        read("{\"a\":\"\u{feff}\"}".as_bytes()).is_ok(),
        "no mark inside a string"
    );
}

#[test]
fn a_name_may_occur_once_in_an_object_at_any_depth_rfc_7515_section_4() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"b":2,"a":3}"#,
        r#"{"a":1,"\u0061":2}"#,
        r#"{"a/b":1,"a\/b":2}"#,
        r#"{"":1,"":2}"#,
        r#"{"x":{"a":1,"a":2}}"#,
        r#"{"x":[[{"a":1,"a":2}]]}"#,
        r#"{"😀":1,"\ud83d\ude00":2}"#,
    ] {
        assert_eq!(parse(text), Err(JsonFault::Duplicate), "{text}");
    }
    for text in [
        r#"{"a":1,"A":2}"#,
        r#"{"a":{"a":{"a":1}}}"#,
        r#"{"x":[{"a":1},{"a":2}]}"#,
        // The same glyph in two normal forms is two names: nothing is normalised.
        "{\"\u{e9}\":1,\"e\u{301}\":2}",
        r#"{"a":1,"a\u0000":2}"#,
    ] {
        assert!(parse(text).is_ok(), "{text}");
    }
}

#[test]
fn duplicates_are_found_wherever_the_two_stand_in_a_large_object() {
    let names =
        |count: usize| -> Vec<String> { (0..count).map(|i| format!("\"m{i}\":0")).collect() };
    for count in [FEW - 1, FEW, FEW + 1, 100, 255] {
        let members = names(count);
        assert_eq!(
            parse(&format!("{{{}}}", members.join(","))).unwrap().len(),
            count
        );
        for again in [0, FEW / 2, FEW - 2, count / 2, count - 1] {
            let mut members = members.clone();
            members.push(members.get(again).unwrap().clone());
            let text = format!("{{{}}}", members.join(","));
            assert_eq!(
                parse(&text),
                Err(JsonFault::Duplicate),
                "{again} of {count}"
            );
        }
    }
}

#[test]
fn a_member_named_proto_is_refused_at_any_depth() {
    for text in [
        r#"{"__proto__":1}"#,
        r#"{"a":{"__proto__":{}}}"#,
        r#"{"a":[{"__proto__":null}]}"#,
        r#"{"\u005f_proto__":1}"#,
        r#"{"__proto__":1,"__proto__":1}"#,
    ] {
        assert_eq!(parse(text), Err(JsonFault::Member), "{text}");
    }
    assert!(parse(r#"{"proto":"__proto__","__proto":1,"constructor":1}"#).is_ok());
}

#[test]
fn strings_are_unescaped_rfc_8259_section_7() {
    let text = value(r#""a\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83D\uDE00z""#).unwrap();
    assert_eq!(text.as_str(), Some("a\"\\/\u{8}\u{c}\n\r\tAé€😀z"));
    assert_eq!(value(r#""""#).unwrap().as_str(), Some(""));
    assert_eq!(value(r#""\u0000""#).unwrap().as_str(), Some("\0"));
    assert_eq!(
        value("\"\u{7f}\u{85}\u{2028}\"").unwrap().as_str(),
        Some("\u{7f}\u{85}\u{2028}")
    );
}

#[test]
fn bad_escapes_and_lone_surrogates_are_refused() {
    for text in [
        r#""\a""#,
        r#""\'""#,
        r#""\x41""#,
        r#""\U0041""#,
        r#""\0""#,
        r#""\u""#,
        r#""\u004""#,
        r#""\u004g""#,
        r#""\u+041""#,
        r#""\u 041""#,
        r#""\ud800""#,
        r#""\udc00""#,
        r#""\ud800x""#,
        r#""\ud800\n""#,
        r#""\ud800\ud800""#,
        r#""\ud800\u0041""#,
        r#""\udc00\ud800""#,
        "\"\\",
        "\"abc",
        "'abc'",
    ] {
        assert_eq!(value(text), Err(JsonFault::Syntax), "{text}");
    }
}

#[test]
fn control_characters_in_strings_are_refused_rfc_8259_section_7() {
    for byte in 0..0x20_u8 {
        let text = format!("\"a{}b\"", char::from(byte));
        assert_eq!(value(&text), Err(JsonFault::Syntax), "{byte}");
    }
    assert!(value("\"a b\"").is_ok());
}

#[test]
fn numbers_follow_the_grammar_exactly_rfc_8259_section_6() {
    for (text, number) in [
        ("0", 0.0),
        ("-0", -0.0),
        ("1", 1.0),
        ("-12", -12.0),
        ("1.5", 1.5),
        ("1e2", 100.0),
        ("1E+2", 100.0),
        ("1.25e-2", 0.0125),
        ("0e0", 0.0),
        ("1760000000", 1_760_000_000.0),
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("1.7976931348623157e308", f64::MAX),
        ("1e-400", 0.0),
    ] {
        let read = value(text).unwrap().as_f64().unwrap();
        assert_eq!(read.to_bits(), f64::to_bits(number), "{text}");
    }
    for text in [
        "+1",
        "01",
        "-01",
        "00",
        ".5",
        "1.",
        "-",
        "--1",
        "1e",
        "1e+",
        "1.e1",
        "0x1",
        "1_0",
        "1,",
        "NaN",
        "Infinity",
        "-Infinity",
        "inf",
        "nan",
        "1 2",
        "１",
    ] {
        assert_eq!(value(text), Err(JsonFault::Syntax), "{text}");
    }
}

#[test]
fn a_number_beyond_a_double_is_refused_rfc_8259_section_6() {
    for text in [
        "1e309",
        "-1e309",
        "1e400",
        "1.8e308",
        "1e99999999999999999999",
    ] {
        assert_eq!(value(text), Err(JsonFault::Number), "{text}");
    }
    assert_eq!(value(&"9".repeat(400)), Err(JsonFault::Number));
}

#[test]
fn literals_and_punctuation_are_exact() {
    for text in [
        "True",
        "tru",
        "truee",
        "nul",
        "nullx",
        "undefined",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[",
        "[1",
        "]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,,\"b\":2}",
        "",
        "// x",
    ] {
        assert_eq!(value(text), Err(JsonFault::Syntax), "{text}");
    }
}

#[test]
fn depth_is_bounded_and_the_outermost_object_is_depth_one() {
    let nested = |arrays: usize| format!("{{\"v\":{}{}}}", "[".repeat(arrays), "]".repeat(arrays));
    assert!(parse(&nested(31)).is_ok());
    assert_eq!(parse(&nested(32)), Err(JsonFault::Depth));
    let objects = |count: usize| format!("{}1{}", "{\"v\":".repeat(count), "}".repeat(count));
    assert!(parse(&objects(32)).is_ok());
    assert_eq!(parse(&objects(33)), Err(JsonFault::Depth));
    let flat = Limits {
        depth: 1,
        ..Limits::default()
    };
    assert!(read(b"{\"a\":1}", 100, &flat).is_ok());
    assert_eq!(read(b"{\"a\":[]}", 100, &flat), Err(JsonFault::Depth));
    assert_eq!(
        read(b"{}", 100, &Limits { depth: 0, ..flat }),
        Err(JsonFault::Depth)
    );
}

#[test]
fn no_limit_lets_nesting_exhaust_the_stack() {
    let limits = Limits {
        depth: usize::MAX,
        ..Limits::default()
    };
    let nested = |arrays: usize| format!("{{\"v\":{}{}}}", "[".repeat(arrays), "]".repeat(arrays));
    assert!(read(nested(DEEPEST - 1).as_bytes(), usize::MAX, &limits).is_ok());
    assert_eq!(
        read(nested(1_000_000).as_bytes(), usize::MAX, &limits),
        Err(JsonFault::Depth)
    );
}

#[test]
fn members_are_bounded_per_object_and_items_by_the_size_alone() {
    let limits = Limits {
        members: 2,
        ..Limits::default()
    };
    let read = |text: &str| read(text.as_bytes(), usize::MAX, &limits);
    assert!(read(r#"{"a":1,"b":{"c":1,"d":2}}"#).is_ok());
    assert_eq!(read(r#"{"a":1,"b":2,"c":3}"#), Err(JsonFault::Members));
    assert_eq!(
        read(r#"{"a":{"a":1,"b":2,"c":3}}"#),
        Err(JsonFault::Members)
    );
    assert!(read(&format!("{{\"a\":[{}0]}}", "0,".repeat(5000))).is_ok());
}

#[test]
fn the_size_is_bounded_to_the_byte() {
    let limits = Limits::default();
    assert!(read(b"{\"a\":1}", 7, &limits).is_ok());
    assert_eq!(read(b"{\"a\":1}", 6, &limits), Err(JsonFault::Size));
    assert_eq!(read(b"{\"a\":1} ", 7, &limits), Err(JsonFault::Size));
    assert_eq!(read(b"", 0, &limits), Err(JsonFault::Syntax));
}

#[test]
fn every_cut_of_a_document_is_refused() {
    let text = r#"{"a":[1.5e3,"x\u00e9\ud83d\ude00",{"b":null}],"c":true}"#;
    assert!(parse(text).is_ok());
    for end in 0..text.len() {
        assert_eq!(
            parse(text.get(..end).unwrap()),
            Err(JsonFault::Syntax),
            "{end}"
        );
    }
}

#[test]
fn any_single_changed_byte_is_read_or_refused_but_never_a_panic() {
    let text = r#"{"a":[1.5e3,"x\u00e9\ud83d\ude00",{"b":null}],"c":true}"#;
    for at in 0..text.len() {
        for byte in 0..=255 {
            let mut bytes = text.as_bytes().to_vec();
            *bytes.get_mut(at).unwrap() = byte;
            let _ = read(&bytes, 1000, &Limits::default());
        }
    }
}
