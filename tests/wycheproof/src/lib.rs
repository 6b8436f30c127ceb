//! Every Wycheproof case of an algorithm that Portcullis has, through the checks that tokens meet.
//!
//! The cases sign arbitrary messages, which no token is; the core opens its signature check for
//! them under the feature `signature-tests`. Each case runs with a key that was read for it alone,
//! and again with a key that has seen enough good signatures to have been prepared.

use portcullis::{Algorithm, Limits, VerifyingKey, signature_tests};

/// One set of cases.
pub struct Set {
    pub name: &'static str,
    groups: Vec<Group>,
}

/// The cases of one key.
struct Group {
    algorithm: Algorithm,
    jwk: &'static str,
    /// Made as RFC 7518 says; not so with another salt or mask than the hash's own.
    standard: bool,
    cases: Vec<Case>,
}

struct Case {
    id: &'static str,
    result: &'static str,
    flags: &'static str,
    message: Vec<u8>,
    signature: Vec<u8>,
}

/// What came of a set.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Valid for Wycheproof, and accepted.
    pub accepted: usize,
    /// Invalid for Wycheproof, and refused.
    pub refused: usize,
    /// Refused although Wycheproof has it as valid or acceptable; [`Group::expects`] says why.
    pub stricter: usize,
    /// Accepted although Wycheproof has it as invalid, where it asks for a salt that JWS never has.
    pub other_salt: usize,
    /// Keys that had a good signature to be prepared with.
    pub prepared: usize,
}

/// Good signatures before a key counts as prepared; the core builds its tables before that.
const GOOD: usize = 16;

/// Every set, in the order in which they were written.
///
/// # Panics
///
/// If the lines are not what `build.rs` writes.
#[must_use]
pub fn sets() -> Vec<Set> {
    let mut sets: Vec<Set> = Vec::new();
    for line in include_str!(concat!(env!("OUT_DIR"), "/cases.txt")).lines() {
        let parts: Vec<&'static str> = line.split('\t').collect();
        match parts[..] {
            ["set", name] => sets.push(Set {
                name,
                groups: Vec::new(),
            }),
            ["key", alg, form, jwk] => sets.last_mut().expect("a set").groups.push(Group {
                algorithm: Algorithm::from_name(alg).expect("an algorithm"),
                jwk,
                standard: form == "standard",
                cases: Vec::new(),
            }),
            ["case", id, result, flags, message, signature] => {
                let groups = &mut sets.last_mut().expect("a set").groups;
                groups.last_mut().expect("a key").cases.push(Case {
                    id,
                    result,
                    flags,
                    message: bytes(message),
                    signature: bytes(signature),
                });
            }
            _ => panic!("not a line of build.rs: {line}"),
        }
    }
    sets
}

impl Set {
    /// Runs every case; the names of those that went wrong when there are any.
    ///
    /// # Errors
    ///
    /// One line for each case with another verdict than it must have.
    pub fn run(&self) -> Result<Tally, String> {
        let mut tally = Tally::default();
        let mut wrong = Vec::new();
        for group in &self.groups {
            for case in &group.cases {
                let expected = group.expects(case);
                match (expected, case.result) {
                    (true, "invalid") => tally.other_salt += 1,
                    (true, _) => tally.accepted += 1,
                    (false, "invalid") => tally.refused += 1,
                    (false, _) => tally.stricter += 1,
                }
                if group.verify(&group.key(), case) != expected {
                    wrong.push(format!("{} {}: fresh key", self.name, case.id));
                }
            }
            let Some(prepared) = group.prepared_key() else {
                continue;
            };
            tally.prepared += 1;
            for case in &group.cases {
                if group.verify(&prepared, case) != group.expects(case) {
                    wrong.push(format!("{} {}: prepared key", self.name, case.id));
                }
            }
        }
        if wrong.is_empty() {
            Ok(tally)
        } else {
            Err(wrong.join("\n"))
        }
    }
}

impl Group {
    fn key(&self) -> VerifyingKey {
        VerifyingKey::from_jwk(self.jwk, &Limits::DEFAULT).expect("a sound key")
    }

    /// A key after enough good signatures; `None` when there is none to be had.
    fn prepared_key(&self) -> Option<VerifyingKey> {
        let key = self.key();
        let good = self.cases.iter().find(|case| self.expects(case))?;
        for _ in 0..GOOD {
            assert!(self.verify(&key, good), "a good signature stays good");
        }
        Some(key)
    }

    fn verify(&self, key: &VerifyingKey, case: &Case) -> bool {
        signature_tests::verify(key, self.algorithm, &case.message, &case.signature)
    }

    /// Whether the case must be accepted. The differences from Wycheproof:
    ///
    /// - A PSS salt that is not as long as the hash, or a mask of another hash, is refused
    ///   (RFC 7518 §3.5). So a set that is made for another salt is refused where it is valid, and
    ///   accepted in the one case where it is invalid for having the salt that JWS wants.
    /// - A `DigestInfo` without the NULL that RFC 8017 §9.2 writes is refused; Wycheproof lets it
    ///   pass as `acceptable`. The whole encoding is compared.
    fn expects(&self, case: &Case) -> bool {
        match case.result {
            "valid" => self.standard,
            "acceptable" => {
                assert_eq!(case.flags, "MissingNull", "an exception nobody wrote down");
                false
            }
            "invalid" => case.flags == "SaltAsLongAsHash",
            other => panic!("{other} is no result"),
        }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |digit: u8| char::from(digit).to_digit(16).expect("a hexadecimal digit");
    let pairs = hex.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| u8::try_from(16 * digit(pair[0]) + digit(pair[1])).expect("a byte"))
        .collect()
}

#[cfg(test)]
mod tests;
