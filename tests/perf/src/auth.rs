//! What it costs to tell who calls: the function itself, many times, as requests ask it. What the database does for it is
//! for the caller to add.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proofpass_issuer::clock::SystemClock;
use proofpass_issuer::issue::api_key::{self, Pepper, Peppers};
use proofpass_issuer::issue::{Issuer, Parts, PublicUrl};
use proofpass_issuer::rng::SystemRng;
use proofpass_issuer::store::Store;
use proofpass_issuer::store::plans::Plan;
use proofpass_issuer::store::seal::Sealer;
use secrecy::{SecretBox, SecretString};
use serde_json::{Value, json};

/// Asks who holds `key`, so many times.
pub(crate) fn run(database: &str, pepper: &str, key: &str, times: u64) -> anyhow::Result<Value> {
    let pepper = URL_SAFE_NO_PAD.decode(pepper).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let pepper = pepper.context("the pepper must be 32 bytes in base64url")?;
    // As it is served: with as many threads as there are processors.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let _here = runtime.enter();
    let issuer = Issuer::new(Parts {
        store: Store::open(&SecretString::from(database))?,
        // Nothing is sealed or opened here.
        sealer: Sealer::new(&SecretBox::new(Box::new([0; 32]))),
        peppers: Peppers { current: Pepper::new(SecretBox::new(Box::new(pepper))), older: Vec::new() },
        clock: Arc::new(SystemClock),
        rng: Arc::new(SystemRng),
        public_url: PublicUrl::parse("http://127.0.0.1:3000").map_err(|error| anyhow!("{error}"))?,
        test_keys: true,
        default_plan: Plan::Enterprise,
        mail: false,
    });
    runtime.block_on(async {
        let ask = async || api_key::authenticate(&issuer, key, None).await.map_err(|error| anyhow!("{error}"));
        ask().await?;
        let (cpu, start) = (crate::cpu_micros(), Instant::now());
        for _ in 0..times {
            ask().await?;
        }
        let spent = crate::cpu_micros() - cpu;
        Ok(json!({ "times": times, "cpu_us": spent, "per_second": crate::per_second(times, start.elapsed()) }))
    })
}
