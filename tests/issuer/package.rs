//! The verifier's files, as far as the service is concerned.

use std::path::PathBuf;

/// A folder like the package's, with traps beside it.
pub(crate) struct Package(PathBuf);

impl Package {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("proofpass-pages-{}-{name}", std::process::id()));
        let package = folder.join("package");
        for folder in ["wasm", "element", "node_modules/x", "client", ".git"] {
            std::fs::create_dir_all(package.join(folder)).unwrap();
        }
        for (file, text) in [
            ("element.js", "export {};"),
            ("element/parts.js", "export {};"),
            ("worker-thread.js", "export {};"),
            ("wasm/verifier_bg.wasm", "\0asm\u{1}\0\0\0"),
            ("package.json", "{}"),
            ("node_modules/x/x.js", "no"),
            ("client/index.js", "no"),
            (".git/x.js", "no"),
            ("../outside.js", "no"),
        ] {
            std::fs::write(package.join(file), text).unwrap();
        }
        std::os::unix::fs::symlink(folder.join("outside.js"), package.join("link.js")).unwrap();
        Self(folder)
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.0.join("package")
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        // A folder that stays behind in the temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
