//! `cargo xtask demo`: from nothing to a service, a credential and an edge verifier, with links and commands that work.
//!
//! In scope: starting everything on this machine, showing it, stopping it. Out of scope: how the service is set up
//! (`service`); anything that is not a
//! demonstration: every key here is a development key and everything is gone afterwards.

mod commands;

use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::Value;

use self::commands::Shown;
use crate::postgres::Cluster;
use crate::service::{Issuer, Made, await_answer, free_ports};
use crate::{edge, json, progress, service, setup, wasm, worker, workspace};

/// `cargo xtask demo`: runs until Ctrl-C. With `once` it tries everything that it printed and leaves.
pub(crate) fn run(once: bool) -> anyhow::Result<()> {
    setup::run()?;
    wasm::run()?;
    edge::run()?;
    let program = service::build()?;
    let cluster = Cluster::start()?;
    let folder = cluster.folder();
    let [issuer_port, worker_port, inspector_port] = free_ports([3000, 8787, 9229])?;
    let issuer = Issuer {
        program,
        database: cluster.create_database("proofpass")?,
        origin: format!("http://127.0.0.1:{issuer_port}"),
        settings: vec![
            ("PROOFPASS_API_KEY_PEPPER", "development-only:demo pepper".to_owned()),
            ("PROOFPASS_ASSETS_DIR", workspace::root().join("pkg").display().to_string()),
        ],
    };

    let made = progress::step("demo", "migrating, making an organisation, its keys and a template", || {
        issuer.prepare("Demo Products Ltd", &["--test"], folder)
    })?;
    let mut service = issuer.serve(issuer_port, folder)?;
    await_answer("the service", &mut service, &format!("{}/ready", issuer.origin), || service::log(folder))?;
    let mut edge = worker::start(worker_port, inspector_port, &issuer.origin)?;
    let edge_origin = format!("http://127.0.0.1:{worker_port}");
    progress::step("demo", "starting the edge Worker on workerd", || {
        await_answer("the Worker", &mut edge, &format!("{edge_origin}/health"), worker::log)
    })?;

    let create = commands::create(&issuer.origin, &made.api_key, &made.template);
    let attestation: Value = json::read(&create.run()?, "the service's answer")?;
    let id = attestation["id"].as_str().context("the attestation has no id")?;
    let mut shown = vec![create];
    shown.extend(commands::about(&issuer.origin, &made.api_key, id, &edge_origin, issuer_port));
    print(&shown, &made);

    if once {
        for each in &shown {
            each.try_out()?;
        }
        println!("\n[demo] {} commands and links tried, all of them work", shown.len());
        return Ok(());
    }
    println!("\nCtrl-C stops everything and leaves nothing behind.");
    loop {
        for (name, server) in [("the service", &mut service), ("the Worker", &mut edge)] {
            if let Some(status) = server.ended() {
                bail!("{name} ended: {status}");
            }
        }
        thread::sleep(Duration::from_millis(500));
    }
}

fn print(shown: &[Shown], made: &Made) {
    println!("\nDemo Products Ltd ({}) signs as", made.organization);
    println!("  {}", made.did);
    println!("Development API key (it dies with this demo): {}", made.api_key);
    for each in shown {
        println!("\n{}", each.title());
        println!("  {}", each.text());
    }
}
