//! Debian packages: what is missing, and installing it without starting anything.
//!
//! In scope: Postgres' server binaries, Redis, Chromium, curl, a C linker. Out of scope: configuring or running them.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::process::TemporaryFile;
use crate::{postgres, process, progress};

/// Where Debian asks before it starts a service; exit code 101 means "do not".
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// Our answer. Whoever finds it here finds what a killed run of ours has left.
const NO_SERVICES: &str = "#!/bin/sh\n# proofpass: cargo xtask setup\nexit 101\n";

/// Read by Debian's Postgres packages before they create a cluster.
const CLUSTER_SETTINGS: &str = "/etc/postgresql-common/createcluster.d";

/// Installs what is missing, or says what would.
pub(crate) fn install() -> anyhow::Result<()> {
    if env::var_os(postgres::BIN).is_some() {
        // A wrong folder of the caller's is not mended by a package.
        postgres::binaries()?;
    }
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    let command = format!("apt-get install --yes --no-install-recommends {packages}");
    if process::find("apt-get").is_none() {
        bail!("missing on this machine: {packages} (names of Debian's packages); install them with its own tools");
    }
    if !rustix::process::geteuid().is_root() {
        bail!("missing on this machine: {packages}; the command that installs them: sudo {command}");
    }
    progress::step("setup", format!("installing Debian packages: {packages}"), || {
        // Nothing that we install runs because of us: tests and demonstrations start their own, and stop them.
        let administrators = fs::read_to_string(POLICY).is_ok_and(|text| text != NO_SERVICES);
        let _no_services = if administrators {
            None
        } else {
            let policy = TemporaryFile::create(POLICY.into(), NO_SERVICES)?;
            fs::set_permissions(POLICY, fs::Permissions::from_mode(0o755))?;
            Some(policy)
        };
        let _no_cluster = if missing.contains(&"postgresql") {
            fs::create_dir_all(CLUSTER_SETTINGS)?;
            let settings = Path::new(CLUSTER_SETTINGS).join("proofpass-setup.conf");
            Some(TemporaryFile::create(settings, "create_main_cluster = false\n")?)
        } else {
            None
        };
        let mut update = apt_get();
        update.args(["-qq", "update"]);
        // Stale lists may still do; the installation says if they do not.
        let _ = process::run_quiet(&mut update);
        let mut install = apt_get();
        install.args(["-qq", "install", "--yes", "--no-install-recommends"]).args(&missing);
        process::run_quiet(&mut install).map(drop)
    })?;
    let still = self::missing();
    if !still.is_empty() {
        bail!("still missing after `{command}`: {}", still.join(" "));
    }
    Ok(())
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-o", "DPkg::Lock::Timeout=300"]);
    command
}

fn missing() -> Vec<&'static str> {
    let mut packages = Vec::new();
    if process::find("cc").is_none() {
        packages.extend(["gcc", "libc6-dev"]);
    }
    if process::find("curl").is_none() {
        packages.push("curl");
    }
    if postgres::binaries().is_err() {
        packages.push("postgresql");
    }
    if process::find("redis-server").is_none() {
        packages.push("redis-server");
    }
    if chromium().is_none() {
        packages.push("chromium");
    }
    packages
}

/// The browser for end-to-end tests: `CHROMIUM`, else what is installed.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM").filter(|value| !value.is_empty()) {
        return Some(path.into());
    }
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].into_iter().find_map(process::find)
}
