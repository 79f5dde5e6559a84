//! The matrix, on the node that `CQL_NODES` names or that is started, with the cqlsh that `ILIUM_CQLSH` names.

#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use ilium_cassandra::Cassandra;

#[tokio::test]
async fn every_type_in_every_place_goes_both_ways() {
    let program = env::var_os("ILIUM_CQLSH").map(PathBuf::from);
    let program = program.expect("ILIUM_CQLSH is the path of a cqlsh; .ci/run installs one and sets it");
    let cluster = tokio::task::spawn_blocking(|| Cassandra::shared(1)).await.unwrap().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("matrix-{}", std::process::id()));

    let report = ilium_matrix::run(cluster.contact_points().first().unwrap(), &program, &folder).await.unwrap();
    println!("{report}");

    assert_eq!(report.unseen_differences(), [""; 0], "the matrix must be able to fail");
    assert_eq!(report.not_compressed(), [""; 0], "what is not compressed shows nothing of compression");
    assert!(report.is_whole(), "what disagreed is listed above; what cqlsh was given and printed is in {folder:?}");
    fs::remove_dir_all(&folder).unwrap();
}
