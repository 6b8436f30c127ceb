//! Misuse that must not compile: the way of a token cannot be left, shortened or gone twice.
//!
//! Each file of `tests/misuse` names the compiler's code in its first line. The code is compared,
//! not the compiler's words, which change from release to release.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed test may panic"
)]

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn misuse_does_not_compile() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/misuse");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("misuse");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let cases = copies(&source, &folder);
    assert!(cases.len() > 12, "the cases are found");

    // Lets it write down what the compiler said, where it would compare it word by word.
    #[allow(unsafe_code, reason = "no other thread of this program runs yet")]
    unsafe {
        std::env::set_var("TRYBUILD", "overwrite");
    }
    let tests = trybuild::TestCases::new();
    tests.pass(folder.join("the_whole_way.rs"));
    for (path, _) in &cases {
        tests.compile_fail(path);
    }
    drop(tests);

    for (path, code) in cases {
        let said = fs::read_to_string(path.with_extension("stderr")).expect("the compiler's words");
        let codes: Vec<&str> = said
            .lines()
            .filter(|line| line.starts_with("error"))
            .collect();
        assert!(
            said.contains(&format!("error[{code}]")),
            "{}: {codes:?}",
            path.display()
        );
    }
}

/// Copies every case; those that must fail with the code that they name.
fn copies(source: &Path, folder: &Path) -> Vec<(PathBuf, String)> {
    let mut cases = Vec::new();
    let mut files: Vec<PathBuf> = fs::read_dir(source)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let copy = folder.join(file.file_name().unwrap());
        if (text.starts_with("//! hmac") && !cfg!(feature = "hmac"))
            || (text.starts_with("//! host-engine") && !cfg!(feature = "host-engine"))
        {
            continue;
        }
        fs::write(&copy, &text).unwrap();
        let code = text
            .lines()
            .next()
            .and_then(|line| line.rsplit_once("error "));
        if let Some((_, code)) = code {
            cases.push((copy, code.to_owned()));
        }
    }
    cases
}
