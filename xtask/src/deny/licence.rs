//! SPDX licence expressions, as crates write them.

/// Whether a licence that is allowed fulfils the expression. `/` is how old crates write `OR`.
pub(super) fn allows(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let holds = either(&mut rest, allowed);
    rest.is_empty() && holds == Some(true)
}

fn either(words: &mut &[&str], allowed: &[String]) -> Option<bool> {
    let mut holds = both(words, allowed)?;
    while take(words, "OR") {
        holds |= both(words, allowed)?;
    }
    Some(holds)
}

/// `AND` binds more tightly than `OR` (SPDX 2.3, annex D.4.5).
fn both(words: &mut &[&str], allowed: &[String]) -> Option<bool> {
    let mut holds = one(words, allowed)?;
    while take(words, "AND") {
        holds &= one(words, allowed)?;
    }
    Some(holds)
}

fn one(words: &mut &[&str], allowed: &[String]) -> Option<bool> {
    if take(words, "(") {
        let holds = either(words, allowed)?;
        return take(words, ")").then_some(holds);
    }
    let (name, rest) = words.split_first()?;
    *words = rest;
    if !take(words, "WITH") {
        return Some(allowed.iter().any(|allowed| allowed == name));
    }
    let (exception, rest) = words.split_first()?;
    *words = rest;
    let whole = format!("{name} WITH {exception}");
    Some(allowed.contains(&whole))
}

fn take(words: &mut &[&str], word: &str) -> bool {
    match words.split_first() {
        Some((first, rest)) if *first == word => {
            *words = rest;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn an_expression_is_fulfilled_by_what_is_allowed() {
        let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
        for good in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "GPL-3.0-only/MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "GPL-3.0-only AND BSD-2-Clause OR MIT",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(allows(good, &allowed), "{good}");
        }
        for bad in [
            "",
            "Apache-2.0",
            "MIT AND Apache-2.0",
            "MIT AND (Apache-2.0 OR Zlib)",
            "MIT WITH LLVM-exception",
            "MIT MIT",
            "(MIT",
            "MIT OR",
        ] {
            assert!(!allows(bad, &allowed), "{bad}");
        }
    }
}
