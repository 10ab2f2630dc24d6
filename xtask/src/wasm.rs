//! The Wasm artefacts: compiled for size, given their JavaScript by wasm-bindgen, squeezed by wasm-opt, and refused
//! when they ask their host for anything that is not on a short list.
//!
//! In scope: `pkg/wasm` and its four larger sisters (the npm package's modules) and the steps the edge Worker
//! shares with them. Out of scope: the Worker's entry (`edge`), byte budgets (`sizes`).

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::wasm_std::{self, TARGET, WasmStd};
use crate::workspace::{self, Inputs, Stamp};
use crate::{npm, process, progress, qr, wasm_panics};

/// What rustc enables for this target by default and wasm-opt must be told. Everything here is in Chromium 96,
/// Firefox 79, Safari 15 and Node 16.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Control flow rebuilt from its parts comes out smaller than what the compiler leaves.
pub(crate) const SMALLEST: [&str; 8] =
    ["--flatten", "--rereloop", "-Oz", "-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"];

/// A tenth of the time of [`SMALLEST`], for three percent more bytes.
const SMALL: [&str; 1] = ["-Oz"];

/// A tenth of the time of [`SMALLEST`] as well, for a module that is to be fast.
const FAST: [&str; 1] = ["-O3"];

/// One door of a crate.
pub(crate) struct Artefact {
    /// What it is called in messages.
    pub(crate) name: &'static str,
    /// The crate.
    pub(crate) package: &'static str,
    /// The feature of the crate.
    pub(crate) feature: &'static str,
    /// The profile that it is compiled in.
    pub(crate) profile: &'static str,
    /// The stem of the files that wasm-bindgen writes.
    pub(crate) stem: &'static str,
    /// Where they go.
    pub(crate) folder: PathBuf,
    /// What the module may import.
    pub(crate) imports: Imports,
    /// JavaScript of the crate's own that it may import from: paths within the crate.
    pub(crate) snippets: &'static [&'static str],
    /// Features of WebAssembly that it may use beyond [`FEATURES`].
    pub(crate) features: &'static [&'static str],
    /// What is done to the module before wasm-opt.
    pub(crate) prepare: fn(&Path) -> anyhow::Result<()>,
    /// How hard wasm-opt tries.
    pub(crate) passes: &'static [&'static str],
    /// How wasm-bindgen is set up beyond the defaults of this file.
    pub(crate) bindgen: fn(&mut Bindgen) -> anyhow::Result<()>,
    /// The files that the build leaves.
    pub(crate) products: &'static [&'static str],
    /// What remains to be done when the module is there.
    pub(crate) finish: fn(&Path) -> anyhow::Result<()>,
}

/// Which of its host's functions a module may import: names without the hash that wasm-bindgen appends.
pub(crate) enum Imports {
    AllBut(&'static [&'static str]),
    Only(&'static [&'static str]),
}

impl Imports {
    fn allow(&self, name: &str) -> bool {
        match self {
            Self::AllBut(names) => !names.contains(&name),
            Self::Only(names) => names.contains(&name),
        }
    }
}

/// The crate with the verifier's doors.
pub(crate) const VERIFIER: &str = "proofpass-verifier-wasm";

/// What the npm package's module may ask of its host: errors, strings and bytes. No clock, no randomness, no network, no
/// console.
const NPM_IMPORTS: [&str; 8] = [
    "__wbg___wbindgen_string_get",
    "__wbg___wbindgen_throw",
    "__wbg_instanceof_Uint8Array",
    "__wbg_length",
    "__wbg_new",
    "__wbg_prototypesetcall",
    "__wbg_set_code",
    "__wbindgen_init_externref_table",
];

/// The module that checks schemas has hash tables whose seeds nobody should guess. No report depends on them.
const NPM_SCHEMA_IMPORTS: [&str; 9] = {
    let mut names = ["__wbg_getRandomValues"; 9];
    let mut at = 0;
    while at < NPM_IMPORTS.len() {
        names[at] = NPM_IMPORTS[at];
        at += 1;
    }
    names
};

/// What the prover may ask of its host: errors. Randomness, the time and the key are brought to it.
const PROVER_IMPORTS: [&str; 4] =
    ["__wbg___wbindgen_throw", "__wbg_new", "__wbg_set_code", "__wbindgen_init_externref_table"];

/// The module of `@proofpass/prover`.
pub(crate) fn prover_module() -> Artefact {
    Artefact {
        name: "prover",
        package: "proofpass-prover-wasm",
        profile: "wasm-fast",
        stem: "prover",
        imports: Imports::Only(&PROVER_IMPORTS),
        passes: &FAST,
        products: &["prover.js", "prover_bg.wasm"],
        ..npm_artefact("js", "prover/wasm")
    }
}

/// The npm package's module, which everybody loads.
pub(crate) fn npm_module() -> Artefact {
    npm_artefact("js", "wasm")
}

/// The npm package's second module, which is loaded when the first has left a proof unchecked.
pub(crate) fn npm_full_module() -> Artefact {
    npm_artefact("full", "wasm-full")
}

/// The npm package's third module, which is loaded for a suite or a format that the second does not know.
pub(crate) fn npm_disclosure_module() -> Artefact {
    npm_artefact("disclosure", "wasm-disclosure")
}

/// The npm package's fourth module, which is loaded when a schema is at hand.
pub(crate) fn npm_schema_module() -> Artefact {
    Artefact {
        imports: Imports::Only(&NPM_SCHEMA_IMPORTS),
        // The crate that counts characters brings it. In Chromium 91, Firefox 89, Safari 16.4 and Node 16.4.
        features: &["--enable-simd"],
        // It is far from its budget, and large: all passes take minutes.
        passes: &SMALL,
        ..npm_artefact("schema", "wasm-schema")
    }
}

/// The npm package's fifth module, which is loaded for a proof in zero knowledge.
pub(crate) fn npm_zk_module() -> Artefact {
    npm_artefact("zk", "wasm-zk")
}

fn npm_artefact(feature: &'static str, folder: &str) -> Artefact {
    Artefact {
        name: feature,
        package: VERIFIER,
        feature,
        profile: "wasm",
        stem: "verifier",
        folder: workspace::root().join("pkg").join(folder),
        imports: Imports::Only(&NPM_IMPORTS),
        snippets: &[],
        features: &[],
        // It has no console.
        prepare: wasm_panics::silence,
        passes: &SMALLEST,
        bindgen: |bindgen| {
            // The package starts the module anew after a trap.
            bindgen.web(true)?.reset_state_function(true);
            Ok(())
        },
        products: &["verifier.js", "verifier_bg.wasm"],
        finish: |_| Ok(()),
    }
}

fn npm_modules() -> [Artefact; 6] {
    [npm_module(), npm_full_module(), npm_disclosure_module(), npm_schema_module(), npm_zk_module(), prover_module()]
}

/// `cargo xtask wasm`
pub(crate) fn run() -> anyhow::Result<()> {
    qr::build()?;
    npm_modules().iter().try_for_each(Artefact::build)
}

/// `cargo xtask wasm <name>`: one of them, for whoever works on it and looks at no other.
pub(crate) fn run_one(name: &str) -> anyhow::Result<()> {
    let modules = npm_modules();
    let module = modules.iter().find(|module| module.name == name);
    module.context("the modules are js, full, disclosure, schema, zk and prover")?.build()
}

impl Artefact {
    fn module_name(&self) -> String {
        format!("{}_bg.wasm", self.stem)
    }

    /// What the build leaves.
    pub(crate) fn products(&self) -> Vec<PathBuf> {
        self.products.iter().map(|product| self.folder.join(product)).collect()
    }

    /// Builds the artefact unless it was built from exactly the same inputs.
    pub(crate) fn build(&self) -> anyhow::Result<()> {
        npm::install()?;
        let library = WasmStd::install()?;
        // Both doors come out of cargo under one name: whoever builds one keeps it until it has been read.
        fs::create_dir_all(workspace::target().join("wasm"))?;
        let lock = fs::File::create(workspace::target().join("wasm/lock"))?;
        lock.lock()?;
        let stamp = self.stamp(&library)?;
        let mut products = self.products();
        products.push(self.with_names());
        if stamp.is_current(&products) {
            progress::note(self.name, "up to date");
            return Ok(());
        }
        progress::step(self.name, format!("compiling for {TARGET} (standard library: {})", library.name()), || {
            self.compile(&library)
        })?;
        // From here on the old stamp tells of products that may be half replaced.
        stamp.remove()?;
        progress::step(self.name, "wasm-bindgen and wasm-opt", || {
            // Made aside, so that nobody ever meets a module that was not optimized or not looked at.
            let staging = workspace::target().join("wasm/staging").join(self.name);
            let _ = fs::remove_dir_all(&staging);
            fs::create_dir_all(&staging)?;
            let mut bindgen = Bindgen::new();
            bindgen
                .input_path(self.compiled(&library))
                .out_name(self.stem)
                .typescript(false)
                .remove_producers_section(true);
            (self.bindgen)(&mut bindgen)?;
            bindgen.generate(&staging)?;
            let module = staging.join(self.module_name());
            (self.prepare)(&module)?;
            optimize(&module, &self.with_names(), self.features, self.passes)?;
            self.refuse_unexpected_imports(&module)?;
            (self.finish)(&staging)?;
            self.take(&staging)
        })?;
        stamp.write()
    }

    fn stamp(&self, library: &WasmStd) -> anyhow::Result<Stamp> {
        let root = workspace::root();
        let mut inputs = Inputs::default().fact(&wasm_std::rustc_version()?).fact(library.name()).fact(&flags()?);
        for input in [
            ".cargo/config.toml",
            "Cargo.toml",
            "Cargo.lock",
            "crates/shared/Cargo.toml",
            "crates/shared/src",
            "crates/zk/Cargo.toml",
            "crates/zk/src",
            // The tools by their versions: the lock file is mostly about others.
            "tests/npm/node_modules/binaryen/package.json",
            "tests/npm/node_modules/esbuild/package.json",
            "xtask/src/edge.rs",
            "xtask/src/wasm.rs",
            "xtask/src/wasm_binary.rs",
            "xtask/src/wasm_panics.rs",
            "xtask/src/wasm_std.rs",
        ] {
            inputs = inputs.path(&root.join(input))?;
        }
        inputs = inputs.path(&root.join("crates").join(self.package.trim_start_matches("proofpass-")))?;
        if !self.snippets.is_empty() {
            // What its JavaScript brings along.
            inputs = inputs.path(&root.join("pkg/resolve"))?;
        }
        Ok(inputs.stamp(workspace::target().join("stamps").join(format!("wasm-{}", self.name))))
    }

    /// Where cargo puts the module, whichever door of the crate it is.
    fn compiled(&self, library: &WasmStd) -> PathBuf {
        let file = format!("{}.wasm", self.package.replace('-', "_"));
        build_folder(library).join(TARGET).join(self.profile).join(file)
    }

    fn compile(&self, library: &WasmStd) -> anyhow::Result<()> {
        let mut cargo = workspace::cargo();
        cargo
            .args(["build", "--quiet", "--package", self.package, "--lib", "--no-default-features"])
            .args(["--features", self.feature, "--profile", self.profile, "--target", TARGET])
            .arg("--target-dir")
            .arg(build_folder(library))
            .env("CARGO_ENCODED_RUSTFLAGS", flags()?);
        library.apply(&mut cargo);
        process::run(&mut cargo)
    }

    /// The optimized module before its function names were dropped: who wants to know what it is made of reads this.
    pub(crate) fn with_names(&self) -> PathBuf {
        workspace::target().join("wasm").join(format!("{}-with-names.wasm", self.name))
    }

    /// Puts what was made aside in its place, and nothing else.
    fn take(&self, staging: &Path) -> anyhow::Result<()> {
        let _ = fs::remove_dir_all(&self.folder);
        fs::create_dir_all(&self.folder)?;
        for product in self.products {
            fs::copy(staging.join(product), self.folder.join(product))
                .with_context(|| format!("the build left no {product}"))?;
        }
        Ok(())
    }

    fn refuse_unexpected_imports(&self, module: &Path) -> anyhow::Result<()> {
        let own_module = format!("./{}_bg.js", self.stem);
        let mut unexpected = BTreeSet::new();
        for (from, name) in imports(module)? {
            let ours = from == own_module && self.imports.allow(without_hash(&name));
            if !ours && !self.snippets.iter().any(|snippet| is_snippet(&from, snippet)) {
                unexpected.insert(format!("{from} {}", without_hash(&name)));
            }
        }
        if unexpected.is_empty() {
            return Ok(());
        }
        bail!(
            "the `{}` module asks its host for what it may not have:\n  {}\nIf that is intended, add it to the list in xtask/src.",
            self.name,
            unexpected.into_iter().collect::<Vec<_>>().join("\n  ")
        );
    }
}

/// Each way to the standard library has its own folder: cargo would rebuild everything at each change of the way.
fn build_folder(library: &WasmStd) -> PathBuf {
    workspace::target().join("wasm").join(library.name())
}

/// What the compiler is told for this target.
///
/// Panic messages carry the path of the source file. Without the remapping they would carry this machine's home
/// directory to every reader, and the bytes would differ from machine to machine.
fn flags() -> anyhow::Result<String> {
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))
        .context("neither CARGO_HOME nor HOME is set")?;
    let mut flags = Vec::new();
    for registry in fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten() {
        flags.push(format!("--remap-path-prefix={}/=", registry?.path().display()));
    }
    flags.sort();
    // SHA-2 as loops: unrolled it is a tenth of the small module.
    flags.push("--cfg=sha2_backend_soft=\"compact\"".to_owned());
    // The encoded form knows no quoting trouble: a home directory may have a space in its name.
    Ok(flags.join("\u{1f}"))
}

/// Squeezes a module in two passes: the first keeps function names, the second only drops them.
fn optimize(module: &Path, with_names: &Path, features: &[&str], passes: &[&str]) -> anyhow::Result<()> {
    process::run_quiet(
        npm::tool("wasm-opt")
            .args(passes)
            .args(["--debuginfo", "--strip-dwarf", "--strip-producers", "--strip-target-features"])
            .args(FEATURES)
            .args(features)
            .arg(module)
            .arg("-o")
            .arg(with_names),
    )?;
    process::run_quiet(
        npm::tool("wasm-opt").arg("--strip-debug").args(FEATURES).args(features).arg(with_names).arg("-o").arg(module),
    )?;
    Ok(())
}

/// What a module imports, as (module, name). Node reads it: one reader less to write and to trust.
fn imports(module: &Path) -> anyhow::Result<Vec<(String, String)>> {
    const SCRIPT: &str = "const m = new WebAssembly.Module(require('node:fs').readFileSync(process.argv[1]));\
        for (const i of WebAssembly.Module.imports(m)) console.log(i.module + '\\t' + i.name);";
    let listed = process::run_quiet(Command::new("node").args(["-e", SCRIPT]).arg(module))?;
    listed
        .lines()
        .map(|line| {
            let (module, name) = line.split_once('\t').context("an import without a name")?;
            Ok((module.to_owned(), name.to_owned()))
        })
        .collect()
}

/// Whether a module is this file of the crate, in the folder that wasm-bindgen makes for it.
fn is_snippet(module: &str, file: &str) -> bool {
    let rest = module.strip_prefix("./snippets/proofpass-verifier-wasm-");
    rest.and_then(|rest| rest.split_once('/')).is_some_and(|(_, rest)| rest == file)
}

/// `__wbg_new_1a2b3c4d5e6f7a8b` → `__wbg_new`
fn without_hash(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((stem, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_snippet, without_hash};

    #[test]
    fn a_snippet_is_a_file_of_our_own_crate() {
        let folder = "./snippets/proofpass-verifier-wasm-0d45e50dacd697f1";
        assert!(is_snippet(&format!("{folder}/edge/resolving.js"), "edge/resolving.js"));
        for other in [
            "./snippets/worker-0d45e50dacd697f1/edge/resolving.js",
            "./snippets/proofpass-verifier-wasm-0d45e50dacd697f1/inline0.js",
            "./snippets/proofpass-verifier-wasm-0d45e50dacd697f1/x/edge/resolving.js",
            "edge/resolving.js",
        ] {
            assert!(!is_snippet(other, "edge/resolving.js"), "{other}");
        }
    }

    #[test]
    fn the_hash_of_an_import_is_not_part_of_its_name() {
        assert_eq!(without_hash("__wbg_new_1a2b3c4d5e6f7a8b"), "__wbg_new");
        assert_eq!(without_hash("__wbindgen_init_externref_table"), "__wbindgen_init_externref_table");
        assert_eq!(without_hash("__wbg_getRandomValues_1a2b3c4d5e6f7a8b"), "__wbg_getRandomValues");
    }
}
