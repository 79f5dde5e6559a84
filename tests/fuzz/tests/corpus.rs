//! What the fuzzers have found worth keeping, run through the targets.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics fails")]

use std::fs;
use std::path::{Path, PathBuf};

use ilium_fuzz::{TARGETS, Target};

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

/// Runs `target` over its corpus and over each input with its end cut off.
fn run(name: &str, target: Target) -> usize {
    let mut runs = 0;
    for entry in fs::read_dir(corpora().join(name)).expect(name) {
        let path = entry.unwrap().path();
        let input = fs::read(&path).unwrap();
        for len in [input.len(), input.len() / 2, input.len().saturating_sub(1)] {
            target(input.get(..len).unwrap());
            runs += 1;
        }
    }
    runs
}

#[test]
fn every_target_stands_its_corpus() {
    for (name, target) in TARGETS {
        let runs = run(name, target);
        assert!(runs >= 60, "the corpus of {name} has almost nothing in it: {runs} runs");
    }
}

#[test]
fn every_corpus_has_a_target_and_every_target_a_fuzzer() {
    let mut folders: Vec<_> = fs::read_dir(corpora())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    folders.sort();
    assert_eq!(folders, TARGETS.map(|(name, _)| name));
    let fuzzers = corpora().join("../fuzz_targets");
    for (name, _) in TARGETS {
        let source = fs::read_to_string(fuzzers.join(format!("{name}.rs"))).expect(name);
        assert!(source.contains(&format!("ilium_fuzz::{name}(")), "{name}.rs runs another target");
    }
}
