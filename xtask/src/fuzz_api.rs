//! `cargo xtask fuzz-api`: requests made from `docs/openapi.json`, good ones and bad ones, against the live service: no
//! answer says that the service has failed, and each is one that the description has.
//!
//! Once as a program with an API key, once as an admin with an access token. Schemathesis makes the requests; it stays under
//! `target`, and where Python or the package index is missing the suite says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use crate::postgres::Cluster;
use crate::service::{self, Issuer, await_answer, free_ports, text};
use crate::{json, process, progress, workspace};

/// Seconds for each of the two callers where nobody says.
pub(crate) const SECONDS: u64 = 45;

const DATABASE: &str = "fuzz_api";

/// What every answer is held to. What the service refuses or takes is for its own suites to say: a schema says less than
/// the rules.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,\
    response_headers_conformance";

/// What would leave nothing to ask about: without a key that signs the service says that it is unavailable, and without
/// the session everything is refused.
const LEFT_OUT: [&str; 3] = ["compromiseIssuerKey", "endSession", "retireIssuerKey"];

/// What good requests leave behind.
const MADE: &str = "select (select count(*) from templates) + (select count(*) from webhook_endpoints) \
    + (select count(*) from jobs) + (select count(*) from invitations)";

/// `cargo xtask fuzz-api`
pub(crate) fn run(seconds: Option<&str>) -> anyhow::Result<()> {
    let seconds = seconds.map_or(Ok(SECONDS), str::parse).context("--seconds needs a number")?;
    let schemathesis = schemathesis()?;
    let program = service::build()?;
    against(&Cluster::start()?, program, &schemathesis, seconds)
}

/// Schemathesis, or why there is none.
pub(crate) fn schemathesis() -> anyhow::Result<PathBuf> {
    let folder = workspace::target().join("schemathesis");
    let requirements = workspace::root().join("tests/api/requirements.txt");
    let stamp = workspace::Inputs::default().path(&requirements)?.stamp(folder.join(".installed"));
    let (python, program) = (folder.join("venv/bin/python"), folder.join("venv/bin/schemathesis"));
    if !stamp.is_current(std::slice::from_ref(&program)) {
        progress::step("fuzz-api", "installing schemathesis, in an environment of its own", || {
            fs::create_dir_all(&folder)?;
            process::run_quiet(Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv")))?;
            let mut install = Command::new(&python);
            install.args(["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r"]);
            process::run_quiet(install.arg(&requirements))
        })?;
        stamp.write()?;
    }
    Ok(program)
}

/// The suite, on a cluster that runs.
pub(crate) fn against(cluster: &Cluster, program: PathBuf, schemathesis: &Path, seconds: u64) -> anyhow::Result<()> {
    let folder = workspace::target().join("schemathesis");
    let [port] = free_ports([3000])?;
    let issuer = Issuer {
        program,
        database: cluster.create_database(DATABASE)?,
        origin: format!("http://127.0.0.1:{port}"),
        settings: service::UNLIMITED
            .map(|name| (name, "off".to_owned()))
            .into_iter()
            .chain([("PROOFPASS_API_KEY_PEPPER", "development-only:fuzz-api".to_owned())])
            .collect(),
    };
    issuer.migrate()?;
    let _ = fs::remove_file(folder.join(service::LOG));
    let mut service = issuer.serve(port, &folder)?;
    await_answer("the service", &mut service, &format!("{}/ready", issuer.origin), || service::log(&folder))?;
    let admin = admin(&issuer)?;
    let organization = text(&admin["organization"], "id")?;
    let (api_key, _) = issuer.furnish(&organization, &[], &folder)?;
    let made_before = cluster.ask(DATABASE, MADE)?;
    for (who, header) in [
        ("a program", format!("X-API-Key: {api_key}")),
        ("an admin", format!("Authorization: Bearer {}", text(&admin, "token")?)),
    ] {
        let what = format!("asking as {who} for {seconds} s");
        progress::step("fuzz-api", what, || ask(schemathesis, &issuer.origin, &folder, &header, seconds))?;
        if let Some(status) = service.ended() {
            bail!("the service ended: {status}\n{}", service::log(&folder));
        }
    }
    // A service that refuses everything would answer as described, too.
    ensure!(cluster.ask(DATABASE, MADE)? != made_before, "not one request had an effect");
    Ok(())
}

/// Somebody who has registered with an organisation of their own.
fn admin(issuer: &Issuer) -> anyhow::Result<Value> {
    const BODY: &str = r#"{"email":"admin@example.com","password":"correct horse; battery 'staple'","name":"Admin","organization":"Fuzzed Ltd"}"#;
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--fail-with-body", "--max-time", "20", "--noproxy", "*"]);
    curl.args(["--header", "content-type: application/json", "--data", BODY]);
    let answer = process::run_quiet(curl.arg(format!("{}/api/v1/auth/register", issuer.origin)))?;
    json::read(&answer, "the answer to a registration")
}

fn ask(schemathesis: &Path, origin: &str, folder: &Path, header: &str, seconds: u64) -> anyhow::Result<()> {
    let mut command = Command::new(schemathesis);
    command.current_dir(folder).arg("run").arg(workspace::root().join("docs/openapi.json"));
    command.args(["--url", origin, "--header", header, "--checks", CHECKS, "--max-time", &seconds.to_string()]);
    command.args(["--phases", "examples,coverage,fuzzing", "--workers", "2", "--no-shrink", "--warnings", "off"]);
    // The same requests each time, as far as the time allows: what one run finds, the next finds too.
    command.args(["--suppress-health-check", "all", "--seed", "1"]).env("NO_COLOR", "1");
    command.args(LEFT_OUT.iter().flat_map(|operation| ["--exclude-operation-id", operation]));
    process::run_quiet(&mut command).map(drop)
}
