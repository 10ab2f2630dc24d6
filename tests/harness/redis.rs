//! A Redis of one test: the real server, on a socket of its own, without a disk.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use secrecy::SecretString;

/// The server, running or not. Killed with this value.
#[derive(Debug)]
pub struct Redis {
    folder: PathBuf,
    running: Option<Child>,
}

impl Redis {
    /// Starts one; nothing, and a line that says so, where this machine has none.
    #[must_use]
    pub fn start(test: &str) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("proofpass-redis-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut redis = Self { folder, running: None };
        if redis.begin() {
            return Some(redis);
        }
        println!("not run: {test}, there is no redis-server here");
        None
    }

    /// Starts it again, with nothing in it.
    pub fn restart(&mut self) {
        assert!(self.begin(), "it was there before");
    }

    fn begin(&mut self) -> bool {
        let socket = self.socket();
        // Of one that was killed.
        let _ = std::fs::remove_file(&socket);
        let mut command = Command::new("redis-server");
        command.args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"]).arg(&socket);
        let started = command.current_dir(&self.folder).stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        let Ok(child) = started else { return false };
        self.running = Some(child);
        let start = Instant::now();
        while std::os::unix::net::UnixStream::connect(&socket).is_err() {
            assert!(start.elapsed() < Duration::from_secs(30), "Redis does not start");
            std::thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// Ends it, as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            // Fails only if it has ended.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Holds it in the middle of whatever it does, or lets it go on.
    pub fn freeze(&self, frozen: bool) {
        let id = self.running.as_ref().unwrap().id().to_string();
        let signal = if frozen { "-STOP" } else { "-CONT" };
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> SecretString {
        format!("unix://{}", self.socket().display()).into()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
