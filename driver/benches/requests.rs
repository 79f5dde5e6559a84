//! What a request costs: `cargo bench -p ilium-driver --bench requests` prints instructions, locked instructions and heap
//! allocations of one request, and the processor time and page faults that it takes at full speed, beside their budgets,
//! beside the same request done by this project's driver at commit [`BASE`], and beside the same done by the `scylla`
//! crate. It fails when a budget is exceeded.
//!
//! Words choose lines by their label: `cargo bench -p ilium-driver --bench requests -- v5 insert`. The word `wide` chooses
//! from another list, of lines that are shown without a budget: 1, 16 and 256 in flight, one thread and two workers, and
//! cargo's own release profile. `ILIUM_BENCH_BASE` names another commit to compare with; `none` compares with none.
//! Callgrind's files stay in `target/bench` for `callgrind_annotate`.

mod lines;

use std::env;
use std::path::{Path, PathBuf};

use ilium_bench::client::{self, Profile, Source};
use ilium_bench::measure::{Meter, Run, Time};
use ilium_bench::report::{self, Line, Measure, Peer, TimeLine};
use ilium_bench::{Error, Part, Protocol, responder};

use lines::{MEASURED, Measured, wide};

/// The commit that the goals for time are relative to.
const BASE: &str = "8c1e426";

fn main() -> Result<(), Error> {
    match Part::from_args()? {
        Part::Responder => responder::serve(),
        Part::Client(_) => Err("the clients are programs of their own".into()),
        Part::Report(words) => report(&words),
        Part::Nothing => Ok(()),
    }
}

fn report(words: &[String]) -> Result<(), Error> {
    // Cargo's directory for the files of benchmarks is `target/tmp`.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("the target directory has no parent")?;
    let clients = Clients::new(target)?;
    let mut meter = Meter::start(&target.join("bench"))?;
    let (is_wide, words): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| *word == "wide");
    let chosen = |label: &str| words.iter().all(|word| label.contains(word.as_str()));
    if is_wide.is_empty() { narrow(&clients, &mut meter, chosen) } else { show_wide(&clients, &mut meter, chosen) }
}

/// The lines that have budgets.
fn narrow(clients: &Clients, meter: &mut Meter, chosen: impl Fn(&str) -> bool) -> Result<(), Error> {
    let programs = clients.build(Profile::Fat)?;
    let (mut lines, mut times) = (Vec::new(), Vec::new());
    for measured in &MEASURED {
        let mut scylla = None;
        for protocol in [Protocol::V4, Protocol::V5] {
            let label = format!("{protocol} {}", measured.label);
            if !chosen(&label) {
                continue;
            }
            eprintln!("measuring: {label}");
            let case = measured.case(protocol);
            let cost = meter.cost(&programs.here, "ilium", &case)?;
            let base = optional(programs.base.as_deref(), |program| meter.cost(program, "base", &case))?;
            if scylla.is_none() {
                let case = measured.case(Protocol::V4);
                scylla = optional(programs.scylla.as_deref(), |program| meter.cost(program, "scylla", &case))?;
            }
            let budget = measured.budget(protocol);
            lines.push(Line { label: label.clone(), cost, budget, compared: vec![base, scylla] });
            times.push(programs.time(meter, label, measured, protocol)?);
        }
    }
    let base = clients.base_name();
    println!("\n{}", report::table("ilium", &[base, "scylla 1.9"], &lines));
    println!("{}", show(base, &times));
    match lines.iter().filter(|line| line.is_over()).count() + times.iter().filter(|line| line.is_over()).count() {
        0 => Ok(()),
        over => Err(format!("{over} of {} lines are over their budget", lines.len() + times.len()).into()),
    }
}

/// The lines that are only shown.
fn show_wide(clients: &Clients, meter: &mut Meter, chosen: impl Fn(&str) -> bool) -> Result<(), Error> {
    let mut times = Vec::new();
    for (profile, name) in [(Profile::Fat, ""), (Profile::Plain, ", release profile")] {
        let mut programs = None;
        for measured in wide(profile) {
            for protocol in [Protocol::V4, Protocol::V5] {
                let label = format!("{protocol} {}{name}", measured.label());
                if !chosen(&label) {
                    continue;
                }
                eprintln!("measuring: {label}");
                let programs = match &programs {
                    Some(programs) => programs,
                    None => programs.insert(clients.build(profile)?),
                };
                times.push(programs.time(meter, label, &measured, protocol)?);
            }
        }
    }
    println!("\n{}", show(clients.base_name(), &times));
    Ok(())
}

fn show(base: &str, times: &[TimeLine]) -> String {
    let table = report::time_table("ilium", &[(base, Measure::User), ("scylla 1.9", Measure::Cpu)], times);
    format!(
        "{table}\nA number in parentheses is what a limit is to become. The scylla crate speaks protocol 4 only; its \
         figures stand beside both.\n"
    )
}

fn optional<T>(program: Option<&Path>, measure: impl FnOnce(&Path) -> Result<T, Error>) -> Result<Option<T>, Error> {
    program.map(measure).transpose()
}

/// Where clients are built.
struct Clients {
    root: PathBuf,
    target: PathBuf,
    /// The commit that is compared with.
    base: Option<String>,
}

/// Clients of one profile.
struct Programs {
    here: PathBuf,
    base: Option<PathBuf>,
    scylla: Option<PathBuf>,
}

impl Clients {
    fn new(target: &Path) -> Result<Self, Error> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the package has no workspace")?;
        let base = env::var("ILIUM_BENCH_BASE").unwrap_or_else(|_| BASE.to_owned());
        let base = if base == "none" { None } else { Some(base) };
        Ok(Self { root: root.to_owned(), target: target.to_owned(), base })
    }

    fn base_name(&self) -> &str {
        self.base.as_deref().unwrap_or("none")
    }

    /// Builds the clients. Those that are compared with may be missing; their columns stay empty.
    ///
    /// All are programs of their own, for a package's benchmark has the features of its tests too.
    fn build(&self, profile: Profile) -> Result<Programs, Error> {
        let main = self.root.join("driver/benches/client/src/main.rs");
        let directory = self.target.join("clients");
        let client = |commit| Source { root: &self.root, main: &main, commit }.build(&directory, profile);
        let peers = self.root.join("driver/benches/peers");
        Ok(Programs {
            here: client(None)?,
            base: self.base.as_deref().and_then(|commit| {
                client(Some(commit)).inspect_err(|reason| println!("Without {commit}: {reason}.")).ok()
            }),
            scylla: client::build(&peers, &self.target.join("peers"), "scylla-client", profile)
                .inspect_err(|reason| println!("Without the scylla crate: {reason}."))
                .ok(),
        })
    }
}

impl Programs {
    /// Measures all of them at full speed.
    fn time(
        &self,
        meter: &mut Meter,
        label: String,
        measured: &Measured,
        protocol: Protocol,
    ) -> Result<TimeLine, Error> {
        let (case, scylla_case) = (measured.case(protocol), measured.case(Protocol::V4));
        let requests = measured.at_full_speed();
        let mut runs = vec![Run { program: &self.here, case: &case, requests }];
        runs.extend(self.base.as_deref().map(|program| Run { program, case: &case, requests }));
        // It takes some times as long.
        let requests = requests / 2;
        runs.extend(self.scylla.as_deref().map(|program| Run { program, case: &scylla_case, requests }));
        let mut times = meter.times(&runs)?.into_iter();
        let time = times.next().unwrap_or_default();
        let mut next = |program: &Option<PathBuf>| program.as_ref().and_then(|_| times.next());
        let base: Option<Time> = next(&self.base);
        let scylla: Option<Time> = next(&self.scylla);
        let peers = vec![
            Peer { time: base, measure: Measure::User, limit: None, goal: measured.goal_of_base },
            Peer { time: scylla, measure: Measure::Cpu, limit: measured.limit_of_scylla, goal: None },
        ];
        Ok(TimeLine { label, time, peers })
    }
}
