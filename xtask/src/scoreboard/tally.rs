//! What the runners found, counted.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::cases::Case;

/// The set-ups of each verifier, in the order of the tables.
pub(crate) const COLUMNS: [&str; 2] = ["recommended", "strict"];

/// A verifier, with what came of each of its set-ups.
pub(crate) struct Peer {
    pub(crate) name: String,
    pub(crate) version: String,
    columns: Vec<Map<String, Value>>,
}

/// How a set-up did.
#[derive(Default, Clone, Copy)]
pub(crate) struct Tally {
    /// Verdicts that a specification demands.
    pub(crate) demanded: u64,
    pub(crate) wrong_accepts: u64,
    pub(crate) wrong_refusals: u64,
    /// Refusals that this project chose.
    pub(crate) chosen: u64,
    /// Those that it does not share.
    pub(crate) lenient: u64,
}

impl Tally {
    pub(crate) fn wrong(self) -> u64 {
        self.wrong_accepts + self.wrong_refusals
    }

    fn add(&mut self, case: &Case, accepted: bool) {
        if case.demanded {
            self.demanded += 1;
            self.wrong_accepts += u64::from(accepted && !case.accepted);
            self.wrong_refusals += u64::from(case.accepted && !accepted);
        } else if !case.accepted {
            self.chosen += 1;
            self.lenient += u64::from(accepted);
        }
    }
}

impl Peer {
    /// The verifiers of a runner's results.
    pub(crate) fn read(results: &Value) -> Result<Vec<Self>> {
        let peers = results.get("peers").and_then(Value::as_array);
        let peers = peers.context("a runner without peers")?;
        peers
            .iter()
            .map(|peer| Self::of(peer).context("a peer without results"))
            .collect()
    }

    fn of(peer: &Value) -> Option<Self> {
        let columns = peer.get("columns")?;
        let of = |name: &&str| columns.get(*name)?.as_object().cloned();
        Some(Self {
            name: peer.get("name")?.as_str()?.to_owned(),
            version: peer.get("version")?.as_str()?.to_owned(),
            columns: COLUMNS.iter().map(of).collect::<Option<_>>()?,
        })
    }

    /// How each set-up did, of the cases that it could be asked.
    pub(crate) fn tallies(&self, cases: &[Case]) -> Vec<Tally> {
        self.columns
            .iter()
            .map(|verdicts| {
                let mut tally = Tally::default();
                for case in cases {
                    if let Some(accepted) = verdict(verdicts, case) {
                        tally.add(case, accepted);
                    }
                }
                tally
            })
            .collect()
    }

    /// The cases to which a set-up gave another verdict than the vector, demanded or chosen.
    pub(crate) fn other_verdicts<'c>(&self, cases: &'c [Case]) -> Vec<&'c Case> {
        cases
            .iter()
            .filter(|case| {
                self.columns
                    .iter()
                    .any(|verdicts| verdict(verdicts, case) != Some(case.accepted))
            })
            .collect()
    }

    /// How each set-up did by clause, of demanded verdicts alone.
    pub(crate) fn by_clause(&self, cases: &[Case]) -> BTreeMap<String, Vec<Tally>> {
        let mut clauses: BTreeMap<String, Vec<Tally>> = BTreeMap::new();
        for case in cases.iter().filter(|case| case.demanded) {
            let tallies = clauses
                .entry(case.clause.clone())
                .or_insert_with(|| vec![Tally::default(); self.columns.len()]);
            for (tally, verdicts) in tallies.iter_mut().zip(&self.columns) {
                if let Some(accepted) = verdict(verdicts, case) {
                    tally.add(case, accepted);
                }
            }
        }
        clauses
    }
}

/// A verdict; none where the set-up was not asked.
fn verdict(verdicts: &Map<String, Value>, case: &Case) -> Option<bool> {
    verdicts.get(&case.name).and_then(Value::as_bool)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test may panic"
)]
mod tests {
    use serde_json::json;

    use super::*;

    fn case(name: &str, demanded: bool, accepted: bool) -> Case {
        Case {
            name: name.into(),
            clause: "RFC 7519 §7.2".into(),
            demanded,
            accepted,
            told: Value::Null,
        }
    }

    fn cases() -> [Case; 4] {
        [
            case("good", true, true),
            case("bad", true, false),
            case("odd", false, false),
            case("odd and good", false, true),
        ]
    }

    fn peer(strict: &Value) -> Peer {
        let columns = json!({ "recommended": {}, "strict": strict });
        let peer = json!({ "name": "peer", "version": "1", "columns": columns });
        Peer::read(&json!({ "peers": [peer] })).unwrap().remove(0)
    }

    #[test]
    fn only_what_is_demanded_is_wrong() {
        let verdicts = json!({ "good": false, "bad": true, "odd": true, "odd and good": false });
        let strict = peer(&verdicts).tallies(&cases())[1];
        assert_eq!((strict.wrong_accepts, strict.wrong_refusals), (1, 1));
        assert_eq!((strict.demanded, strict.wrong()), (2, 2));
        assert_eq!((strict.lenient, strict.chosen), (1, 1));
    }

    #[test]
    fn what_is_not_asked_is_not_counted() {
        let [recommended, strict] = peer(&json!({ "bad": false })).tallies(&cases())[..] else {
            unreachable!()
        };
        assert_eq!((recommended.demanded, recommended.wrong()), (0, 0));
        assert_eq!((strict.demanded, strict.wrong()), (1, 0));
    }

    #[test]
    fn our_own_row_must_ask_everything_and_share_every_choice() {
        let all = json!({ "good": true, "bad": false, "odd": false, "odd and good": true });
        let columns = json!({ "recommended": all, "strict": all });
        let own = json!({ "name": "own", "version": "1", "columns": columns });
        let own = Peer::read(&json!({ "peers": [own] })).unwrap().remove(0);
        assert!(own.other_verdicts(&cases()).is_empty());
        assert_eq!(peer(&all).other_verdicts(&cases()).len(), 4);
    }
}
