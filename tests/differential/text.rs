//! One JSON text that is another: spelled otherwise, or no longer one that every reader takes for
//! the same.

use serde_json::{Map, Value};

use crate::noise::Noise;

/// Characters of names and values as escapes: the same document (RFC 8259 §7).
pub(crate) fn escaped(noise: &mut Noise, text: &str) -> String {
    let mut out = String::new();
    let mut in_string = false;
    for character in text.chars() {
        in_string ^= character == '"';
        if in_string && character != '"' && noise.once_in(4) {
            let code = u32::from(character);
            let code = format!("{code:04x}");
            out.push_str("\\u");
            out.push_str(&if noise.once_in(2) {
                code
            } else {
                code.to_uppercase()
            });
        } else {
            out.push(character);
        }
    }
    out
}

/// Puts a member at either end of an object.
pub(crate) fn insert(noise: &mut Noise, text: &str, member: &str) -> String {
    let inner = &text[1..text.len() - 1];
    if noise.once_in(2) {
        format!("{{{member},{inner}}}")
    } else {
        format!("{{{inner},{member}}}")
    }
}

/// One member once more, perhaps with another value, its name perhaps escaped.
pub(crate) fn duplicate(noise: &mut Noise, text: &str) -> String {
    let object: Map<String, Value> = serde_json::from_str(text).unwrap();
    let names: Vec<&String> = object.keys().collect();
    let name = noise.pick(&names);
    let value = if noise.once_in(2) {
        object[name].to_string()
    } else {
        (noise.pick(&[
            "\"none\"",
            "\"HS256\"",
            "\"eve\"",
            "null",
            "9999999999",
            "{}",
        ]))
        .to_owned()
    };
    let member = format!("{}:{value}", escaped(noise, &format!("\"{name}\"")));
    match noise.below(3) {
        // One level down, where nobody looks.
        0 => insert(noise, text, &format!(r#""x":{{{member},{member}}}"#)),
        _ => insert(noise, text, &member),
    }
}

/// What is no character, names that are more than names, and encodings that are not UTF-8.
pub(crate) fn characters(noise: &mut Noise, text: &str) -> String {
    const MEMBERS: &[&str] = &[
        r#""x":"\ud800""#,
        r#""x":"\udc00\ud800""#,
        r#""x":"\ud83d\ude00""#,
        r#""\ud800":1"#,
        r#""x":"\u0000""#,
        r#""x":"\uFFFF""#,
        r#""x":"\u12""#,
        r#""x":"\x41""#,
        r#""x":"\v""#,
        "\"x\":\"\n\"",
        "\"x\":\"\u{7f}\"",
        r#""__proto__":{"admin":true}"#,
        r#""\u005f_proto__":1"#,
        r#""x":{"__proto__":1}"#,
        r#""constructor":1"#,
        r#""":1"#,
        "\"x\":\"\u{2028}\"",
        "\"é\":\"\u{1f600}\"",
        "\"e\u{301}\":1",
    ];
    let member = noise.pick(MEMBERS);
    match noise.below(8) {
        0 => format!("\u{feff}{text}"),
        _ => insert(noise, text, member),
    }
}

pub(crate) fn nesting(noise: &mut Noise, text: &str) -> String {
    let member = if noise.once_in(2) {
        let depth = noise.pick(&[1, 2, 30, 31, 32, 33, 64, 127, 128, 200]);
        if noise.once_in(2) {
            format!(r#""x":{}{}"#, "[".repeat(depth), "]".repeat(depth))
        } else {
            format!(r#""x":{}1{}"#, r#"{"y":"#.repeat(depth), "}".repeat(depth))
        }
    } else {
        let width = noise.pick(&[2, 16, 17, 200, 248, 256, 257, 400]);
        let members: Vec<String> = (0..width).map(|at| format!(r#""m{at}":{at}"#)).collect();
        if noise.once_in(2) {
            members.join(",")
        } else {
            format!(r#""x":{{{}}}"#, members.join(","))
        }
    };
    insert(noise, text, &member)
}

pub(crate) fn grammar(noise: &mut Noise, text: &str) -> String {
    let inner = &text[1..text.len() - 1];
    match noise.below(12) {
        0 => format!("{{{inner},}}"),
        1 => format!("{{{inner}"),
        2 => format!("{text}{text}"),
        3 => format!("{text} // x"),
        4 => format!("{{/* x */{inner}}}"),
        5 => text.replace('"', "'"),
        6 => format!("[{text}]"),
        7 => (noise.pick(&["", "null", "\"\"", "1", "[]", "{}", "true"])).to_owned(),
        8 => text.replace(':', " :\t"),
        9 => format!(" \n{text}\r\n"),
        10 => format!("{text}\0"),
        _ => text.replace(',', ",\u{a0}"),
    }
}
