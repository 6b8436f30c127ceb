//! `test`: every suite there is, counted.

mod bindings;
mod native;
mod scripts;

use anyhow::Result;

use crate::build_package;
use crate::counts::Counts;
use crate::suite::{self, Outcome};
use crate::toolchain::{self, Toolchain};
use crate::vectors::{self, ENGINES, RUNTIMES, Run};

/// Which suites to run.
#[derive(Default)]
pub(crate) struct Selection {
    /// Leave out what needs a browser, a second runtime or an empty project.
    pub(crate) quick: bool,
    /// Compare engines and reference crates in a hundred times the cases, optimised; rotate keys under more
    /// traffic.
    pub(crate) long: bool,
    /// Run only suites whose name contains one of these; all when there are none.
    pub(crate) names: Vec<String>,
}

impl Selection {
    fn wants(&self, name: &str, quick: bool) -> bool {
        (quick || !self.quick)
            && (self.names.is_empty() || self.names.iter().any(|wanted| name.contains(wanted)))
    }
}

/// Runs the selected suites, prints `N passed, N failed` last, and says whether none failed.
pub(crate) fn test(selection: Selection) -> Result<bool> {
    let mut session = Session {
        selection,
        total: Counts::default(),
        runs: Vec::new(),
    };
    session.native();
    session.bindings();
    session.package()?;
    if !session.runs.is_empty() {
        vectors::print_table(&session.runs);
    }
    println!("{}", session.total);
    Ok(session.total.failed == 0)
}

struct Session {
    selection: Selection,
    total: Counts,
    runs: Vec<Run>,
}

impl Session {
    fn suite(&mut self, name: &str, quick: bool, work: impl FnOnce() -> Result<Outcome>) {
        if self.selection.wants(name, quick) {
            self.total.add(suite::report(name, work));
        }
    }

    /// A suite that goes into the table of the vectors, too.
    fn vectors(&mut self, name: &str, quick: bool, work: impl FnOnce() -> Result<(Run, Outcome)>) {
        let mut run = None;
        self.suite(name, quick, || {
            let (found, outcome) = work()?;
            run = Some(found);
            Ok(outcome)
        });
        self.runs.extend(run);
    }

    fn native(&mut self) {
        let long = self.selection.long;
        self.suite("rust", true, || native::tests(long));
        self.suite("rust: documentation", true, native::documentation);
        self.suite("rust: xtask", true, native::xtask);
        self.suite("rust: no_std", true, native::no_std);
        self.suite("rust: examples", true, native::examples);
        self.suite("wycheproof: native", true, native::wycheproof);
        self.vectors("vectors: native", true, native::vectors);
        if toolchain::RUNS_NARROW {
            self.vectors(
                "vectors: native, 32-bit arithmetic",
                false,
                native::narrow_vectors,
            );
        }
    }

    fn bindings(&mut self) {
        let hosts = [bindings::Host::Node, bindings::Host::Chromium];
        let mut suites = hosts.map(bindings::Host::suite).to_vec();
        suites.extend([WYCHEPROOF, SMALL_WYCHEPROOF]);
        if !suites.iter().any(|name| self.selection.wants(name, false)) {
            return;
        }
        let toolchain = toolchain::for_wasm();
        for host in hosts {
            self.suite(host.suite(), false, || {
                bindings::tests(ready(&toolchain)?, host)
            });
        }
        self.suite(WYCHEPROOF, false, || {
            bindings::wycheproof(ready(&toolchain)?)
        });
        self.suite(SMALL_WYCHEPROOF, false, || {
            bindings::small_wycheproof(ready(&toolchain)?)
        });
    }

    /// Everything that stands on the built npm package.
    fn package(&mut self) -> Result<()> {
        let workspaces = scripts::workspaces_with_tests()?;
        if self.wants_package(&workspaces) {
            self.total.add(suite::report("npm: build", || {
                build_package::build()?;
                Ok(Outcome::held())
            }));
        }
        for name in &workspaces {
            self.suite(&format!("npm: {name}"), true, || scripts::unit_tests(name));
        }
        for (runtime, engine) in vector_runs() {
            let name = vectors_suite(runtime, engine);
            self.vectors(&name, is_quick(runtime), || {
                scripts::vectors(runtime, engine)
            });
        }
        if self.selection.wants(SAME, false) {
            let outcome = vectors::compare(&self.runs);
            self.total.add(suite::report(SAME, || Ok(outcome)));
        }
        let long = self.selection.long;
        self.suite(DIFFERENTIAL, true, || scripts::differential(long));
        self.suite(FRESHNESS, false, || scripts::key_server("freshness"));
        self.suite(OUTAGES, false, || scripts::key_server("outage"));
        self.suite(STORES, false, || scripts::key_server("store"));
        self.suite(ROTATION, false, || scripts::rotation(long));
        self.suite(PACKAGING, false, scripts::packaging);
        self.suite(DEMO, false, scripts::end_to_end);
        Ok(())
    }

    fn wants_package(&self, workspaces: &[String]) -> bool {
        let wants = |name: &str, quick| self.selection.wants(name, quick);
        wants("npm: build", true)
            || wants(DIFFERENTIAL, true)
            || [FRESHNESS, OUTAGES, STORES, ROTATION, PACKAGING, DEMO]
                .iter()
                .any(|name| wants(name, false))
            || workspaces
                .iter()
                .any(|name| wants(&format!("npm: {name}"), true))
            || vector_runs()
                .any(|(runtime, engine)| wants(&vectors_suite(runtime, engine), is_quick(runtime)))
    }
}

const WYCHEPROOF: &str = "wycheproof: node";
const SMALL_WYCHEPROOF: &str = "wycheproof: node, small";
const SAME: &str = "vectors: same everywhere";
const DIFFERENTIAL: &str = "differential: jose";
const FRESHNESS: &str = "keys: freshness";
const OUTAGES: &str = "keys: outages";
const STORES: &str = "keys: stores";
const ROTATION: &str = "keys: rotation";
const PACKAGING: &str = "packaging";
const DEMO: &str = "demo: end to end";

/// Every engine in every runtime.
fn vector_runs() -> impl Iterator<Item = (&'static str, &'static str)> {
    RUNTIMES
        .iter()
        .filter(|runtime| vectors::is_here(runtime))
        .flat_map(|runtime| ENGINES.iter().map(move |engine| (*runtime, *engine)))
}

fn vectors_suite(runtime: &str, engine: &str) -> String {
    format!("vectors: {runtime} {engine}")
}

fn is_quick(runtime: &str) -> bool {
    runtime == "node"
}

fn ready(toolchain: &Result<Toolchain>) -> Result<&Toolchain> {
    toolchain
        .as_ref()
        .map_err(|error| anyhow::anyhow!("{error:#}"))
}
