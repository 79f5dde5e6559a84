//! Building clients that are not the benchmark's own program: over another driver, of another commit, or otherwise
//! optimised.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checkout;

/// How a client is optimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// As a whole, as the workspace's benchmarks are.
    Fat,
    /// As cargo's release profile does without a word in a manifest.
    Plain,
}

impl Profile {
    const fn name(self) -> &'static str {
        match self {
            Self::Fat => "release",
            Self::Plain => "plain",
        }
    }
}

/// The profiles of a package that stands outside of the workspace, by [`Profile`].
const PROFILES: &str = r#"
[profile.release]
codegen-units = 1
debug = "line-tables-only"
lto = "fat"

[profile.plain]
inherits = "release"
codegen-units = 16
lto = false
"#;

/// Builds the program `name` of the package at `directory`, which stands outside the workspace so that nobody else has to
/// build its dependencies, with its output in `target`.
///
/// # Errors
/// What kept it from being built, in words.
pub fn build(directory: &Path, target: &Path, name: &str, profile: Profile) -> Result<PathBuf, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--profile", profile.name(), "--bin", name, "--manifest-path"])
        .arg(directory.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .status()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    if !status.success() {
        return Err(format!("{name} could not be built: {status}"));
    }
    Ok(target.join(profile.name()).join(name).with_extension(env::consts::EXE_EXTENSION))
}

/// A client over the driver of this project, as it is or as it was.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The checkout of the benchmark.
    pub root: &'a Path,
    /// Its program, which is compiled against that driver: a file with `main`.
    pub main: &'a Path,
    /// The commit whose driver it is; `None` for the checkout's own.
    pub commit: Option<&'a str>,
}

impl Source<'_> {
    /// Builds the client in a directory of its own below `directory`.
    ///
    /// # Errors
    /// What kept it from being built, in words.
    pub fn build(&self, directory: &Path, profile: Profile) -> Result<PathBuf, String> {
        let (name, driver) = match self.commit {
            None => ("here".to_owned(), self.root.to_owned()),
            Some(commit) => {
                let hash = checkout::hash(self.root, commit)?;
                // Beside the packages: what is below one would be of its workspace.
                let sources = directory.join("checkouts").join(&hash);
                checkout::extract(self.root, &hash, &sources)?;
                (hash, sources)
            }
        };
        let (package, name) = (directory.join(&name), format!("ilium-{name}"));
        fs::create_dir_all(&package).map_err(|error| format!("{}: {error}", package.display()))?;
        let manifest = self.manifest(&name, &driver.join("driver"));
        fs::write(package.join("Cargo.toml"), manifest).map_err(|error| format!("{}: {error}", package.display()))?;
        build(&package, &directory.join("target"), &name, profile)
    }

    fn manifest(&self, name: &str, driver: &Path) -> String {
        format!(
            r#"[workspace]

[package]
name = "{name}"
version = "0.1.0"
edition = "2024"
publish = false

[[bin]]
name = "{name}"
path = {:?}

[dependencies]
ilium-bench = {{ path = {:?} }}
ilium-driver = {{ path = {driver:?} }}
tokio = {{ version = "1", default-features = false, features = ["net", "rt", "rt-multi-thread", "time"] }}
{PROFILES}"#,
            self.main,
            self.root.join("tests/bench"),
        )
    }
}
