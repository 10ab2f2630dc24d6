//! `proofpass config`: whether the settings are good, before anything is started with them; and what they are.
//!
//! Both read the environment, as `serve` does where it is given no flags. Nothing is started, and nobody is asked: not the
//! database, not Redis. No secret is shown, only whether there is one.

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};
use proofpass::json::{Object, Value};
use proofpass_issuer::config::{self, SECRETS, ServeArgs};
use proofpass_issuer::limiter::Limiter;
use proofpass_issuer::store::Store;

use super::{Output, SystemClock, WRONG_SETTINGS, environment, visible};

/// Look at the settings.
#[derive(Debug, Subcommand)]
pub(super) enum Config {
    /// Say what is wrong with the settings: everything at once, and nothing is started
    Check(Output),
    /// Say what the settings are and where each comes from; of secrets, only whether there are
    Show(Output),
}

/// `serve` without flags.
#[derive(Debug, Parser)]
#[command(name = "serve")]
struct Line {
    #[command(flatten)]
    serve: ServeArgs,
}

/// Names of the predecessor, and what became of each.
const FORMER: [(&str, &str); 12] = [
    ("API_KEY_SALT", "PROOFPASS_API_KEY_PEPPER"),
    ("DATABASE_HOST", "DATABASE_URL"),
    ("DATABASE_NAME", "DATABASE_URL"),
    ("DATABASE_PASSWORD", "DATABASE_URL"),
    ("DATABASE_PORT", "DATABASE_URL"),
    ("DATABASE_SSL", "sslmode in DATABASE_URL"),
    ("DATABASE_USER", "DATABASE_URL"),
    ("DID_ENCRYPTION_KEY", "PROOFPASS_MASTER_KEY"),
    ("JWT_SECRET", "keys of the service's own, which PROOFPASS_MASTER_KEY seals"),
    ("PROMETHEUS_PORT", "PROOFPASS_METRICS_LISTEN"),
    ("REDIS_HOST", "REDIS_URL"),
    ("REDIS_PASSWORD", "REDIS_URL"),
];

pub(super) fn run(command: &Config) -> ExitCode {
    match command {
        Config::Check(output) => check(*output),
        Config::Show(output) => show(*output),
    }
}

fn check(output: Output) -> ExitCode {
    let (faults, notes) = (faults(), notes());
    let good = faults.is_empty();
    if output.json {
        let texts = |all: &[String]| all.iter().map(|text| Value::from(text.clone())).collect::<Vec<_>>();
        print(
            &Object::new().with("good", good).with("faults", texts(&faults)).with("notes", texts(&notes)).to_string(),
        );
    } else {
        for (kind, all) in [("fault", &faults), ("note", &notes)] {
            for text in all {
                print(&format!("{kind}: {}", visible(text)));
            }
        }
        if good {
            print("The settings are good.");
        }
    }
    if good { ExitCode::SUCCESS } else { ExitCode::from(WRONG_SETTINGS) }
}

/// Everything that would keep `serve` from starting, as far as it can be told without asking anybody.
fn faults() -> Vec<String> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let mut faults: Vec<String> = config::unknown(names).map(|error| chain(&error)).collect();
    let serve = match Line::try_parse_from(["serve"]) {
        Ok(line) => line.serve,
        Err(error) => {
            // The first paragraph: what follows is about flags, which nobody used here.
            let text = error.to_string();
            let first = text.split("\n\n").next().unwrap_or_default();
            faults.push(first.trim_start_matches("error: ").replace('\n', " "));
            return faults;
        }
    };
    let issuer = &serve.issuer;
    faults.extend(serve.check().err().map(|error| chain(&error)));
    faults.extend(issuer.keys(&environment).err().map(|error| chain(&error)));
    faults.extend(issuer.mail.post(&environment).err().map(|error| chain(&error)));
    match config::database_url(&environment) {
        Ok(url) => faults.extend(config_of_database(&url)),
        Err(error) => faults.push(chain(&error)),
    }
    match serve.redis_url(&environment) {
        Ok(None) => {}
        Ok(Some(url)) => {
            let limiter = Limiter::new(serve.rate_limits.limits(), std::sync::Arc::new(SystemClock));
            faults.extend(limiter.with_redis(&url).err().map(|error| chain(&error)));
        }
        Err(error) => faults.push(chain(&error)),
    }
    faults
}

fn config_of_database(url: &secrecy::SecretString) -> Option<String> {
    // The pool looks after itself in the background, inside a runtime; it connects to nobody before it is asked to.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    runtime.block_on(async { Store::open(url).err().map(|error| chain(&error)) })
}

/// What is read by nobody, and looks as if somebody relied on it.
fn notes() -> Vec<String> {
    let set = FORMER.iter().filter(|(name, _)| environment(name).is_some());
    set.map(|(name, now)| format!("{name} is read by nobody here; in its place there is {now}")).collect()
}

fn show(output: Output) -> ExitCode {
    let command = Line::command();
    let mut settings: Vec<(String, Object)> = Vec::new();
    for arg in command.get_arguments() {
        let Some(name) = arg.get_env().and_then(|name| name.to_str()) else { continue };
        let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let (value, source) = match environment(name) {
            Some(value) => (value.to_string_lossy().into_owned(), "environment"),
            None if defaults.is_empty() => (String::new(), "absent"),
            None => (defaults.join(","), "default"),
        };
        settings.push((name.to_owned(), Object::new().with("value", value).with("source", source)));
    }
    for name in SECRETS {
        let source = match (environment(name), environment(&format!("{name}_FILE"))) {
            (Some(_), _) => "environment",
            (None, Some(_)) => "file",
            (None, None) => "absent",
        };
        settings.push((name.to_owned(), Object::new().with("secret", true).with("source", source)));
    }
    settings.sort_by(|(one, _), (other, _)| one.cmp(other));
    if output.json {
        print(&settings.into_iter().fold(Object::new(), |all, (name, one)| all.with(&name, one)).to_string());
        return ExitCode::SUCCESS;
    }
    for (name, one) in &settings {
        let text = |member| one.get(member).and_then(Value::as_str);
        let value = text("value").map_or_else(|| "(secret)".to_owned(), visible);
        print(&format!("{name}={value}  # {}", text("source").unwrap_or_default()));
    }
    ExitCode::SUCCESS
}

/// An error and its causes.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[expect(clippy::print_stdout, reason = "this is what the command is for")]
fn print(line: &str) {
    println!("{line}");
}
