//! Child processes, and the promise that none of them outlives us.
//!
//! Every child leads a process group of its own. A group that is still alive when we are told to stop (SIGINT,
//! SIGTERM, SIGHUP), when its owner is dropped, or when we panic, is asked to end with its own signal, waited for, and
//! killed when it does not answer. Where `setpriv` exists the kernel does the same for a server when we are killed
//! outright.
//!
//! In scope: running, waiting, stopping. Out of scope: what the programs do.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, WaitOptions};

/// How long a group may take to end on its own signal. Postgres' fast shutdown and wrangler need well under one second.
const GRACE: Duration = Duration::from_secs(8);

/// A process group we started and have not yet seen end.
#[derive(Clone, Debug)]
struct Group {
    leader: Pid,
    /// What this program wants to hear: Postgres' "fast shutdown" is SIGINT, most others want SIGTERM.
    stop: Signal,
}

/// What must be gone when we are.
#[derive(Debug, Default)]
struct Remains {
    groups: Vec<Group>,
    paths: Vec<PathBuf>,
    ending: bool,
}

static REMAINS: Mutex<Remains> = Mutex::new(Remains { groups: Vec::new(), paths: Vec::new(), ending: false });

fn remains() -> MutexGuard<'static, Remains> {
    // A panic while the list was held leaves a list that is still worth cleaning up.
    REMAINS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on a signal ends our children first and then us, with the shell's usual exit code.
pub(crate) fn stop_children_on_signals() -> anyhow::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals =
        signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]).context("cannot listen for signals")?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            eprintln!("\n[xtask] stopping");
            let (groups, paths) = {
                let mut remains = remains();
                remains.ending = true;
                (std::mem::take(&mut remains.groups), std::mem::take(&mut remains.paths))
            };
            end(&groups);
            for path in paths {
                remove(&path);
            }
            std::process::exit(128 + signal);
        }
    })?;
    Ok(())
}

/// Once the signal thread is ending everything it will also leave for us: nobody may report a made-up failure then.
fn park_if_ending() {
    while remains().ending {
        thread::park();
    }
}

/// Ends groups, newest first: what was started last leans on what was started before.
fn end(groups: &[Group]) {
    for group in groups.iter().rev() {
        // An error means that the group has already gone.
        let _ = rustix::process::kill_process_group(group.leader, group.stop);
        if !gone_within(group.leader, GRACE) {
            let _ = rustix::process::kill_process_group(group.leader, Signal::KILL);
            gone_within(group.leader, Duration::from_secs(2));
        }
    }
}

fn gone_within(leader: Pid, patience: Duration) -> bool {
    let deadline = Instant::now() + patience;
    loop {
        // The leader is our child: unless it is reaped it stays in the table and the group never looks empty. Another
        // thread of ours may reap it first; then this is an error, and that is fine.
        let _ = rustix::process::waitpid(Some(leader), WaitOptions::NOHANG);
        if rustix::process::test_kill_process_group(leader).is_err() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// A folder that is removed when its owner is dropped or a signal ends us.
#[derive(Debug)]
pub(crate) struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// Creates `path`, which must not exist yet, readable by nobody else.
    pub(crate) fn create(path: PathBuf) -> anyhow::Result<Self> {
        use std::os::unix::fs::DirBuilderExt as _;
        remains().paths.push(path.clone());
        let folder = Self(path);
        std::fs::DirBuilder::new()
            .mode(0o700)
            .create(&folder.0)
            .with_context(|| format!("cannot create {}", folder.0.display()))?;
        Ok(folder)
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        remove(&self.0);
        remains().paths.retain(|path| path != &self.0);
    }
}

/// A file that is removed when its owner is dropped or a signal ends us.
#[derive(Debug)]
pub(crate) struct TemporaryFile(PathBuf);

impl TemporaryFile {
    /// Creates `path`. A file of the same text is what a run that was killed outright has left, and is taken over; any
    /// other is somebody else's and an error.
    pub(crate) fn create(path: PathBuf, text: &str) -> anyhow::Result<Self> {
        let left_behind = std::fs::read_to_string(&path).is_ok_and(|found| found == text);
        if left_behind {
            remains().paths.push(path.clone());
            return Ok(Self(path));
        }
        let mut file = std::fs::File::create_new(&path).with_context(|| format!("cannot create {}", path.display()))?;
        remains().paths.push(path.clone());
        let created = Self(path);
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        Ok(created)
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        remove(&self.0);
        remains().paths.retain(|path| path != &self.0);
    }
}

/// Best effort: we may be leaving, and the next run sweeps what is left.
fn remove(path: &std::path::Path) {
    let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
}

/// A program that runs until it is stopped or dropped.
#[derive(Debug)]
pub(crate) struct Running {
    name: String,
    child: Child,
    group: Group,
    stopped: bool,
}

impl Running {
    /// Starts `command` in a group of its own; `stop` is the signal that asks it to end.
    pub(crate) fn start(name: &str, command: &mut Command, stop: Signal) -> anyhow::Result<Self> {
        command.process_group(0).stdin(Stdio::null());
        // The lock is held across the start, so that a signal cannot fall between a start and its entry in the list.
        let mut remains = remains();
        if remains.ending {
            bail!("stopping");
        }
        let child = command.spawn().with_context(|| format!("cannot start {}", shown(command)))?;
        let leader = Pid::from_child(&child);
        let group = Group { leader, stop };
        remains.groups.push(group.clone());
        Ok(Self { name: name.to_owned(), child, group, stopped: false })
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a crash would: nothing in it hears of that.
    pub(crate) fn kill(&mut self) {
        // An error means that it has already gone.
        let _ = rustix::process::kill_process_group(self.group.leader, Signal::KILL);
        self.stop();
    }

    /// Its output, once, where the command asked for a pipe.
    pub(crate) fn output(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Waits for a program that ends by itself.
    pub(crate) fn wait(mut self) -> anyhow::Result<ExitStatus> {
        let waited = self.child.wait();
        park_if_ending();
        waited.with_context(|| format!("cannot wait for {}", self.name))
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        let ended = self.child.try_wait().ok().flatten();
        park_if_ending();
        ended
    }

    /// Asks the group to end, waits, kills what is left.
    pub(crate) fn stop(&mut self) {
        if !self.stopped {
            self.stopped = true;
            end(std::slice::from_ref(&self.group));
            let _ = self.child.try_wait();
            remains().groups.retain(|group| group.leader != self.group.leader);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Wraps a program so that the kernel signals it when the thread that started it dies, whatever killed us.
pub(crate) fn dies_with_us(program: impl AsRef<OsStr>, signal: &str) -> Command {
    match find("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", signal]).arg(program);
            command
        }
        None => Command::new(program),
    }
}

/// Runs a program whose output is for the person (a compiler, a test runner) and refuses its failure.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("{} failed: {status}", shown(command));
    }
    Ok(())
}

/// Runs a program whose output is for the person and says how it ended.
pub(crate) fn status(command: &mut Command) -> anyhow::Result<ExitStatus> {
    Running::start(&shown(command), command, Signal::TERM)?.wait()
}

/// Runs a program quietly; its output is kept and becomes the error when it fails.
pub(crate) fn run_quiet(command: &mut Command) -> anyhow::Result<String> {
    let (status, output, errors) = captured(command)?;
    if !status.success() {
        bail!("{} failed: {status}\n{}", shown(command), last_lines(&format!("{output}\n{errors}"), 40));
    }
    Ok(output)
}

/// Runs a program and returns how it ended, its output and its messages.
pub(crate) fn captured(command: &mut Command) -> anyhow::Result<(ExitStatus, String, String)> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Running::start(&shown(command), command, Signal::TERM)?;
    // Both pipes are read at once: a program that fills the one nobody reads would wait for ever.
    let errors = running.child.stderr.take().map(|mut pipe| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.read_to_end(&mut bytes);
            bytes
        })
    });
    let mut output = Vec::new();
    if let Some(mut pipe) = running.child.stdout.take() {
        pipe.read_to_end(&mut output)?;
    }
    let errors = errors.and_then(|reader| reader.join().ok()).unwrap_or_default();
    let status = running.wait()?;
    Ok((status, String::from_utf8_lossy(&output).into_owned(), String::from_utf8_lossy(&errors).into_owned()))
}

/// Runs a program quietly and gives up after `patience`; `None` means it took too long.
pub(crate) fn run_within(command: &mut Command, patience: Duration) -> anyhow::Result<Option<ExitStatus>> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut running = Running::start(&shown(command), command, Signal::TERM)?;
    let deadline = Instant::now() + patience;
    while Instant::now() < deadline {
        if let Some(status) = running.ended() {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(None)
}

/// The command as one would type it, for messages.
pub(crate) fn shown(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        // Writing to a string cannot fail.
        let _ = write!(line, " {}", argument.to_string_lossy());
    }
    line
}

/// The last lines of a long output: the error is at its end.
pub(crate) fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

/// The first program of that name on `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}
