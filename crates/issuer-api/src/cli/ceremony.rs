//! `proofpass ceremony`: the trusted setup of a circuit, with the files of snarkjs. No network, no database, no settings.
//!
//! In scope: files and words around `proofpass_zk::ceremony`. A file that is there is not overwritten unless told to; a
//! new one is written beside its place and renamed, so that it is whole or not there. Out of scope: who takes part, and in
//! which order (docs/CEREMONY.md).

mod files;
mod told;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use proofpass::json::Object;
use proofpass::zk::Circuit;
use proofpass_issuer::rng::{self, SystemRng};
use proofpass_zk::ceremony::{self, Entropy, Refusal};
use proofpass_zk::formats::{self, Name, Ptau, R1cs, Threads, Zkey};
use proofpass_zk::solidity;

use super::verify::wrong_usage;
use super::{Output, visible};
use files::{Place, read};
use told::{blake2b, hex};

#[derive(Debug, Subcommand)]
pub(crate) enum Ceremony {
    /// Write the constraints of a circuit of this program: `cred-s/1`
    ExportR1cs(ExportR1cs),
    /// Make powers of tau for development, where the public ones are not at hand
    Powers(Powers),
    /// Begin: make the first key from a circuit and powers of tau
    New(New),
    /// Contribute to a key: this machine's randomness, forgotten at once
    Contribute(Contribute),
    /// End: contribute a public value that nobody could know before
    Beacon(Beacon),
    /// Verify a key with all its contributions, against the circuit and the powers of tau
    Verify(Verify),
    /// Verify, and write the proving key, the verifying key and a record into a new folder
    Finalize(Finalize),
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExportR1cs {
    /// The circuit's name
    circuit: String,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Powers {
    /// For circuits of up to two to this power constraints
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(formats::MAX_POWER)))]
    power: u32,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, clap::Args)]
pub(crate) struct New {
    #[command(flatten)]
    from: Basis,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Contribute {
    /// The key so far (.zkey)
    key: PathBuf,
    /// Who contributes, as the transcript will say: one line of at most 64 bytes
    #[arg(long, value_parser = |text: &str| Name::parse(text).ok_or("one line of at most 64 bytes"))]
    name: Name,
    /// A file with more randomness, such as throws of dice, mixed with this machine's; `-` reads standard input
    #[arg(long)]
    entropy: Option<PathBuf>,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Beacon {
    /// The key so far (.zkey)
    key: PathBuf,
    /// The value in hexadecimal, such as the randomness of a round of drand that was announced before
    #[arg(long, value_parser = parse_hex)]
    value: Bytes,
    /// Two to this power times it is hashed: 10 to 24
    #[arg(long, default_value_t = ceremony::MIN_ITERATIONS)]
    iterations: u8,
    /// What the transcript will say of it, such as the round
    #[arg(long, value_parser = |text: &str| Name::parse(text).ok_or("one line of at most 64 bytes"))]
    name: Option<Name>,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    from: Basis,
    /// The key (.zkey)
    key: PathBuf,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Finalize {
    #[command(flatten)]
    from: Basis,
    /// The key (.zkey)
    key: PathBuf,
    /// The folder to make
    folder: PathBuf,
    /// Where the key with its transcript is published, for whoever wants to verify it
    #[arg(long, value_name = "URL")]
    transcript: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// What a ceremony is about.
#[derive(Debug, clap::Args)]
struct Basis {
    /// The circuit (.r1cs)
    circuit: PathBuf,
    /// The powers of tau, prepared for the second phase (.ptau)
    powers: PathBuf,
    /// The published BLAKE2b-512 of the powers of tau, in hexadecimal: another file is refused
    #[arg(long, value_name = "HEX", value_parser = parse_hex)]
    powers_blake2b: Option<Bytes>,
}

/// Where something new goes.
#[derive(Debug, clap::Args)]
struct To {
    /// The file to write
    file: PathBuf,
    /// Overwrite it where it is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    output: Output,
}

/// Bytes in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bytes(Vec<u8>);

fn parse_hex(text: &str) -> Result<Bytes, &'static str> {
    let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    let bytes = digits.chunks(2).map(byte).collect::<Option<Vec<u8>>>();
    bytes.filter(|bytes| !bytes.is_empty()).map(Bytes).ok_or("pairs of hexadecimal digits")
}

/// The exit code is 64 where a file cannot be read, 1 where a step is refused.
pub(crate) fn run(command: &Ceremony) -> anyhow::Result<ExitCode> {
    match command {
        Ceremony::ExportR1cs(args) => export_r1cs(args),
        Ceremony::Powers(args) => powers(args),
        Ceremony::New(args) => new(args),
        Ceremony::Contribute(args) => contribute(args),
        Ceremony::Beacon(args) => beacon(args),
        Ceremony::Verify(args) => verify(args),
        Ceremony::Finalize(args) => finalize(args),
    }
}

fn export_r1cs(args: &ExportR1cs) -> anyhow::Result<ExitCode> {
    let Some(circuit) = Circuit::from_name(&args.circuit) else {
        let names = Circuit::ALL.map(Circuit::as_str).join(", ");
        return Ok(wrong_usage(&anyhow::anyhow!("there is no circuit of that name; there is {names}")));
    };
    let place = Place::file(&args.to.file, args.to.force)?;
    let constraints = told::constraints_of(circuit)?;
    place.write(&constraints.write())?;
    args.to.output.print(&told::circuit(&constraints));
    Ok(ExitCode::SUCCESS)
}

fn powers(args: &Powers) -> anyhow::Result<ExitCode> {
    let place = Place::file(&args.to.file, args.to.force)?;
    say("for development: whoever made this file could have kept its secret, and every key from it says so");
    let made = step("making powers of tau", || Ok(ceremony::development::powers(args.power, &entropy()?, threads())))?;
    let bytes = made.context("that many powers are not made")?;
    place.write(&bytes)?;
    let said = Object::new().with("power", args.power).with("blake2b", hex(&blake2b(&bytes)));
    args.to.output.print(&said.with("standing", ceremony::Standing::Development.as_str()));
    Ok(ExitCode::SUCCESS)
}

fn new(args: &New) -> anyhow::Result<ExitCode> {
    let place = Place::file(&args.to.file, args.to.force)?;
    let about = match About::read(&args.from) {
        Ok(about) => about,
        Err(error) => return Ok(wrong_usage(&error)),
    };
    let powers = about.powers()?;
    let key = step("making the first key", || Ok(ceremony::new(&about.circuit, &powers, threads())?))?;
    place.write(&key.write())?;
    args.to.output.print(&told::circuit(&about.circuit).with("circuitHash", hex(key.circuit_hash())));
    Ok(ExitCode::SUCCESS)
}

fn contribute(args: &Contribute) -> anyhow::Result<ExitCode> {
    let place = Place::file(&args.to.file, args.to.force)?;
    let inputs = (|| Ok((key(&args.key)?, args.entropy.as_deref().map(read).transpose()?)))();
    let (mut key, more) = match inputs {
        Ok(inputs) => inputs,
        Err(error) => return Ok(wrong_usage(&error)),
    };
    let more = zeroize::Zeroizing::new(more.unwrap_or_default());
    let made =
        step("contributing", || Ok(ceremony::contribute(&mut key, args.name.clone(), &entropy()?, &more, threads())?))?;
    place.write(&key.write())?;
    say("publish the contribution's hash where others can see that it is yours");
    args.to.output.print(&told::contribution(key.contributions().len(), &made));
    Ok(ExitCode::SUCCESS)
}

fn beacon(args: &Beacon) -> anyhow::Result<ExitCode> {
    let place = Place::file(&args.to.file, args.to.force)?;
    let mut key = match key(&args.key) {
        Ok(key) => key,
        Err(error) => return Ok(wrong_usage(&error)),
    };
    let made = step("contributing the beacon", || {
        Ok(ceremony::beacon(&mut key, args.name.clone(), &args.value.0, args.iterations, threads())?)
    })?;
    place.write(&key.write())?;
    args.to.output.print(&told::contribution(key.contributions().len(), &made));
    Ok(ExitCode::SUCCESS)
}

fn verify(args: &Verify) -> anyhow::Result<ExitCode> {
    let (about, key) = match About::with_key(&args.from, &args.key) {
        Ok(inputs) => inputs,
        Err(error) => return Ok(wrong_usage(&error)),
    };
    let powers = about.powers()?;
    let transcript = about.verify(&key, &powers)?;
    args.output.print(&told::transcript(&about.circuit, &about.bytes, &transcript));
    Ok(ExitCode::SUCCESS)
}

fn finalize(args: &Finalize) -> anyhow::Result<ExitCode> {
    let place = Place::folder(&args.folder)?;
    let (about, key) = match About::with_key(&args.from, &args.key) {
        Ok(inputs) => inputs,
        Err(error) => return Ok(wrong_usage(&error)),
    };
    let powers = about.powers()?;
    let transcript = about.verify(&key, &powers)?;
    let finished = ceremony::finalize(&transcript)?;
    let proving_key = finished.proving_key_bytes();
    let record = told::record(&about.circuit, &about.bytes, &transcript, &finished, &proving_key);
    let text = format!("{record}\n");
    let verifying_key = formats::verifying_key_to_json(&finished.verifying_key);
    let contract = solidity::contract(&finished.verifying_key, "ProofVerifier");
    let trusted = told::trusted_key(&about.circuit, &transcript, &finished, args.transcript.as_deref())?;
    let trusted = trusted.map(|key| format!("{}\n", key.to_object()));
    let mut files: Vec<(&str, &[u8])> = vec![
        ("proving_key.bin", proving_key.as_slice()),
        ("verification_key.json", verifying_key.as_bytes()),
        ("ceremony.json", text.as_bytes()),
        ("ProofVerifier.sol", contract.as_bytes()),
    ];
    files.extend(trusted.as_ref().map(|text| ("trusted_key.json", text.as_bytes())));
    place.write_all(&files)?;
    if finished.standing == ceremony::Standing::Development {
        say("for development: it takes two contributors, a beacon, and powers of tau that others contributed to");
    }
    args.output.print(&record);
    Ok(ExitCode::SUCCESS)
}

/// A circuit, and the bytes of its powers.
struct About {
    circuit: R1cs,
    bytes: Vec<u8>,
}

impl About {
    fn read(from: &Basis) -> anyhow::Result<Self> {
        let bytes = read(&from.circuit)?;
        let circuit = R1cs::read(&bytes).with_context(|| from.circuit.display().to_string())?;
        let about = Self { circuit, bytes: read(&from.powers)? };
        if let Some(published) = &from.powers_blake2b
            && published.0 != blake2b(&about.bytes)
        {
            bail!("{}: not the file with that BLAKE2b", from.powers.display());
        }
        // Whether it is one at all, before anything long begins.
        Ptau::read(&about.bytes, threads()).with_context(|| from.powers.display().to_string())?;
        Ok(about)
    }

    fn with_key(from: &Basis, path: &Path) -> anyhow::Result<(Self, Zkey)> {
        Ok((Self::read(from)?, key(path)?))
    }

    fn powers(&self) -> Result<Ptau<'_>, Refusal> {
        Ptau::read(&self.bytes, threads()).map_err(Refusal::Ptau)
    }

    fn verify<'k>(&self, key: &'k Zkey, powers: &Ptau<'_>) -> anyhow::Result<ceremony::Transcript<'k>> {
        step("verifying the transcript", || Ok(ceremony::verify(key, &self.circuit, powers, &entropy()?, threads())?))
    }
}

fn key(path: &Path) -> anyhow::Result<Zkey> {
    let bytes = read(path)?;
    step("reading the key", || Zkey::read(&bytes, threads()).with_context(|| path.display().to_string()))
}

fn entropy() -> anyhow::Result<Entropy> {
    Ok(Entropy::new(rng::bytes(&SystemRng)?))
}

fn threads() -> Threads {
    Threads::available()
}

/// Says on standard error what takes long, and how long it took.
fn step<T>(what: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    say(&format!("{what} …"));
    let begun = Instant::now();
    let done = work()?;
    say(&format!("{what}: done in {:.1} s", begun.elapsed().as_secs_f64()));
    Ok(done)
}

#[expect(clippy::print_stderr, reason = "the command line's way to say what it does")]
fn say(text: &str) {
    eprintln!("{}", visible(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_pairs_of_digits() {
        assert_eq!(parse_hex("00ff"), Ok(Bytes(vec![0, 255])));
        assert_eq!(parse_hex("0xAb"), Ok(Bytes(vec![0xab])));
        for text in ["", "0x", "0", "0g", "+1", "ab ", " ab", "abc", "é"] {
            assert!(parse_hex(text).is_err(), "{text}");
        }
    }
}
