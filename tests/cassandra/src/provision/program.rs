//! Finds programs.

use std::env;
use std::path::PathBuf;

/// Looks for `name` in the `bin` folder of the home that `home_variable` names, then on `PATH`.
pub(super) fn find(name: &str, home_variable: &str) -> Option<PathBuf> {
    let home = env::var_os(home_variable).filter(|home| !home.is_empty()).map(|home| PathBuf::from(home).join("bin"));
    home.into_iter().chain(on_path()).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// Looks for `name` on `PATH` alone.
pub(super) fn find_on_path(name: &str) -> Option<PathBuf> {
    on_path().map(|folder| folder.join(name)).find(|program| program.is_file())
}

fn on_path() -> impl Iterator<Item = PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).collect::<Vec<_>>().into_iter()
}
