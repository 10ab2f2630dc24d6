//! The built binary, as an operator meets it.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret as _, SecretString};

/// The binary with settings, and nothing else of this process's environment.
#[derive(Clone, Debug)]
pub struct Proofpass {
    settings: Vec<(String, String)>,
    /// Soft and hard.
    open_files: Option<(usize, usize)>,
}

impl Proofpass {
    /// Settings of development on `database`.
    #[must_use]
    pub fn on(database: &SecretString) -> Self {
        let settings = [
            ("DATABASE_URL", database.expose_secret()),
            ("PROOFPASS_ENV", "development"),
            ("PROOFPASS_LISTEN", "127.0.0.1:0"),
            ("PROOFPASS_MASTER_KEY", "development-only:journeys"),
            ("PROOFPASS_API_KEY_PEPPER", "development-only:journeys"),
            ("PROOFPASS_DEFAULT_PLAN", "enterprise"),
            // A test asks more often than anybody may, all of it from one address.
            ("PROOFPASS_RATE_LIMIT_AUTH", "off"),
            ("PROOFPASS_RATE_LIMIT_EXPENSIVE", "off"),
            ("PROOFPASS_RATE_LIMIT_GLOBAL", "off"),
            ("PROOFPASS_RATE_LIMIT_USER", "off"),
        ];
        Self { settings: settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into(), ..Self::bare() }
    }

    /// Without any setting.
    #[must_use]
    pub fn bare() -> Self {
        Self { settings: Vec::new(), open_files: None }
    }

    /// With a setting more, or another.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.settings.retain(|(other, _)| other != name);
        self.settings.push((name.to_owned(), value.into()));
        self
    }

    /// Under a soft and a hard limit of open files.
    #[must_use]
    pub fn with_open_files(self, soft: usize, hard: usize) -> Self {
        Self { open_files: Some((soft, hard)), ..self }
    }

    fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = match self.open_files {
            None => Command::new(binary()),
            Some((soft, hard)) => {
                let mut shell = Command::new("/bin/sh");
                let script = format!("ulimit -Sn {soft} && ulimit -Hn {hard} && exec \"$0\" \"$@\"");
                shell.arg("-c").arg(script).arg(binary());
                shell
            }
        };
        command.env_clear().envs(self.settings.iter().map(|(name, value)| (name, value))).args(arguments);
        command
    }

    /// Runs a command to its end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// Runs a command to its end that reads `input`.
    pub fn run_reading<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>, input: &str) -> Output {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that wants no more of it closes its end.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Runs a command that must succeed, and gives what it printed.
    #[track_caller]
    pub fn ok<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Starts the service and waits until it listens.
    #[must_use]
    pub fn serve(&self) -> Server {
        let mut child = self.command(["serve"]).stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(String::new()));
        let (found, address) = std::sync::mpsc::channel();
        let written = log.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some((_, rest)) = line.split_once("Listening on ") {
                    let text: String =
                        rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ':')).collect();
                    // Fails only if nobody waits any more.
                    let _ = found.send(text.parse::<SocketAddr>().unwrap());
                }
                let mut log = written.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        let address = address.recv_timeout(Duration::from_secs(30));
        let address = address.unwrap_or_else(|_| panic!("the service does not listen: {}", log.lock().unwrap()));
        Server { child, address, log }
    }
}

/// The service, running. Killed with this value, if it still runs.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// What it has logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Where its metrics are.
    #[must_use]
    pub fn metrics(&self) -> SocketAddr {
        let log = self.log();
        let (_, rest) = log.split_once("Metrics at http://").unwrap();
        rest.split_once("/metrics").unwrap().0.parse().unwrap()
    }

    /// What the system says about it in `/proc`.
    #[must_use]
    pub fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap()
    }

    /// Waits until it has logged `text`.
    pub async fn logged(&self, text: &str) {
        let start = Instant::now();
        while !self.log().contains(text) {
            assert!(start.elapsed() < Duration::from_secs(30), "`{text}` is not logged: {}", self.log());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Does something again and again until it has logged `text`.
    pub async fn logged_while<F: Future<Output = ()>>(&self, text: &str, again: impl Fn() -> F) {
        let start = Instant::now();
        while !self.log().contains(text) {
            assert!(start.elapsed() < Duration::from_secs(30), "`{text}` is not logged: {}", self.log());
            again().await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Sends it a signal, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits until it has ended, at most `limit`.
    pub fn wait(&mut self, limit: Duration) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < limit, "still running after {limit:?}: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Fails only if it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The one that `PROOFPASS_BIN` names, else the one beside the test's own binary: `target/<profile>/deps/<test>` and
/// `target/<profile>/proofpass`.
fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("PROOFPASS_BIN") {
        return path.into();
    }
    let test = std::env::current_exe().unwrap();
    let path = test.parent().and_then(|deps| deps.parent()).unwrap().join("proofpass");
    assert!(
        path.is_file(),
        "{} is not built: run `cargo build -p proofpass-issuer`, or `cargo xtask test`",
        path.display()
    );
    path
}
