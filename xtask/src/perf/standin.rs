//! The stand-in: what issuing was on the service that this one replaces, on Node, of the same kind of parts.
//!
//! In scope: installing and starting it. Its packages are for measuring only and stay under `target`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::Signal;

use crate::process::{self, Running};
use crate::workspace::{self, Inputs};
use crate::{npm, progress};

const FILES: [&str; 3] = ["package.json", "package-lock.json", "server.mjs"];

/// Installs what the lock file names, unless exactly that is there.
pub(super) fn install() -> anyhow::Result<PathBuf> {
    let (from, folder) = (workspace::root().join("tests/perf/standin"), workspace::target().join("perf/standin"));
    let mut inputs = Inputs::default().fact(&npm::node_version()?);
    fs::create_dir_all(&folder)?;
    for file in FILES {
        inputs = inputs.path(&from.join(file))?;
        fs::copy(from.join(file), folder.join(file))?;
    }
    let stamp = inputs.stamp(folder.join(".installed"));
    if !stamp.is_current(&[folder.join("node_modules")]) {
        progress::step("perf", "installing the npm packages of the stand-in", || {
            let options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
            process::run_quiet(Command::new("npm").current_dir(&folder).args(options))
        })?;
        stamp.write()?;
    }
    Ok(folder)
}

/// Starts it on a database of the cluster whose socket is in `socket`.
pub(super) fn start(folder: &Path, socket: &Path, database: &str, port: u16, secret: &str) -> anyhow::Result<Running> {
    let log = fs::File::create(socket.join("standin.log"))?;
    let mut command = process::dies_with_us("node", "TERM");
    command.current_dir(folder).arg("server.mjs").arg(port.to_string()).arg(socket).args([database, secret]);
    // As it was deployed.
    command.env("NODE_ENV", "production").stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log));
    Running::start("the stand-in", &mut command, Signal::TERM)
}

/// A token of somebody who may issue there.
pub(super) fn token(folder: &Path, secret: &str) -> anyhow::Result<String> {
    const SCRIPT: &str = "import jwt from 'jsonwebtoken'; \
        console.log(jwt.sign({ id: crypto.randomUUID(), email: 'a@example.com', name: 'A' }, process.argv[1]));";
    let mut node = Command::new("node");
    node.current_dir(folder).args(["--input-type=module", "--eval", SCRIPT, secret]);
    Ok(process::run_quiet(&mut node)?.trim().to_owned())
}
