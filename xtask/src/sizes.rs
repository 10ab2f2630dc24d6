//! What a reader downloads, in bytes: held against a budget and against the last blessed measurement.
//!
//! In scope: measuring the artefacts, `tests/goldens/sizes.json`, the table in `docs/SIZES.md`. Out of scope: making
//! them small (`wasm`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::{edge, json, parts, process, progress, wasm, workspace};

/// A measurement may differ this much from the golden: the two ways to the standard library differ by about one
/// percent, and so do patch releases of rustc.
const TOLERANCE_PERCENT: u64 = 2;

/// What is measured, how it is called, and the most it may weigh when compressed by gzip.
struct Product {
    name: &'static str,
    files: Vec<PathBuf>,
    budget: u64,
}

fn products() -> Vec<Product> {
    vec![
        // The promise to whoever embeds the verifier in a page.
        Product {
            name: "npm verifier core",
            // Everything that a browser loads for `import { verify }`.
            files: [
                vec![package("api.js"), package("arguments.js"), package("browser.js")],
                wasm::npm_module().products(),
            ]
            .concat(),
            budget: 100 * 1024,
        },
        // What is loaded on top of it for a proof that signs what the JSON-LD says.
        Product { name: "npm verifier, full", files: wasm::npm_full_module().products(), budget: 200 * 1024 },
        // What is loaded after those for a credential of which a holder shows parts.
        Product {
            name: "npm verifier, with disclosure",
            files: wasm::npm_disclosure_module().products(),
            budget: 384 * 1024,
        },
        // What is loaded last, for a credential whose schema is at hand. It knows all that the others do, and most of it is
        // a JSON Schema library.
        Product {
            name: "npm verifier, with schemas",
            files: wasm::npm_schema_module().products(),
            budget: 1152 * 1024,
        },
        // What is loaded for a proof in zero knowledge: the second module and a curve with pairings.
        Product {
            name: "npm verifier, with zero knowledge",
            files: wasm::npm_zk_module().products(),
            budget: 264 * 1024,
        },
        // What a wallet's page loads beside the verifier; the key of its circuit is some megabytes more.
        Product {
            name: "npm prover",
            files: [
                ["browser.js", "crew.js", "errors.js", "hand.js", "holding.js", "key.js", "prover.js", "worker.js"]
                    .map(|file| package("prover").join(file))
                    .to_vec(),
                wasm::prover_module().products(),
            ]
            .concat(),
            budget: 384 * 1024,
        },
        // Little more than half of the mebibyte that the platform's free plan once took; above this a cold start is felt.
        Product { name: "edge Worker", files: edge::worker().products(), budget: 560 * 1024 },
    ]
}

fn package(file: &str) -> PathBuf {
    workspace::root().join("pkg").join(file)
}

/// Bytes of one file, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// `cargo xtask sizes`: fails when a budget is broken or a golden no longer true.
pub(crate) fn check() -> anyhow::Result<()> {
    let sizes = measure()?;
    hold_budgets(&sizes)?;
    let golden = golden()?;
    let mut faults = Vec::new();
    for (name, size) in &sizes {
        match golden.get(name) {
            None => faults.push(format!("{name}: not in the golden")),
            Some(blessed) => faults.extend(drift(name, *size, *blessed)),
        }
    }
    let page = fs::read_to_string(page_path()).unwrap_or_default();
    if !page.contains(&table(&golden)?) {
        faults.push("docs/SIZES.md: its table is not the golden's".to_owned());
    }
    if !faults.is_empty() {
        bail!("sizes changed; if that is intended: cargo xtask sizes --bless\n  {}", faults.join("\n  "));
    }
    Ok(())
}

/// `cargo xtask sizes --bless`: writes what is measured. Budgets hold here too.
pub(crate) fn bless() -> anyhow::Result<()> {
    let sizes = measure()?;
    hold_budgets(&sizes)?;
    let golden: serde_json::Map<String, Value> = sizes
        .iter()
        .map(|(name, size)| {
            (name.clone(), serde_json::json!({"raw": size.raw, "gzip": size.gzip, "brotli": size.brotli}))
        })
        .collect();
    fs::write(golden_path(), format!("{}\n", serde_json::to_string_pretty(&golden)?))?;
    fs::write(page_path(), page(&sizes)?).context("cannot write docs/SIZES.md")?;
    progress::note("sizes", "tests/goldens/sizes.json and docs/SIZES.md written");
    Ok(())
}

fn page_path() -> PathBuf {
    workspace::root().join("docs/SIZES.md")
}

fn golden_path() -> PathBuf {
    workspace::root().join("tests/goldens/sizes.json")
}

fn golden() -> anyhow::Result<BTreeMap<String, Size>> {
    let text = fs::read_to_string(golden_path()).context("no golden; write one: cargo xtask sizes --bless")?;
    sizes_of(&text)
}

fn sizes_of(text: &str) -> anyhow::Result<BTreeMap<String, Size>> {
    let read = json::read(text, "a list of sizes")?;
    let members = read.as_object().context("a list of sizes is an object")?;
    members
        .iter()
        .map(|(name, sizes)| {
            let of = |kind: &str| sizes[kind].as_u64().with_context(|| format!("{name} has no {kind} size"));
            Ok((name.clone(), Size { raw: of("raw")?, gzip: of("gzip")?, brotli: of("brotli")? }))
        })
        .collect()
}

/// Each file by its path in the checkout (`target/` for the build folder).
fn measure() -> anyhow::Result<BTreeMap<String, Size>> {
    const SCRIPT: &str = "const fs = require('node:fs'), zlib = require('node:zlib'), sizes = {};\
        for (const path of process.argv.slice(1)) {\
          const bytes = fs.readFileSync(path);\
          sizes[path] = { raw: bytes.length, gzip: zlib.gzipSync(bytes, { level: 9 }).length, brotli: zlib.brotliCompressSync(bytes).length };\
        }\
        console.log(JSON.stringify(sizes));";
    let files: Vec<PathBuf> = products().into_iter().flat_map(|product| product.files).collect();
    for file in &files {
        if !file.is_file() {
            bail!("{} is missing; `cargo xtask wasm` and `cargo xtask edge` make what is measured", file.display());
        }
    }
    let measured = process::run_quiet(Command::new("node").arg("-e").arg(SCRIPT).args(&files))?;
    Ok(sizes_of(&measured)?.into_iter().map(|(path, size)| (shown(&PathBuf::from(path)), size)).collect())
}

fn shown(path: &std::path::Path) -> String {
    match path.strip_prefix(workspace::target()) {
        Ok(inside) => format!("target/{}", inside.display()),
        Err(_) => path.strip_prefix(workspace::root()).unwrap_or(path).display().to_string(),
    }
}

fn total(product: &Product, sizes: &BTreeMap<String, Size>) -> Size {
    product.files.iter().filter_map(|file| sizes.get(&shown(file))).fold(Size::default(), |sum, size| Size {
        raw: sum.raw + size.raw,
        gzip: sum.gzip + size.gzip,
        brotli: sum.brotli + size.brotli,
    })
}

fn hold_budgets(sizes: &BTreeMap<String, Size>) -> anyhow::Result<()> {
    for product in products() {
        let size = total(&product, sizes);
        progress::note(
            "sizes",
            format!(
                "{}: {} raw, {} gzip (budget {}), {} brotli",
                product.name, size.raw, size.gzip, product.budget, size.brotli
            ),
        );
        if size.gzip > product.budget {
            bail!("{}: {} bytes of gzip, and the budget is {}", product.name, size.gzip, product.budget);
        }
    }
    Ok(())
}

fn drift(name: &str, now: Size, blessed: Size) -> Option<String> {
    let far = |now: u64, blessed: u64| now.abs_diff(blessed) * 100 > blessed * TOLERANCE_PERCENT;
    (far(now.raw, blessed.raw) || far(now.gzip, blessed.gzip) || far(now.brotli, blessed.brotli)).then(|| {
        format!(
            "{name}: raw {} → {}, gzip {} → {}, brotli {} → {}",
            blessed.raw, now.raw, blessed.gzip, now.gzip, blessed.brotli, now.brotli
        )
    })
}

fn page(sizes: &BTreeMap<String, Size>) -> anyhow::Result<String> {
    let mut page = String::from(
        "# Sizes\n\n\
         Written by `cargo xtask sizes --bless`, held by `cargo xtask test`: a budget is hard, every other number may \
         drift by two percent before somebody has to look. Bytes; gzip at level 9, brotli at 11.\n\n",
    );
    page.push_str(&table(sizes)?);
    page.push_str(
        "\n`bbs-2023` weighs some 92 kB of gzip wherever it is: a curve with pairings, and generators. It is in the third and \
         fourth module and in the Worker, and in no module that a page loads for another suite. The budgets of the fourth \
         module (1 MiB before) and of the Worker (384 KiB before) were raised for it.\n\
         \n\
         The modules of the npm package have no console, so that a panic in them traps without a message (`xtask/src/wasm_panics.rs`). \
         What writes such messages would be some 7 kB of gzip in the second module, whose budget of 200 KiB holds without it.\n",
    );
    page.push_str(
        "\n## What the verifier core is made of\n\n\
         Shares of the optimized module, by the crate a function was written in. Generic code counts where it was \
         written, and what was inlined counts where it ended up.\n\n\
         | Part | bytes | share |\n|---|---:|---:|\n",
    );
    for part in parts::of(&wasm::npm_module().with_names())? {
        writeln!(page, "| {} | {} | {} % |", part.name, part.bytes, part.percent)?;
    }
    Ok(page)
}

fn table(sizes: &BTreeMap<String, Size>) -> anyhow::Result<String> {
    let mut page = String::from("| Artefact | raw | gzip | brotli |\n|---|---:|---:|---:|\n");
    for product in products() {
        for file in &product.files {
            let name = shown(file);
            let size = sizes.get(&name).copied().unwrap_or_default();
            writeln!(page, "| `{name}` | {} | {} | {} |", size.raw, size.gzip, size.brotli)?;
        }
        let size = total(&product, sizes);
        writeln!(
            page,
            "| **{}** (budget: {} gzip) | **{}** | **{}** | **{}** |",
            product.name, product.budget, size.raw, size.gzip, size.brotli
        )?;
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::{Size, drift};

    #[test]
    fn two_percent_pass_and_more_does_not() {
        let blessed = Size { raw: 1000, gzip: 500, brotli: 400 };
        assert_eq!(drift("x", Size { raw: 1020, gzip: 490, brotli: 408 }, blessed), None);
        assert!(drift("x", Size { raw: 1021, ..blessed }, blessed).is_some());
        assert!(drift("x", Size { gzip: 489, ..blessed }, blessed).is_some());
    }
}
