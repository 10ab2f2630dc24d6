//! `cargo xtask fuzz [target] [--seconds N] [--keep]`: the targets of `tests/fuzz` under libFuzzer, one after the other.
//!
//! In scope: building the driver with LLVM's coverage counters, which the stable compiler can do; what each target starts
//! from; a table of what was run; `--keep`, which writes the inputs that reach something into `tests/fuzz/kept`.
//! `cargo xtask fuzz differential` runs generated documents through other implementations (`differential`). Out of scope:
//! the targets; replaying what is kept, which is an ordinary test.
//!
//! A target runs twice: from inputs of our own making, of which some may be kept, and for a quarter of that time also
//! from other people's vectors, of which nothing is.

mod differential;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rustix::process::Signal;

use crate::process::Running;
use crate::{process, progress, workspace};

/// As long as the goal asks for.
const SECONDS: u64 = 600;

/// What libFuzzer finds its way with: a counter for each edge, a table of edges, and calls for each comparison.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// How often a line says how far a run is.
const TELLING: Duration = Duration::from_mins(1);

/// What was asked for.
struct Asked {
    target: Option<String>,
    seconds: u64,
    keep: bool,
}

/// What became of one run.
struct Ran {
    name: String,
    executions: String,
    coverage: String,
    corpus: String,
    findings: Vec<PathBuf>,
    elapsed: Duration,
}

/// `cargo xtask fuzz …`
pub(crate) fn run(arguments: &[&str]) -> anyhow::Result<()> {
    let asked = Asked::read(arguments)?;
    if asked.target.as_deref() == Some("differential") {
        return differential::run(asked.seconds);
    }
    let driver = Driver::build()?;
    let mut all = Vec::new();
    for line in driver.ask("", "list", Path::new("."))?.lines() {
        let (name, longest) = line.split_once(' ').context("the driver lists no targets")?;
        if asked.target.as_deref().is_none_or(|target| target == name) {
            all.extend(driver.target(name, longest, &asked)?);
        }
    }
    if all.is_empty() {
        bail!("no such target: {}", asked.target.unwrap_or_default());
    }
    print(&all)
}

impl Asked {
    fn read(arguments: &[&str]) -> anyhow::Result<Self> {
        let mut asked = Self { target: None, seconds: SECONDS, keep: false };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match *argument {
                "--keep" => asked.keep = true,
                "--seconds" => {
                    let seconds = arguments.next().context("--seconds asks for a number")?;
                    asked.seconds = seconds.parse().with_context(|| format!("--seconds {seconds}"))?;
                }
                target if !target.starts_with('-') && asked.target.is_none() => asked.target = Some(target.to_owned()),
                other => bail!("cargo xtask fuzz [target] [--seconds N] [--keep], and not {other}"),
            }
        }
        Ok(asked)
    }
}

/// The built driver.
struct Driver(PathBuf);

impl Driver {
    fn build() -> anyhow::Result<Self> {
        if process::find("c++").is_none() {
            bail!("libFuzzer is C++; on Debian: apt install g++");
        }
        let host = process::run_quiet(Command::new("rustc").arg("-vV"))?;
        let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
        let folder = folder();
        let mut cargo = workspace::cargo();
        cargo
            .args(["build", "--package", "proofpass-fuzz", "--bin", "fuzz", "--features", "libfuzzer"])
            // Named, so that what runs at compile time has no counters.
            .args(["--profile", "fuzz", "--target", host, "--target-dir"])
            .arg(&folder)
            .env("RUSTFLAGS", COVERAGE);
        progress::step("fuzz", "compiling the driver", || process::run(&mut cargo))?;
        Ok(Self(folder.join(host).join("fuzz/fuzz")))
    }

    /// What the driver says about something else than a run.
    fn ask(&self, target: &str, what: &str, folder: &Path) -> anyhow::Result<String> {
        let mut command = Command::new(&self.0);
        command
            .env("PROOFPASS_FUZZ_TARGET", target)
            .env("PROOFPASS_FUZZ_DO", what)
            .env("PROOFPASS_FUZZ_FOLDER", folder);
        if let Some(vectors) = workspace::vectors()? {
            command.env("PROOFPASS_VECTORS", vectors);
        }
        process::run_quiet(&mut command)
    }

    /// Both runs of a target.
    fn target(&self, name: &str, longest: &str, asked: &Asked) -> anyhow::Result<Vec<Ran>> {
        let work = folder().join("work").join(name);
        let seeds = self.ask(name, "seeds", &work)?;
        let others = seeds.trim().split(' ').nth(1) != Some("0");
        let (own, mixed) = (work.join("own"), work.join("mixed"));
        let mut ran = vec![self.fuzz(name, longest, asked.seconds, &[&own])?];
        if others {
            fs::create_dir_all(&mixed)?;
            let name = format!("{name}, from others' vectors");
            ran.push(self.fuzz(&name, longest, asked.seconds.div_ceil(4), &[&mixed, &work.join("others"), &own])?);
        }
        if asked.keep && ran.iter().all(|ran| ran.findings.is_empty()) {
            let least = work.join("least");
            let _ = fs::remove_dir_all(&least);
            fs::create_dir_all(&least)?;
            let mut merge = self.command(name, longest);
            progress::step("fuzz", format!("{name}: the least inputs that reach as much"), || {
                process::run_quiet(merge.arg("-merge=1").args([&least, &own])).map(drop)
            })?;
            let kept = self.ask(name, "keep", &least)?;
            progress::note("fuzz", format!("{name}: {} inputs kept", kept.trim()));
        }
        Ok(ran)
    }

    fn command(&self, name: &str, longest: &str) -> Command {
        let mut command = Command::new(&self.0);
        let target = name.split(',').next().unwrap_or(name);
        command.env("PROOFPASS_FUZZ_TARGET", target);
        // Twenty seconds are a thousand times what the slowest input should take on a machine with nothing else to do.
        command.args([&format!("-max_len={longest}"), "-timeout=20", "-report_slow_units=5", "-rss_limit_mb=1024"]);
        // Programs of a few changes are of every length from the start; texts grow.
        if longest.parse().is_ok_and(|longest: usize| longest <= 1024) {
            command.arg("-len_control=0");
        }
        command
    }

    /// One run of libFuzzer. New inputs go to the first folder.
    fn fuzz(&self, name: &str, longest: &str, seconds: u64, folders: &[&Path]) -> anyhow::Result<Ran> {
        let work = folder().join("work").join(name.split(',').next().unwrap_or(name));
        let findings = work.join("findings");
        fs::create_dir_all(&findings)?;
        let log = work.join(if folders.len() > 1 { "mixed.log" } else { "own.log" });
        let file = fs::File::create(&log)?;
        let mut command = self.command(name, longest);
        command
            .arg(format!("-max_total_time={seconds}"))
            .args(["-print_final_stats=1", "-use_value_profile=1", "-reload=0"])
            .arg(format!("-artifact_prefix={}/", findings.display()))
            .args(folders)
            .stdout(file.try_clone()?)
            .stderr(file);
        progress::note("fuzz", format!("{name}: {}", progress::seconds(Duration::from_secs(seconds))));
        let started = Instant::now();
        let mut running = Running::start(name, &mut command, Signal::TERM)?;
        let mut told = Instant::now();
        let status = loop {
            if let Some(status) = running.ended() {
                break status;
            }
            std::thread::sleep(Duration::from_millis(200));
            if told.elapsed() >= TELLING {
                told = Instant::now();
                progress::note("fuzz", format!("{name}: {}", last(&read(&log), "cov:").unwrap_or_default()));
            }
        };
        let text = read(&log);
        let found: Vec<PathBuf> = fs::read_dir(&findings)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        if !status.success() && found.is_empty() {
            bail!("{name} ended without a finding, {status}:\n{}", process::last_lines(&text, 20));
        }
        if !found.is_empty() {
            println!("{}", process::last_lines(&text, 30));
        }
        let after = |line: &str, word: &str| {
            let rest = line.split_once(word)?.1.split_whitespace().next()?;
            Some(rest.to_owned())
        };
        let line = last(&text, "cov:").unwrap_or_default();
        Ok(Ran {
            name: name.to_owned(),
            executions: after(&text, "stat::number_of_executed_units:").unwrap_or_else(|| "?".to_owned()),
            coverage: after(&line, "cov:").unwrap_or_default(),
            corpus: after(&line, "corp:").unwrap_or_default(),
            findings: found,
            elapsed: started.elapsed(),
        })
    }
}

/// Where everything is built and run.
fn folder() -> PathBuf {
    workspace::target().join("fuzz")
}

fn read(log: &Path) -> String {
    fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// The last line with a word in it.
fn last(text: &str, word: &str) -> Option<String> {
    text.lines().rev().find(|line| line.contains(word)).map(|line| line.trim().to_owned())
}

fn print(all: &[Ran]) -> anyhow::Result<()> {
    let width = all.iter().map(|ran| ran.name.len()).max().unwrap_or(0);
    println!(
        "\n{:width$}  {:>12}  {:>8}  {:>12}  {:>7}  {:>8}",
        "target", "executions", "edges", "inputs", "seconds", "findings"
    );
    for ran in all {
        println!(
            "{:width$}  {:>12}  {:>8}  {:>12}  {:>7}  {:>8}",
            ran.name,
            ran.executions,
            ran.coverage,
            ran.corpus,
            ran.elapsed.as_secs(),
            ran.findings.len()
        );
    }
    let findings: Vec<String> =
        all.iter().flat_map(|ran| &ran.findings).map(|path| path.display().to_string()).collect();
    if findings.is_empty() {
        return Ok(());
    }
    bail!("found something:\n  {}", findings.join("\n  "));
}
