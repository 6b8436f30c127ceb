//! The commands of Portcullis. `cargo xtask` alone lists them.

mod apt;
mod bench;
mod browser;
mod build_package;
mod ci;
mod conformance;
mod counts;
mod demo;
mod deny;
mod fuzz;
mod generated;
mod mint;
mod npm;
mod paths;
mod process;
mod progress;
mod scoreboard;
mod size;
mod suite;
mod sysroot;
mod test;
mod toolchain;
mod vectors;
mod wasm;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::Parser;
use lexopt::prelude::*;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  build                  the npm package, into pkg/dist, and the files generated from the core
  test [--quick] [--long] [NAME]
                         every suite, or those whose name contains NAME; quick: no browser, and
                         no runtime but Node; long: a hundred times the cases beside reference crates,
                         and 20 000 requests while keys rotate
  fuzz [--seconds N] [NAME]
                         engines and readers beside other crates, and tokens: 60 s each by default
  ci                     formats, lints, types, then every test
  bench [--quick] [--publish] [--bars] [RUNTIME...]
                         tokens verified side by side with peers: node, workerd, deno, bun,
                         chromium, firefox, native. quick: a minute, rough; publish: into docs/;
                         bars: a bar that is not met is a failure
  vectors [--scoreboard]
                         whether the vectors are what their generator writes; scoreboard: sends them
                         through other verifiers too, and writes docs/scoreboard.md
  size [--each] [--publish]
                         what the modules weigh, against docs/size-budget.json; each: every
                         algorithm alone too; publish: keeps the figures there
  conformance [--check]  docs/conformance.md: each clause, and the vectors and tests that show it
  demo [--check] [...]   everything on one machine; `demo --help` lists its flags
  mint --keys FILE       a token, signed ES256 with a private JWK or a key of a JWKS
       [--kid KID] [--typ TYP] [--claims JSON]   claims from standard input by default";

fn main() -> ExitCode {
    match command() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{} {error:#}", progress::paint("error:", "1;31"));
            ExitCode::FAILURE
        }
    }
}

/// Runs what the command line asks for, and says whether all is well.
fn command() -> Result<bool> {
    process::end_children_on_interrupt()?;
    let mut arguments = Parser::from_env();
    let name = match arguments.next()? {
        Some(Value(name)) => name.string()?,
        Some(Long("help") | Short('h')) => {
            println!("{USAGE}");
            return Ok(true);
        }
        _ => bail!("{USAGE}"),
    };
    match name.as_str() {
        "build" => no_more(arguments)
            .and_then(|()| build_package::build())
            .map(|()| true),
        "test" => test::test(selection(arguments)?),
        "fuzz" => fuzz::fuzz(&campaign(arguments)?),
        "ci" => no_more(arguments).and_then(|()| ci::ci()),
        "bench" => bench::bench(&trial(arguments)?),
        "size" => size::size(&weighing(arguments)?),
        "vectors" => match arguments.next()? {
            Some(Long("scoreboard")) => no_more(arguments).and_then(|()| scoreboard::scoreboard()),
            Some(unexpected) => Err(unexpected.unexpected().into()),
            None => ci::vectors_are_current().map(|outcome| {
                print!("{}", outcome.output);
                outcome.counts.failed == 0
            }),
        },
        "conformance" => conformance::conformance(only_check(arguments)?),
        "demo" => demo::demo(&arguments.raw_args()?.collect::<Vec<OsString>>()),
        "mint" => {
            println!("{}", mint::mint(&order(arguments)?)?);
            Ok(true)
        }
        _ => bail!("{USAGE}"),
    }
}

fn no_more(mut arguments: Parser) -> Result<()> {
    match arguments.next()? {
        Some(unexpected) => Err(unexpected.unexpected().into()),
        None => Ok(()),
    }
}

fn only_check(mut arguments: Parser) -> Result<bool> {
    let mut check = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => check = true,
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(check)
}

fn selection(mut arguments: Parser) -> Result<test::Selection> {
    let mut selection = test::Selection::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("quick") => selection.quick = true,
            Long("long") => selection.long = true,
            Value(name) => selection.names.push(name.string()?),
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(selection)
}

fn trial(mut arguments: Parser) -> Result<bench::Trial> {
    let mut trial = bench::Trial::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("quick") => trial.quick = true,
            Long("publish") => trial.publish = true,
            Long("bars") => trial.bars = true,
            Value(name) => trial.choose(name.string()?)?,
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(trial)
}

fn weighing(mut arguments: Parser) -> Result<size::Weighing> {
    let mut weighing = size::Weighing::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("each") => weighing.each = true,
            Long("publish") => weighing.publish = true,
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(weighing)
}

fn campaign(mut arguments: Parser) -> Result<fuzz::Campaign> {
    let mut campaign = fuzz::Campaign {
        seconds: 60,
        names: Vec::new(),
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("seconds") => campaign.seconds = arguments.value()?.parse()?,
            Value(name) => campaign.names.push(name.string()?),
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(campaign)
}

fn order(mut arguments: Parser) -> Result<mint::Order> {
    let mut order = mint::Order::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("keys" | "key") => order.keys = arguments.value()?.into(),
            Long("kid") => order.kid = Some(arguments.value()?.string()?),
            Long("alg") => order.alg = Some(arguments.value()?.string()?),
            Long("typ") => order.typ = Some(arguments.value()?.string()?),
            Long("claims") => order.claims = Some(arguments.value()?.string()?),
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(order)
}
