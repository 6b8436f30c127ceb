//! `docs/scoreboard.md`, and the table of the terminal.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Runs;
use super::cases::Case;
use super::tally::{COLUMNS, Peer, Tally};

const INTRODUCTION: &str = "\
# Scoreboard

The [vectors](../tests/vectors/README.md) of this project, sent through other verifiers.
`cargo xtask vectors --scoreboard` writes this page; nothing in it is written by hand.

Only a verdict that a specification demands (`must`) can be wrong here. What this project refuses by
choice is counted beside it, as lenient, and is no fault of anybody. Accepted or refused is all that is
compared, neither the error nor the claims.

- **Recommended** is a peer as its own documents set it up for the tokens of an issuer whose key set,
  issuer and audience are known. It is not told a type, a list of algorithms or a clock tolerance, where
  the peer does without; so vectors that hang on these are not counted.
- **Strict** is a peer with every option that its policy has a use for: type, algorithms, required
  claims, clock tolerance, greatest age.
- **Not counted** is what a peer has no option for: a clause that it cannot be told is its application's
  job. Nor are algorithms that it does not offer, shared secrets, documents of key sets, scopes, classes of
  sign-in, sender binding, nonces, hashes and other parties in ID tokens, marks of other kinds. A peer that
  could require `exp` is asked for it in both columns; one that cannot is not.
- Where a peer knows no key sets (`fast-jwt`, `@tsndr/cloudflare-worker-jwt`, `jwt-compact`, `jwt-simple`),
  the runner finds the key by its `kid` as an application would, and which key is found is not counted.
  `jsonwebtoken` finds it in its own key set.
- `hono` gets the type and the algorithms in both columns: it takes no other type than JWT without the one,
  and does not start without the other. Where a peer has to be told one algorithm, the key says which.
  `jwt-compact` checks `nbf` where there is one; its own example has every token need it.
- `jsonwebtoken` runs on its `rust_crypto` back end and `jwt-simple` as pure Rust, so that nothing needs a
  C compiler; what their RSA takes is in their rows, and other back ends may do otherwise. The clock stands
  at each vector's `now`.
- The vectors are this project's own and follow its policies, so its own row shows no more than that the
  runner asks them rightly. Where one of them wrongs a peer, it is to be corrected here.
";

/// The page.
pub(crate) fn page(runs: &Runs, cases: &[Case]) -> String {
    let mut page = format!("{INTRODUCTION}\nMade on {} ", runs.date);
    let demanded = cases.iter().filter(|case| case.demanded).count();
    let _ = writeln!(
        page,
        "in Node {} and {}: {} vectors, {demanded} of them `must`.\n",
        runs.node,
        runs.rust,
        cases.len()
    );
    totals(&mut page, runs, cases);
    clauses(&mut page, &runs.peers, cases);
    page
}

/// The totals as text.
pub(crate) fn lines(runs: &Runs, cases: &[Case]) -> Vec<String> {
    let mut lines = vec![format!(
        "{:<42} {:<12} {:>6} {:>13} {:>14} {:>14}",
        "verifier", "set-up", "must", "wrong accepts", "wrong refusals", "lenient"
    )];
    for (name, column, tally) in rows(runs, cases) {
        lines.push(format!(
            "{name:<42} {column:<12} {:>6} {:>13} {:>14} {:>14}",
            tally.demanded,
            tally.wrong_accepts,
            tally.wrong_refusals,
            format!("{} of {}", tally.lenient, tally.chosen),
        ));
    }
    lines
}

fn totals(page: &mut String, runs: &Runs, cases: &[Case]) {
    page.push_str("## Verdicts\n\n");
    page.push_str("| Verifier | Set-up | `must` | Wrong accepts | Wrong refusals | Lenient |\n");
    page.push_str("| --- | --- | ---: | ---: | ---: | ---: |\n");
    for (name, column, tally) in rows(runs, cases) {
        let _ = writeln!(
            page,
            "| {name} | {column} | {} | {} | {} | {} of {} |",
            tally.demanded, tally.wrong_accepts, tally.wrong_refusals, tally.lenient, tally.chosen,
        );
    }
    page.push('\n');
}

fn rows(runs: &Runs, cases: &[Case]) -> Vec<(String, &'static str, Tally)> {
    let mut rows = Vec::new();
    for peer in &runs.peers {
        let name = format!("{} {}", peer.name, peer.version);
        for (column, tally) in COLUMNS.iter().zip(peer.tallies(cases)) {
            rows.push((name.clone(), *column, tally));
        }
    }
    rows
}

fn clauses(page: &mut String, peers: &[Peer], cases: &[Case]) {
    let mut demanded: BTreeMap<&str, u64> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.demanded) {
        *demanded.entry(&case.clause).or_default() += 1;
    }
    let found: Vec<_> = peers.iter().map(|peer| peer.by_clause(cases)).collect();
    page.push_str(
        "## Wrong verdicts by clause\n\nRecommended / strict; – where nothing could be asked.\n\n",
    );
    let names: Vec<&str> = peers.iter().map(|peer| peer.name.as_str()).collect();
    let _ = writeln!(page, "| Clause | `must` | {} |", names.join(" | "));
    let _ = writeln!(page, "| --- | ---: |{}", " ---: |".repeat(peers.len()));
    let mut faultless = Vec::new();
    for (clause, count) in demanded {
        let all: Vec<&[Tally]> = found
            .iter()
            .filter_map(|clauses| clauses.get(clause).map(Vec::as_slice))
            .collect();
        if all
            .iter()
            .copied()
            .flatten()
            .all(|tally| tally.wrong() == 0)
        {
            faultless.push(format!("{clause} ({count})"));
            continue;
        }
        let cells: Vec<String> = all.into_iter().map(cell).collect();
        let _ = writeln!(page, "| {clause} | {count} | {} |", cells.join(" | "));
    }
    let _ = writeln!(
        page,
        "\nNobody who could be asked gives a wrong verdict on {}.",
        faultless.join(", ")
    );
}

fn cell(tallies: &[Tally]) -> String {
    let columns: Vec<String> = tallies
        .iter()
        .map(|tally| match tally.demanded {
            0 => "–".into(),
            _ => tally.wrong().to_string(),
        })
        .collect();
    columns.join(" / ")
}
