//! The standard library for `wasm32-unknown-unknown`: the toolchain's target where it can be had, else built from
//! Debian's source of the very same release.
//!
//! In scope: finding one, installing one, telling cargo. Out of scope: what is built with it.
//! Docs: <https://doc.rust-lang.org/cargo/reference/unstable.html#build-std>

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::{process, progress, workspace};

/// The target of everything that runs in a browser, in Node or on the edge.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Chooses one way: `target` or `source`. Unset: the target when it is installed or can be, else the source.
const CHOICE: &str = "PROOFPASS_WASM_STD";

/// A mirror that hangs must not hold up the way that works without it.
const RUSTUP_PATIENCE: Duration = Duration::from_mins(3);

const NO_RUST: &str = "a Rust toolchain is needed: https://rustup.rs";

/// Debian suites that carry current Rust releases, the most stable first.
const SUITES: [&str; 2] = ["trixie-backports", "sid"];

/// Where the standard library comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WasmStd {
    /// The `library` folder of a source tree of rustc's own release.
    Source(PathBuf),
    /// The toolchain has the target.
    Target,
}

impl WasmStd {
    /// Finds or installs the standard library.
    pub(crate) fn install() -> anyhow::Result<Self> {
        let choice = env::var(CHOICE).unwrap_or_default();
        match choice.as_str() {
            "" => {
                // What is here comes before what might be had: asking rustup may take minutes, and would be asked anew
                // by every command.
                if target_installed()? {
                    Ok(Self::Target)
                } else if let Some(library) = source_at_hand(&release()?)? {
                    Ok(Self::Source(library))
                } else if add_target()? {
                    Ok(Self::Target)
                } else {
                    Self::from_source()
                }
            }
            "source" => Self::from_source(),
            "target" => {
                if target_installed()? || add_target()? {
                    Ok(Self::Target)
                } else {
                    bail!("{CHOICE}=target, but the target is missing; to install it: rustup target add {TARGET}")
                }
            }
            other => bail!("{CHOICE} is `target`, `source` or unset, not `{other}`"),
        }
    }

    fn from_source() -> anyhow::Result<Self> {
        let version = release()?;
        if let Some(library) = source_at_hand(&version)? {
            return Ok(Self::Source(library));
        }
        progress::step("setup", format!("fetching Debian's source of Rust's standard library {version}"), || {
            fetch_source(&version)
        })
        .with_context(|| {
            format!("no standard library for {TARGET}; any of these installs one:\n  rustup target add {TARGET}\n  rustup component add rust-src")
        })?;
        source_at_hand(&version)?
            .map(Self::Source)
            .with_context(|| format!("Debian's rust-src {version} has no library/Cargo.lock where it was expected"))
    }

    /// Makes `cargo` (building for [`TARGET`]) use it.
    pub(crate) fn apply(&self, cargo: &mut Command) {
        if let Self::Source(library) = self {
            cargo
                // Building the standard library is unstable in cargo. The release compiler does it when told that we
                // know; nothing else of what this switch allows is used.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                // Cargo's own test suite finds the source this way; it spares us a write into the toolchain's folder.
                .env("__CARGO_TESTS_ONLY_SRC_ROOT", library);
        }
    }

    /// How it counts in a stamp, in the name of a build folder and in the golden sizes.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Source(_) => "source",
            Self::Target => "target",
        }
    }
}

fn rustc() -> Command {
    let mut command = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.current_dir(workspace::root());
    command
}

/// `rustc -vV`: release, commit, host.
pub(crate) fn rustc_version() -> anyhow::Result<String> {
    process::run_quiet(rustc().arg("-vV")).context(NO_RUST)
}

fn release() -> anyhow::Result<String> {
    let version = rustc_version()?;
    let release = version.lines().find_map(|line| line.strip_prefix("release: "));
    Ok(release.context("`rustc -vV` names no release")?.to_owned())
}

fn sysroot() -> anyhow::Result<PathBuf> {
    let sysroot = process::run_quiet(rustc().args(["--print", "sysroot"])).context(NO_RUST)?;
    Ok(sysroot.trim().into())
}

/// The `library` folder of this release's source, where there is one already.
fn source_at_hand(version: &str) -> anyhow::Result<Option<PathBuf>> {
    // rustup's `rust-src` component, when somebody has it, is the same thing as what we unpack.
    let component = sysroot()?.join("lib/rustlib/src/rust/library");
    let unpacked =
        workspace::target().join(format!("tools/rust-src-{version}/usr/src/rustc-{version}")).join("library");
    Ok([component, unpacked].into_iter().find(|library| library.join("Cargo.lock").is_file()))
}

fn target_installed() -> anyhow::Result<bool> {
    let libraries = sysroot()?.join("lib/rustlib").join(TARGET).join("lib");
    // A folder alone is not enough: an interrupted installation leaves one.
    Ok(fs::read_dir(libraries).is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
    }))
}

/// Whether rustup could add the target.
fn add_target() -> anyhow::Result<bool> {
    let Some(rustup) = process::find("rustup") else { return Ok(false) };
    progress::step("setup", format!("rustup target add {TARGET}"), || {
        let status = process::run_within(
            Command::new(rustup).current_dir(workspace::root()).args(["target", "add", TARGET]),
            RUSTUP_PATIENCE,
        )?;
        let added = status.is_some_and(|status| status.success()) && target_installed()?;
        if !added {
            progress::note("setup", "rustup could not add it; using the source of the standard library");
        }
        Ok(added)
    })
}

/// Unpacks Debian's `rust-src` of exactly this release under the build folder. Nothing is installed, and the machine's
/// own package lists stay as they are.
fn fetch_source(version: &str) -> anyhow::Result<()> {
    for program in ["apt-get", "apt-cache", "dpkg"] {
        if process::find(program).is_none() {
            bail!("{program} is not on the PATH");
        }
    }
    let tools = workspace::target().join("tools");
    let mirror = debian_mirror()?;
    for suite in SUITES {
        let apt = PrivateApt::create(tools.join("apt").join(suite), &mirror, suite)?;
        if process::run_quiet(apt.command("apt-get").arg("update")).is_err() {
            continue;
        }
        let offers = process::run_quiet(apt.command("apt-cache").args(["madison", "rust-src"]))?;
        let Some(offer) = offers
            .lines()
            .filter_map(|line| line.split('|').nth(1).map(str::trim))
            .find(|offer| offer.starts_with(&format!("{version}+")) || offer.starts_with(&format!("{version}-")))
        else {
            continue;
        };
        let download = tools.join("download");
        // An interrupted run may have left a part.
        let _ = fs::remove_dir_all(&download);
        fs::create_dir_all(&download)?;
        process::run_quiet(
            apt.command("apt-get").current_dir(&download).args(["download", &format!("rust-src={offer}")]),
        )?;
        let package = fs::read_dir(&download)?
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
            .context("apt-get download left no package")?;
        // Unpacked beside its place and moved, so that half of it is never taken for all of it.
        let unpacking = tools.join("unpacking");
        let _ = fs::remove_dir_all(&unpacking);
        process::run_quiet(Command::new("dpkg").arg("-x").arg(&package).arg(&unpacking))?;
        let place = tools.join(format!("rust-src-{version}"));
        let _ = fs::remove_dir_all(&place);
        fs::rename(&unpacking, &place)?;
        fs::remove_dir_all(&download)?;
        return Ok(());
    }
    bail!("no Debian suite among {} offers rust-src {version}", SUITES.join(", "));
}

/// Where this machine gets Debian itself from: whoever runs it chose that mirror, and it carries every suite.
fn debian_mirror() -> anyhow::Result<String> {
    if let Some(mirror) = mirror_in(None)? {
        return Ok(mirror);
    }
    // An image whose package lists were removed knows its sources and nothing about them: ask into a folder of ours.
    let lists = workspace::target().join("tools/apt/machine");
    fs::create_dir_all(lists.join("partial"))?;
    process::run_quiet(apt_with(Some(&lists)).args(["-qq", "update"]))?;
    mirror_in(Some(&lists))?.context("this machine's package sources name no mirror of Debian's archive")
}

/// The first source whose own description says that it is Debian's archive, and not its security updates.
fn mirror_in(lists: Option<&Path>) -> anyhow::Result<Option<String>> {
    const FORMAT: &str = "$(ORIGIN)\t$(LABEL)\t$(REPO_URI)";
    let targets = process::run_quiet(apt_with(lists).args(["indextargets", "--format", FORMAT]))?;
    Ok(targets.lines().find_map(|target| target.strip_prefix("Debian\tDebian\t")).map(str::to_owned))
}

fn apt_with(lists: Option<&Path>) -> Command {
    let mut command = Command::new("apt-get");
    if let Some(lists) = lists {
        command.arg("-o").arg(format!("Dir::State::lists={}", lists.display()));
        command.args(["-o", "APT::Sandbox::User=root"]);
    }
    command
}

/// An apt that sees one suite and writes into one folder.
struct PrivateApt {
    folder: PathBuf,
}

impl PrivateApt {
    fn create(folder: PathBuf, mirror: &str, suite: &str) -> anyhow::Result<Self> {
        fs::create_dir_all(folder.join("lists/partial"))?;
        fs::create_dir_all(folder.join("cache/archives/partial"))?;
        let key = Path::new("/usr/share/keyrings/debian-archive-keyring.gpg");
        if !key.is_file() {
            bail!("Debian's archive keys are missing; to install them: apt-get install debian-archive-keyring");
        }
        fs::write(
            folder.join("proofpass.sources"),
            format!("Types: deb\nURIs: {mirror}\nSuites: {suite}\nComponents: main\nSigned-By: {}\n", key.display()),
        )?;
        Ok(Self { folder })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for (option, value) in [
            ("Dir::Etc::sourcelist", self.folder.join("proofpass.sources")),
            ("Dir::Etc::sourceparts", "-".into()),
            ("Dir::State::lists", self.folder.join("lists")),
            ("Dir::Cache", self.folder.join("cache")),
        ] {
            command.arg("-o").arg(format!("{option}={}", value.display()));
        }
        // The download is ours, not root's `_apt`: that user cannot write below a home directory.
        command.args(["-o", "APT::Sandbox::User=root", "-o", "Acquire::Retries=3", "-qq"]);
        command
    }
}
