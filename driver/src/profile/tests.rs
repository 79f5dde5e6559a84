use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use super::{ExecutionProfile, ExecutionProfileHandle, ProfileOperation, Profiles, RemapTarget};
use crate::wire::consistency::{Consistency, SerialConsistency};

fn profile(consistency: Consistency) -> ExecutionProfile {
    ExecutionProfile::builder().consistency(consistency).build()
}

/// `reads` → `Quorum`, `writes` → `EachQuorum`, `degraded` → `One`, and the default.
fn profiles() -> Profiles {
    let named = [
        ("reads", profile(Consistency::Quorum).into_handle()),
        ("writes", profile(Consistency::EachQuorum).into_handle()),
        ("degraded", profile(Consistency::One).into_handle()),
    ];
    Profiles::new(|| SystemTime::UNIX_EPOCH + Duration::from_secs(7), named).unwrap()
}

fn in_force(profiles: &Profiles, name: &str) -> Consistency {
    profiles.handle(name).unwrap().load().consistency()
}

#[test]
fn a_profile_has_the_documented_defaults() {
    let built = ExecutionProfile::builder().build();
    assert_eq!(built.get_consistency(), Consistency::LocalQuorum);
    assert_eq!(built.get_serial_consistency(), Some(SerialConsistency::LocalSerial));
    assert_eq!(built.get_request_timeout(), Some(Duration::from_secs(10)));
}

#[test]
fn a_builder_made_from_a_profile_changes_only_what_it_is_told() {
    let first = ExecutionProfile::builder()
        .consistency(Consistency::Two)
        .serial_consistency(None)
        .request_timeout(Some(Duration::from_millis(3)))
        .build();
    for second in [first.to_builder(), first.clone().into_handle().pointee_to_builder()] {
        let second = second.request_timeout(None).build();
        assert_eq!(second.get_consistency(), Consistency::Two);
        assert_eq!(second.get_serial_consistency(), None);
        assert_eq!(second.get_request_timeout(), None);
        assert!(!second.is_same(&first));
    }
    assert_eq!(first.get_request_timeout(), Some(Duration::from_millis(3)));
}

#[test]
fn handles_are_remapped_as_the_manual_shows() {
    struct Holder(ExecutionProfileHandle);
    impl Holder {
        fn uses(&self, profile: &ExecutionProfile) -> bool {
            self.0.to_profile().is_same(profile)
        }
    }

    let profile1 = profile(Consistency::One);
    let profile2 = profile(Consistency::Two);
    let mut handle1 = profile1.clone().into_handle();
    let mut handle2 = profile2.clone().into_handle();
    let session1 = Holder(handle1.clone());
    let mut statement1 = Holder(handle1.clone());
    let statement2 = Holder(handle2.clone());
    assert!(session1.uses(&profile1) && statement1.uses(&profile1) && statement2.uses(&profile2));

    handle2.map_to_another_profile(profile1.clone());
    assert!(statement2.uses(&profile1));
    assert!(session1.uses(&profile1) && statement1.uses(&profile1));

    statement1.0 = handle2.clone();
    handle1.map_to_another_profile(profile2.clone());
    assert!(session1.uses(&profile2));
    assert!(statement1.uses(&profile1) && statement2.uses(&profile1));
}

#[test]
fn a_loaded_profile_stays_what_it_was() {
    let mut handle = profile(Consistency::One).into_handle_with_label("reads");
    let loaded = handle.load();
    let kept = loaded.to_profile();
    handle.map_to_another_profile(profile(Consistency::All));
    assert_eq!((loaded.consistency(), kept.get_consistency()), (Consistency::One, Consistency::One));
    assert_eq!(handle.load().consistency(), Consistency::All);
    assert_eq!(handle.label(), Some("reads"));
}

#[test]
fn names_are_sorted_and_have_the_default() {
    let profiles = profiles();
    let names: Vec<Arc<str>> = ["default", "degraded", "reads", "writes"].map(Arc::from).into();
    assert_eq!(profiles.names(), names);
    assert_eq!(in_force(&profiles, "default"), Consistency::LocalQuorum);

    let default = profile(Consistency::Three).into_handle();
    let given = Profiles::new(SystemTime::now, [("default", default)]).unwrap();
    assert_eq!(given.default_handle().load().consistency(), Consistency::Three);
    given.remap("default", profile(Consistency::Any)).unwrap();
    assert_eq!(given.default_handle().load().consistency(), Consistency::Any);
}

#[test]
fn a_name_registered_twice_is_an_error() {
    let twice = ["reads", "writes", "reads"].map(|name| (name, ExecutionProfile::default().into_handle()));
    let error = Profiles::new(SystemTime::now, twice).unwrap_err();
    assert_eq!(error.to_string(), "execution profile `reads` is registered twice");
}

#[test]
fn an_unknown_name_is_told_with_the_known_and_the_nearest() {
    let profiles = profiles();
    let error = profiles.handle("wrties").unwrap_err();
    assert_eq!(error.nearest(), Some("writes"));
    assert_eq!(
        error.to_string(),
        "unknown execution profile `wrties`, did you mean `writes`? (known: `default`, `degraded`, `reads`, `writes`)"
    );
    let far = profiles.attach("analytics", "UserDao::get").unwrap_err();
    assert_eq!(
        far.to_string(),
        "unknown execution profile `analytics` (known: `default`, `degraded`, `reads`, `writes`)"
    );
    for error in [
        profiles.remap("x", profile(Consistency::One)).unwrap_err(),
        profiles.remap("reads", "x").unwrap_err(),
        profiles.reset("x").unwrap_err(),
        profiles.scoped("x", "reads").unwrap_err(),
        profiles.scoped("reads", "x").unwrap_err(),
    ] {
        assert_eq!(error.name(), "x");
    }
    assert_eq!(in_force(&profiles, "reads"), Consistency::Quorum);
    assert!(profiles.history().is_empty());
}

#[test]
fn a_remap_reaches_handles_taken_before() {
    let profiles = profiles();
    let held = profiles.handle("reads").unwrap();
    profiles.clone().remap("reads", profile(Consistency::Two)).unwrap();
    assert_eq!(held.load().consistency(), Consistency::Two);
    profiles.reset("reads").unwrap();
    assert_eq!(held.load().consistency(), Consistency::Quorum);
}

#[test]
fn a_remap_to_a_name_takes_its_profile_as_it_is_now() {
    let profiles = profiles();
    profiles.remap("degraded", profile(Consistency::Two)).unwrap();
    profiles.remap("reads", "degraded").unwrap();
    profiles.remap("degraded", profile(Consistency::Three)).unwrap();
    assert_eq!(in_force(&profiles, "reads"), Consistency::Two);
}

#[test]
fn several_names_are_remapped_or_none() {
    let profiles = profiles();
    let error = profiles.remap_all([("reads", "degraded"), ("writes", "degarded")]).unwrap_err();
    assert_eq!(error.nearest(), Some("degraded"));
    assert_eq!(in_force(&profiles, "reads"), Consistency::Quorum);
    assert!(profiles.history().is_empty());

    profiles.remap_all([("reads", "writes"), ("writes", "reads")]).unwrap();
    assert_eq!(in_force(&profiles, "reads"), Consistency::EachQuorum);
    assert_eq!(in_force(&profiles, "writes"), Consistency::Quorum);

    let mixed: [(&str, RemapTarget); 2] = [("reads", profile(Consistency::Any).into()), ("writes", "degraded".into())];
    profiles.remap_all(mixed).unwrap();
    assert_eq!(in_force(&profiles, "reads"), Consistency::Any);
    assert_eq!(in_force(&profiles, "writes"), Consistency::One);
}

#[test]
fn nested_scopes_unwind() {
    let profiles = profiles();
    let outer = profiles.scoped("reads", "degraded").unwrap();
    assert_eq!(in_force(&profiles, "reads"), Consistency::One);
    let inner = profiles.scoped("reads", profile(Consistency::All)).unwrap();
    assert_eq!(in_force(&profiles, "reads"), Consistency::All);
    drop(inner);
    assert_eq!(in_force(&profiles, "reads"), Consistency::One);
    drop(outer);
    assert_eq!(in_force(&profiles, "reads"), Consistency::Quorum);
}

#[test]
fn overlapping_scopes_leave_nothing_behind() {
    let profiles = profiles();
    let first = profiles.scoped("reads", profile(Consistency::One)).unwrap();
    let second = profiles.scoped("reads", profile(Consistency::Two)).unwrap();
    let changes = profiles.history().len();
    drop(first);
    assert_eq!(in_force(&profiles, "reads"), Consistency::Two);
    assert_eq!(profiles.history().len(), changes, "what is in force did not change");
    drop(second);
    assert_eq!(in_force(&profiles, "reads"), Consistency::Quorum);
}

#[test]
fn a_remap_inside_a_scope_stands_after_it() {
    type Later = fn(&Profiles);
    let later: [(Later, Consistency); 4] = [
        (|profiles| profiles.remap("reads", profile(Consistency::All)).unwrap(), Consistency::All),
        (|profiles| profiles.remap_all([("reads", "writes")]).unwrap(), Consistency::EachQuorum),
        (|profiles| profiles.reset("reads").unwrap(), Consistency::Quorum),
        (
            |profiles| profiles.handle("reads").unwrap().map_to_another_profile(profile(Consistency::Three)),
            Consistency::Three,
        ),
    ];
    for (change, expected) in later {
        let profiles = profiles();
        let scopes = [Consistency::One, Consistency::Two].map(|level| profiles.scoped("reads", profile(level)));
        change(&profiles);
        assert_eq!(in_force(&profiles, "reads"), expected);
        let after = profiles.scoped("reads", profile(Consistency::Any)).unwrap();
        drop(scopes);
        assert_eq!(in_force(&profiles, "reads"), Consistency::Any);
        drop(after);
        assert_eq!(in_force(&profiles, "reads"), expected);
    }
}

#[test]
fn history_tells_who_changed_what() {
    let profiles = profiles();
    profiles.remap("reads", "degraded").unwrap();
    drop(profiles.scoped("writes", profile(Consistency::All)).unwrap());
    profiles.remap_all([("reads", profile(Consistency::Two))]).unwrap();
    profiles.handle("reads").unwrap().map_to_another_profile(profile(Consistency::Three));
    profiles.reset("reads").unwrap();

    let told: Vec<_> = profiles
        .history()
        .into_iter()
        .map(|change| {
            assert_eq!(change.at, SystemTime::UNIX_EPOCH + Duration::from_secs(7));
            let levels = (change.from.get_consistency(), change.to.get_consistency());
            (change.sequence, change.name.to_string(), levels, change.target.map(|t| t.to_string()), change.operation)
        })
        .collect();
    let (reads, writes) = (|| "reads".to_owned(), || "writes".to_owned());
    assert_eq!(
        told,
        [
            (0, reads(), (Consistency::Quorum, Consistency::One), Some("degraded".to_owned()), ProfileOperation::Remap),
            (1, writes(), (Consistency::EachQuorum, Consistency::All), None, ProfileOperation::ScopeBegin),
            (2, writes(), (Consistency::All, Consistency::EachQuorum), None, ProfileOperation::ScopeEnd),
            (3, reads(), (Consistency::One, Consistency::Two), None, ProfileOperation::RemapAll),
            (4, reads(), (Consistency::Two, Consistency::Three), None, ProfileOperation::Handle),
            (5, reads(), (Consistency::Three, Consistency::Quorum), None, ProfileOperation::Reset),
        ]
    );
}

#[test]
fn history_keeps_the_last_changes() {
    let profiles = profiles();
    for _ in 0..1000 {
        profiles.reset("reads").unwrap();
    }
    let history = profiles.history();
    assert_eq!(history.len(), 256);
    assert_eq!((history[0].sequence, history[255].sequence), (744, 999));
}

#[test]
fn a_handle_known_to_two_registries_is_in_both_histories() {
    let mut shared = profile(Consistency::One).into_handle();
    let first = Profiles::new(SystemTime::now, [("default", shared.clone())]).unwrap();
    let second = Profiles::new(SystemTime::now, [("default", shared.clone())]).unwrap();
    shared.map_to_another_profile(profile(Consistency::Two));
    drop(first);
    shared.map_to_another_profile(profile(Consistency::Three));
    assert_eq!(second.history().len(), 2);
}

#[test]
fn usage_lists_labels_until_they_are_dropped() {
    let profiles = profiles();
    let get = profiles.attach("reads", "UserDao::get").unwrap();
    let again = profiles.attach("reads", "UserDao::get").unwrap();
    let all = profiles.attach("reads", Arc::from("UserDao::all")).unwrap();
    let save = profiles.attach("writes", String::from("UserDao::save")).unwrap();
    assert_eq!((get.name(), get.label()), ("reads", "UserDao::get"));
    assert!(get.handle().to_profile().is_same(&profiles.handle("reads").unwrap().to_profile()));

    let listed = |profiles: &Profiles| -> Vec<String> {
        profiles.usage().into_iter().map(|(name, labels)| format!("{name}: {}", labels.join(" "))).collect()
    };
    let full = ["default: ", "degraded: ", "reads: UserDao::all UserDao::get", "writes: UserDao::save"];
    assert_eq!(listed(&profiles), full);
    drop(get);
    assert_eq!(listed(&profiles), full, "one of two is left");
    drop((again, save));
    assert_eq!(listed(&profiles), ["default: ", "degraded: ", "reads: UserDao::all", "writes: "]);
    drop(all);
}

/// A profile whose three options all tell the same number.
fn numbered(number: u64) -> ExecutionProfile {
    ExecutionProfile::builder()
        .consistency(if number.is_multiple_of(2) { Consistency::One } else { Consistency::Two })
        .serial_consistency((number.is_multiple_of(2)).then_some(SerialConsistency::Serial))
        .request_timeout(Some(Duration::from_nanos(number)))
        .build()
}

/// The number, when the options agree on it.
fn number_of(handle: &ExecutionProfileHandle) -> Option<u64> {
    let loaded = handle.load();
    let number = u64::try_from(loaded.request_timeout()?.as_nanos()).ok()?;
    let expected = numbered(number);
    let whole = loaded.consistency() == expected.get_consistency()
        && loaded.serial_consistency() == expected.get_serial_consistency();
    whole.then_some(number)
}

#[test]
fn readers_see_whole_profiles_that_never_go_back() {
    const REMAPS: u64 = 20_000;
    let mut handle = numbered(0).into_handle();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            let (reader, done) = (handle.clone(), &done);
            scope.spawn(move || {
                let mut last = 0;
                while !done.load(Ordering::Acquire) {
                    let number = number_of(&reader).unwrap();
                    assert!(number >= last, "{number} came after {last}");
                    last = number;
                }
                assert_eq!(number_of(&reader), Some(REMAPS));
            });
        }
        for number in 1..=REMAPS {
            handle.map_to_another_profile(numbered(number));
        }
        done.store(true, Ordering::Release);
    });
}

#[test]
fn a_load_that_starts_after_a_remap_returned_sees_it() {
    let handle = numbered(0).into_handle();
    let returned = AtomicUsize::new(0);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !done.load(Ordering::Acquire) {
                    let floor = returned.load(Ordering::Acquire) as u64;
                    let seen = number_of(&handle).unwrap();
                    assert!(seen >= floor, "remap {floor} had returned, a later load saw {seen}");
                }
            });
        }
        let mut writer = handle.clone();
        for number in 1..=20_000 {
            writer.map_to_another_profile(numbered(number));
            returned.store(usize::try_from(number).unwrap(), Ordering::Release);
        }
        done.store(true, Ordering::Release);
    });
}

#[test]
fn changes_by_many_threads_leave_one_consistent_end() {
    let profiles = profiles();
    let changes = AtomicUsize::new(0);
    thread::scope(|scope| {
        for thread in 0..4 {
            let (profiles, changes) = (&profiles, &changes);
            scope.spawn(move || {
                for round in 0..200 {
                    match (thread + round) % 4 {
                        0 => profiles.remap("reads", "writes").unwrap(),
                        1 => profiles.remap_all([("reads", "writes"), ("writes", "reads")]).unwrap(),
                        2 => profiles.handle("reads").unwrap().map_to_another_profile(numbered(round)),
                        _ => drop(profiles.scoped("reads", "degraded").unwrap()),
                    }
                    changes.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(changes.into_inner(), 800);
    let history = profiles.history();
    for name in ["reads", "writes"] {
        let of_name: Vec<_> = history.iter().filter(|change| &*change.name == name).collect();
        for pair in of_name.windows(2) {
            assert!(pair[1].from.is_same(&pair[0].to), "each change starts from where the last ended");
        }
        let last = of_name.last().unwrap();
        assert!(profiles.handle(name).unwrap().to_profile().is_same(&last.to));
    }
    assert!(history.windows(2).all(|pair| pair[1].sequence == pair[0].sequence + 1));
    profiles.reset("reads").unwrap();
    assert_eq!(in_force(&profiles, "reads"), Consistency::Quorum);
}
