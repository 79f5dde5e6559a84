//! Finds the build's `target` directory, where everything that this package writes lives.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The file that Cargo puts into a target directory's root.
const CARGO_MARK: &str = "CACHEDIR.TAG";

/// Returns the folder for jars, logs and data.
///
/// The running program tells most reliably where it was built, whatever option set the target directory; a documentation test
/// runs from elsewhere, so the variables that Cargo sets come next. A program that was installed has none of these and uses
/// the temporary directory.
pub(crate) fn base() -> PathBuf {
    env::current_exe()
        .ok()
        .and_then(|program| marked_ancestor(&program))
        .or_else(|| env::var_os("CARGO_TARGET_DIR").map(PathBuf::from).and_then(|path| std::path::absolute(path).ok()))
        .or_else(|| env::var_os("CARGO_MANIFEST_DIR").map(|package| workspace_of(Path::new(&package)).join("target")))
        .unwrap_or_else(|| env::temp_dir().join("ilium"))
        .join("cassandra")
}

fn marked_ancestor(program: &Path) -> Option<PathBuf> {
    program.ancestors().skip(1).find(|path| path.join(CARGO_MARK).is_file()).map(Path::to_path_buf)
}

/// The nearest folder above `package` whose manifest is a workspace's, else `package` itself.
fn workspace_of(package: &Path) -> &Path {
    let is_workspace = |path: &&Path| {
        fs::read_to_string(path.join("Cargo.toml"))
            .is_ok_and(|manifest| manifest.lines().any(|line| line.trim_end() == "[workspace]"))
    };
    package.ancestors().find(is_workspace).unwrap_or(package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_of_this_package_is_two_levels_up() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(Some(workspace_of(package)), package.ancestors().nth(2));
    }

    #[test]
    fn a_package_without_a_workspace_is_its_own() {
        assert_eq!(workspace_of(Path::new("/nowhere/at/all")), Path::new("/nowhere/at/all"));
    }

    #[test]
    fn the_nearest_marked_folder_above_the_program_is_the_target_directory() {
        let root = env::temp_dir().join(format!("ilium-target-directory-{}", std::process::id()));
        let inner = root.join("cross");
        let program = inner.join("debug/deps/program");
        fs::create_dir_all(inner.join("debug/deps")).unwrap();
        let found = |marked: &Path| {
            fs::write(marked.join(CARGO_MARK), "").unwrap();
            marked_ancestor(&program)
        };
        let [outer_found, inner_found] = [found(&root), found(&inner)];
        fs::remove_dir_all(&root).unwrap();
        assert_eq!((outer_found, inner_found), (Some(root), Some(inner)));
    }

    #[test]
    fn everything_lies_in_a_folder_of_its_own() {
        assert!(base().is_absolute() && base().ends_with("cassandra"), "{}", base().display());
    }
}
