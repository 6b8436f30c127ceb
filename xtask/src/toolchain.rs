//! Where targets other than this machine come from.
//!
//! In this order: the active toolchain has it; rustup fetches it; it is built from Debian's
//! source of the standard library; an error that names the ways out.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::paths::on_path;
use crate::{apt, process, progress, sysroot};

/// The target of everything that runs in a WebAssembly host.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";
/// A target without an operating system: what builds for it uses no `std`.
pub(crate) const BARE: &str = "x86_64-unknown-none";
/// A target of 32 bits whose programs run on a machine of the other 64.
pub(crate) const NARROW: &str = "i686-unknown-linux-gnu";
/// Whether this machine runs what is built for [`NARROW`].
pub(crate) const RUNS_NARROW: bool = cfg!(all(target_os = "linux", target_arch = "x86_64"));

/// Overrides the order, to try one way: `rustup` or `source`.
const CHOICE: &str = "PORTCULLIS_TARGETS";

/// A way to compile for a target.
pub(crate) struct Toolchain {
    /// How it was come by, for the reader.
    pub(crate) origin: String,
    environment: Vec<(&'static str, OsString)>,
    arguments: Vec<&'static str>,
}

impl Toolchain {
    /// `cargo VERB --target …`, ready for more arguments, building into a folder of its own.
    pub(crate) fn cargo(&self, verb: &str, target: &str, folder: &Path) -> Command {
        let mut command = cargo();
        command
            .arg(verb)
            .args(["--target", target])
            .args(&self.arguments);
        command
            .env("CARGO_TARGET_DIR", folder)
            .envs(self.environment.iter().cloned());
        command
    }
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::paths::root());
    command
}

/// A toolchain for [`WASM`].
pub(crate) fn for_wasm() -> Result<Toolchain> {
    const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
    if let Some(origin) = from_rustup(WASM) {
        let environment = vec![(FLAGS, wasm_flags())];
        return Ok(Toolchain {
            origin,
            environment,
            arguments: Vec::new(),
        });
    }
    let built = match sysroot::with_wasm() {
        Ok(built) => built,
        Err(error) => return Err(error.context(ways_out(WASM))),
    };
    let mut flags = wasm_flags();
    flags.push(" --sysroot ");
    flags.push(&built.folder);
    let environment = vec![
        (FLAGS, flags),
        ("RUSTC", built.rustc.into()),
        (
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
            built.linker.into(),
        ),
    ];
    Ok(Toolchain {
        origin: built.origin,
        environment,
        arguments: Vec::new(),
    })
}

/// simd128; addresses worked out where they are used, for V8's loops are faster and the module a
/// kilobyte smaller without LLVM's strength reduction; and no folder of this machine in a module,
/// where panics name their source.
fn wasm_flags() -> OsString {
    let mut flags = OsString::from("-Ctarget-feature=+simd128 -Cllvm-args=-disable-lsr");
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let sources = home.map(|home| home.join("registry/src"));
    for folder in sources
        .and_then(|sources| fs::read_dir(sources).ok())
        .into_iter()
        .flatten()
    {
        // Flags are told apart by spaces.
        if let Some(path) = folder
            .ok()
            .and_then(|folder| folder.path().into_os_string().into_string().ok())
            && !path.contains(' ')
        {
            flags.push(format!(" --remap-path-prefix={path}/="));
        }
    }
    flags
}

/// A toolchain for [`BARE`], for checking only.
pub(crate) fn for_bare() -> Result<Toolchain> {
    plain(BARE, "-Zbuild-std=core,alloc")
}

/// A toolchain for [`NARROW`], its C library and linker included.
pub(crate) fn for_narrow() -> Result<Toolchain> {
    // A file that is not there is printed as it was named.
    let start = process::read(Command::new("cc").args(["-m32", "-print-file-name=Scrt1.o"]));
    if !start.is_ok_and(|file| Path::new(&file).is_file()) {
        apt::install(&["gcc-multilib"], "linking for 32 bits")?;
    }
    plain(NARROW, "-Zbuild-std=std,panic_unwind,test")
}

/// A target without flags of ours, whose library is built beside what needs it where it is missing.
fn plain(target: &str, library: &'static str) -> Result<Toolchain> {
    if let Some(origin) = from_rustup(target) {
        return Ok(Toolchain {
            origin,
            environment: Vec::new(),
            arguments: Vec::new(),
        });
    }
    let rustc = match sysroot::rustc_with_source() {
        Ok(rustc) => rustc,
        Err(error) => return Err(error.context(ways_out(target))),
    };
    Ok(Toolchain {
        origin: format!("{target} built from the source beside {}", rustc.display()),
        environment: vec![("RUSTC", rustc.into()), ("RUSTC_BOOTSTRAP", "1".into())],
        arguments: vec![library],
    })
}

fn ways_out(target: &str) -> String {
    format!(
        "no standard library for {target}. Two ways out: `rustup target add {target}`, or, on \
         Debian or Ubuntu, `apt-get install rustc-web rust-web-src lld` as root"
    )
}

/// The target from the active toolchain, which rustup may have to complete.
fn from_rustup(target: &str) -> Option<String> {
    let choice = std::env::var(CHOICE).unwrap_or_default();
    if choice == "source" {
        return None;
    }
    if has_target(target) {
        return Some(format!("{target} is there already"));
    }
    on_path("rustup")?;
    progress::step(&format!("rustup target add {target}"));
    let mut command = Command::new("rustup");
    command
        .args(["target", "add", target])
        .env("RUSTUP_MAX_RETRIES", "1");
    let finished = process::capture(command, Duration::from_secs(180)).ok()?;
    if finished.success && has_target(target) {
        return Some(format!("{target} came from rustup"));
    }
    progress::note("rustup could not fetch it");
    None
}

fn has_target(target: &str) -> bool {
    let mut rustc = Command::new(rustc());
    let folder = process::read(rustc.args(["--print", "target-libdir", "--target", target]));
    folder.is_ok_and(|folder| holds_core(Path::new(&folder)))
}

fn holds_core(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
}

/// The compiler cargo would take.
pub(crate) fn rustc() -> PathBuf {
    std::env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from)
}

/// Adds rustup's `rustfmt` or `clippy` where the profile left them out.
pub(crate) fn ensure_component(name: &str, subcommand: &str) -> Result<()> {
    if process::read(cargo().args([subcommand, "--version"])).is_ok() {
        return Ok(());
    }
    progress::step(&format!("rustup component add {name}"));
    if process::run(Command::new("rustup").args(["component", "add", name])).is_err() {
        bail!("`cargo {subcommand}` is missing and rustup cannot fetch {name}");
    }
    Ok(())
}
