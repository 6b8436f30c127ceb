//! Reading how many tests passed from what test programs print.

use serde_json::Value;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    /// One thing that holds, or does not.
    pub(crate) fn one(holds: bool) -> Self {
        Self {
            passed: u64::from(holds),
            failed: u64::from(!holds),
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// A line that is nothing but counts.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let (passed, failed) = line.split_once(" passed, ")?;
        let failed = failed.strip_suffix(" failed")?;
        Some(Self {
            passed: passed.parse().ok()?,
            failed: failed.parse().ok()?,
        })
    }

    /// The same, with at least one failure when the program says so by its exit code, and one
    /// when no test ran at all.
    pub(crate) fn judged_by(mut self, success: bool) -> Self {
        let silent = self == Self::default();
        if self.failed == 0 && (!success || silent) {
            self.failed = 1;
        }
        self
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The sum of `test result: ok. 3 passed; 0 failed; …` lines of cargo and wasm-bindgen.
pub(crate) fn of_cargo(output: &str) -> Counts {
    let mut sum = Counts::default();
    for (_, result) in output
        .lines()
        .filter_map(|line| line.split_once("test result: "))
    {
        sum.add(Counts {
            passed: number_before(result, " passed"),
            failed: number_before(result, " failed"),
        });
    }
    sum
}

/// The sum of `# pass 3` and `# fail 0` lines (or with `ℹ`) of `node --test`.
pub(crate) fn of_node(output: &str) -> Counts {
    let mut sum = Counts::default();
    for line in output.lines() {
        let Some(line) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else {
            continue;
        };
        match line.split_once(' ') {
            Some(("pass", number)) => sum.passed += number.parse().unwrap_or(0),
            Some(("fail" | "cancelled", number)) => sum.failed += number.parse().unwrap_or(0),
            _ => {}
        }
    }
    sum
}

/// A JSON object with `passed` and `failed`.
pub(crate) fn of_object(object: &Value) -> Counts {
    let number = |name| object.get(name).and_then(Value::as_u64).unwrap_or(0);
    Counts {
        passed: number("passed"),
        failed: number("failed"),
    }
}

/// The last JSON object that stands on a line of its own, or after `label`, and has `member`.
pub(crate) fn last_object(output: &str, label: &str, member: &str) -> Option<Value> {
    output.lines().rev().find_map(|line| {
        let (_, json) = line.split_once(label)?;
        let object: Value = serde_json::from_str(json.trim()).ok()?;
        object.get(member).is_some().then_some(object)
    })
}

fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split(word).next().unwrap_or_default();
    before
        .split(' ')
        .next_back()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_results_are_summed() {
        let output = "test a ... ok\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(
            of_cargo(output),
            Counts {
                passed: 15,
                failed: 2
            }
        );
    }

    #[test]
    fn node_results_are_summed() {
        let output = "# tests 5\n# pass 3\n# fail 1\n# cancelled 1\nℹ pass 2\nℹ fail 0\n";
        assert_eq!(
            of_node(output),
            Counts {
                passed: 5,
                failed: 2
            }
        );
    }

    #[test]
    fn the_last_object_counts() {
        let output = "{\"ran\":1}\nvectors: {\"ran\":7,\"failed\":0}\na warning {\n";
        let object = last_object(output, "vectors: ", "ran");
        assert_eq!(object, Some(serde_json::json!({"ran": 7, "failed": 0})));
        assert_eq!(last_object(output, "", "passed"), None);
    }

    #[test]
    fn a_line_of_counts_is_read_back() {
        let counts = Counts {
            passed: 12,
            failed: 3,
        };
        assert_eq!(Counts::parse(&counts.to_string()), Some(counts));
        assert_eq!(Counts::parse("    12 passed, 3 failed  (1.0 s)"), None);
    }

    #[test]
    fn silence_and_a_bad_exit_are_failures() {
        assert_eq!(Counts::default().judged_by(true).failed, 1);
        assert_eq!(
            Counts {
                passed: 2,
                failed: 0
            }
            .judged_by(false)
            .failed,
            1
        );
        assert_eq!(
            Counts {
                passed: 2,
                failed: 0
            }
            .judged_by(true)
            .failed,
            0
        );
    }
}
