//! Whether a source file has a test of a name.

/// A function of the name under an attribute that makes it a test.
pub(super) fn rust_test(source: &str, name: &str) -> bool {
    let mut is_test = false;
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("#[") && line.trim_end_matches([')', ']']).ends_with("test") {
            is_test = true;
        } else if !line.starts_with("#[") && !line.starts_with("//") {
            let function = line.strip_prefix("async ").unwrap_or(line);
            let rest = function
                .strip_prefix("fn ")
                .and_then(|rest| rest.strip_prefix(name));
            if is_test && rest.is_some_and(|rest| rest.starts_with('(')) {
                return true;
            }
            is_test = false;
        }
    }
    false
}

/// A title of `test(…)`; where one is made of `${…}`, its part is a text of the same file.
pub(super) fn node_test(source: &str, title: &str) -> bool {
    titles(source).any(|written| match hole(written) {
        None => written == title,
        Some((before, after)) => title
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .is_some_and(|row| source.contains(&format!("\"{}\"", row.trim_matches('"')))),
    })
}

/// What stands before and after the one part of a title that differs.
fn hole(title: &str) -> Option<(&str, &str)> {
    let (before, rest) = title.split_once("${")?;
    let (_, after) = rest.split_once('}')?;
    Some((before, after))
}

fn titles(source: &str) -> impl Iterator<Item = &str> {
    source.split("test(").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '`'))?;
        rest.get(1..)?.split(quote).next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_a_test_by_its_attribute() {
        let source = "fn helper() {}\n#[test]\n// why\n#[ignore]\nfn one() {}\nfn two() {}\n\
                      #[cfg_attr(target_arch = \"wasm32\", wasm_bindgen_test)]\nasync fn three() {}\n";
        assert!(rust_test(source, "one"));
        assert!(rust_test(source, "three"));
        for name in ["helper", "two", "on", "one()"] {
            assert!(!rust_test(source, name), "{name}");
        }
    }

    #[test]
    fn a_title_is_written_or_made_of_a_row() {
        let source = "test(\"plain\", () => {});\nconst ROWS = { \"a row\": 1 };\n\
                      test(\n  `refuses ${name}`, () => {});\n// \"not a title\"\n";
        assert!(node_test(source, "plain"));
        assert!(node_test(source, "refuses a row"));
        for title in ["not a title", "refuses another row", "refuses ", "a row"] {
            assert!(!node_test(source, title), "{title}");
        }
    }
}
