//! Child processes: none outlives this one, and none runs for ever.

use std::io::{BufRead, BufReader, Read, pipe};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio, exit};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::progress;

/// The children to end with us, as `kill` names them: a process, or `-` and its group.
static RUNNING: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Set once all is to end: nothing new may start then.
static ENDING: AtomicBool = AtomicBool::new(false);

/// How long the output of an ended child may take to arrive.
const GRACE: Duration = Duration::from_secs(3);

/// What a captured child left.
pub(crate) struct Finished {
    /// Whether it ended by itself, with exit code 0.
    pub(crate) success: bool,
    /// Both of its streams, in the order they were written.
    pub(crate) output: String,
}

/// Makes Ctrl-C and a polite kill end every child before this process.
pub(crate) fn end_children_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        ENDING.store(true, Ordering::SeqCst);
        signal_all("-INT");
        let patience = Instant::now() + Duration::from_secs(5);
        while Instant::now() < patience && any_alive() {
            thread::sleep(Duration::from_millis(50));
        }
        signal_all("-KILL");
        exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// Runs a command with our own streams; an unhappy end is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let status = run_for_status(command)?;
    if !status.success() {
        bail!("`{name}` failed: {status}");
    }
    Ok(())
}

/// Runs a command with our own streams, to its end.
pub(crate) fn run_for_status(command: &mut Command) -> Result<ExitStatus> {
    wait_for(command, "")
}

/// The same, for a command that starts others: an interrupt reaches all of them, once.
pub(crate) fn run_group_for_status(command: &mut Command) -> Result<ExitStatus> {
    wait_for(command.stdin(Stdio::null()).process_group(0), "-")
}

fn wait_for(command: &mut Command, prefix: &str) -> Result<ExitStatus> {
    let name = describe(command);
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start `{name}`"))?;
    let running = Running::new(format!("{prefix}{}", child.id()));
    let status = child.wait()?;
    drop(running);
    Ok(status)
}

/// The same, handing over each line of the standard output as it comes.
pub(crate) fn run_lines(command: &mut Command, mut line: impl FnMut(String)) -> Result<ExitStatus> {
    let name = describe(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot start `{name}`"))?;
    let running = Running::new(format!("-{}", child.id()));
    if let Some(output) = child.stdout.take() {
        for text in BufReader::new(output).lines() {
            line(text?);
        }
    }
    let status = child.wait()?;
    drop(running);
    Ok(status)
}

/// The standard output of a short command, without the white space around it.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let name = describe(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("cannot start `{name}`"))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("`{name}` failed: {}\n{}", output.status, errors.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command silently within a time limit and keeps what it wrote.
pub(crate) fn capture(mut command: Command, limit: Duration) -> Result<Finished> {
    let name = describe(&command);
    let (reader, writer) = pipe()?;
    command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .process_group(0);
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start `{name}`"))?;
    // The command holds the writing ends; while they are open, the reader never ends.
    drop(command);
    let running = Running::new(format!("-{}", child.id()));
    let output = read_aside(reader);
    let status = wait_within(&mut child, limit)?;
    if status.is_none() {
        signal(&running.name, "-KILL");
        child.wait()?;
    }
    let mut text = output.recv_timeout(GRACE).ok();
    if text.is_none() {
        // A grandchild keeps the pipe open; it ends here.
        signal(&running.name, "-KILL");
        text = output.recv_timeout(GRACE).ok();
    }
    let mut text = text.unwrap_or_default();
    if status.is_none() {
        let limit = progress::seconds(limit);
        text.extend(["\nended: longer than ", &limit, "\n"]);
    }
    Ok(Finished {
        success: status.is_some_and(|status| status.success()),
        output: text,
    })
}

fn read_aside(mut reader: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A broken pipe ends the text there.
        let _ = reader.read_to_end(&mut bytes);
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}

/// The child's status, or `None` when the limit passed first.
fn wait_within(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let start = Instant::now();
    let mut next_note = Duration::from_secs(30);
    while start.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > next_note {
            progress::note(&format!(
                "still at it, {}",
                progress::seconds(start.elapsed())
            ));
            next_note += Duration::from_secs(30);
        }
        thread::sleep(Duration::from_millis(30));
    }
    Ok(None)
}

/// The command as one would type it, for messages.
pub(crate) fn describe(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy());
    std::iter::once(program)
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}

struct Running {
    name: String,
}

impl Running {
    fn new(name: String) -> Self {
        registry().push(name.clone());
        Self { name }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        registry().retain(|name| *name != self.name);
        while ENDING.load(Ordering::SeqCst) {
            thread::park();
        }
    }
}

fn registry() -> MutexGuard<'static, Vec<String>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn signal_all(which: &str) {
    for name in registry().iter() {
        signal(name, which);
    }
}

fn any_alive() -> bool {
    registry().iter().any(|name| signal(name, "-0"))
}

/// Whether the signal found somebody.
fn signal(name: &str, which: &str) -> bool {
    let kill = Command::new("kill")
        .args([which, "--", name])
        .stderr(Stdio::null())
        .status();
    kill.is_ok_and(|status| status.success())
}
