//! The programs run against a real node, each to its end.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::path::Path;
use std::process::Command;

use ilium_cassandra::Cassandra;

macro_rules! programs {
    ($($name:ident)+) => {
        const PROGRAMS: &[(&str, &str)] = &[$((stringify!($name), env!(concat!("CARGO_BIN_EXE_", stringify!($name))))),+];
    };
}

programs! {
    authenticator batch blob collections counter date decimal duration dynamic errors hand_written inet paging policies primitive
    profiles row_derives secrets text time_of_day timestamp tuple udt uuids varint vector
}

/// The names of the files in `src/bin`.
fn sources() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<_> = files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort_unstable();
    names
}

#[test]
fn every_program_ends_well_on_a_real_node() {
    let cluster = Cassandra::shared(1).unwrap();
    // One after the other, as a server does not take concurrent changes of the schema well.
    let failed: Vec<String> = PROGRAMS
        .iter()
        .filter_map(|(name, program)| {
            let output = Command::new(program).env("CQL_NODES", cluster.cql_nodes()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            (!output.status.success()).then(|| format!("{name}: {}\n{said}", output.status))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_program_is_run_and_is_compiled_by_the_other_driver_too() {
    let names: Vec<_> = PROGRAMS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names, sources());
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("with_scylla/Cargo.toml");
    let other = std::fs::read_to_string(other).unwrap();
    for name in names {
        assert!(other.contains(&format!("path = \"../src/bin/{name}.rs\"")), "{name}");
    }
}
