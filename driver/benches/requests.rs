//! What a request costs: `cargo bench -p ilium-driver` prints instructions and heap allocations of one request beside
//! their budgets and beside the same request done by the `scylla` crate, and fails when a budget is exceeded.
//!
//! Words choose lines by their label: `cargo bench -p ilium-driver --bench requests -- v5 insert`. Callgrind's files stay in
//! `target/bench` for `callgrind_annotate`.

mod workload;

use std::env;
use std::path::{Path, PathBuf};

use ilium_bench::measure::{Case, Cost, Meter};
use ilium_bench::report::{self, Budget, Line};
use ilium_bench::{Part, Protocol, Work, peer, responder};
use ilium_driver as driver;
use ilium_driver::client::session::Session;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::wire::ProtocolVersion;

use workload::Failure;

/// One line of the table.
struct Measured {
    label: &'static str,
    scenario: &'static str,
    in_flight: u32,
    /// What protocol 4 may cost.
    budget: Option<Budget>,
    /// How many instructions protocol 5 may cost beyond that.
    segments: u64,
}

/// The budgets. They are a ratchet: lower one when the driver gets faster, raise none.
const MEASURED: [Measured; 6] = [
    Measured {
        label: "point read, 256 in flight",
        scenario: "point_read",
        in_flight: 256,
        budget: Some(Budget { instructions: 6_000, allocations: 4, requests_per_write: 128 }),
        segments: CHECKSUMS,
    },
    Measured {
        label: "insert of 5 values, 256 in flight",
        scenario: "insert",
        in_flight: 256,
        budget: Some(Budget { instructions: 5_000, allocations: 1, requests_per_write: 128 }),
        segments: CHECKSUMS,
    },
    Measured {
        label: "page of 5,000 owned rows",
        scenario: "page_owned",
        in_flight: 1,
        budget: Some(Budget { instructions: 3_800_000, allocations: 10_010, requests_per_write: 1 }),
        segments: PAGE_SEGMENTS,
    },
    Measured {
        label: "page of 5,000 borrowed rows",
        scenario: "page_borrowed",
        in_flight: 1,
        budget: Some(Budget { instructions: 1_900_000, allocations: 10, requests_per_write: 1 }),
        segments: PAGE_SEGMENTS,
    },
    // Alone, a request pays for the wakeups and system calls that 256 share.
    Measured { label: "point read, 1 in flight", scenario: "point_read", in_flight: 1, budget: None, segments: 0 },
    Measured { label: "insert of 5 values, 1 in flight", scenario: "insert", in_flight: 1, budget: None, segments: 0 },
];

/// What a request and its answer may cost more in protocol 5: their share of the segments' checksums.
const CHECKSUMS: u64 = 400;

/// What a page may cost more in protocol 5, one instruction a byte: 620 KB come in five segments, which are checked, and
/// put together again since rows are read from one slice.
const PAGE_SEGMENTS: u64 = 620_000;

/// Requests of the run at full speed that shows how many requests the server finds in one read.
const NATIVE_REQUESTS: u32 = 256 * 400;

fn main() -> Result<(), Failure> {
    match Part::from_args()? {
        Part::Responder => responder::serve(),
        Part::Client(work) => client(&work),
        Part::Report(words) => report(&words),
        Part::Nothing => Ok(()),
    }
}

fn client(work: &Work) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { workload::run(connect(work).await?, work).await })
}

async fn connect(work: &Work) -> Result<Session, Failure> {
    let version = match work.protocol {
        Protocol::V4 => ProtocolVersion::V4,
        Protocol::V5 => ProtocolVersion::V5,
    };
    Ok(SessionBuilder::new().known_node_addr(work.address).protocol_version(version).build().await?)
}

fn report(words: &[String]) -> Result<(), Failure> {
    // Cargo's directory for the files of benchmarks is `target/tmp`.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("the target directory has no parent")?;
    let program = env::current_exe()?;
    let scylla = scylla(target);
    let mut meter = Meter::start(&target.join("bench"))?;
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    for measured in &MEASURED {
        let mut compared = None;
        for protocol in [Protocol::V4, Protocol::V5] {
            let label = format!("{protocol} {}", measured.label);
            if !words.iter().all(|word| label.contains(word.as_str())) {
                continue;
            }
            eprintln!("measuring: {label}");
            let case = measured.case(protocol);
            let cost = meter.cost(&program, "ilium", &case)?;
            if compared.is_none() {
                compared = scylla_cost(&mut meter, scylla.as_deref(), measured)?;
            }
            if measured.in_flight > 1 {
                let requests = meter.requests_per_read(&program, &case, NATIVE_REQUESTS)?;
                notes.push(format!("At full speed the server found {requests} requests in a read: {label}."));
            }
            lines.push(Line { label, cost, budget: measured.budget_in(protocol), compared });
        }
    }
    println!("\n{}", report::table("ilium", "scylla 1.9", &lines));
    println!("The scylla crate speaks protocol 4 only; its figures stand beside both.");
    for note in notes {
        println!("{note}");
    }
    match lines.iter().filter(|line| line.is_over()).count() {
        0 => Ok(()),
        over => Err(format!("{over} of {} lines are over their budget", lines.len()).into()),
    }
}

/// The other driver's client; without it its columns stay empty.
fn scylla(target: &Path) -> Option<PathBuf> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
    peer::build(&package, &target.join("peers"), "scylla-client")
        .inspect_err(|reason| println!("Without the scylla crate: {reason}."))
        .ok()
}

/// Measured in protocol 4, whatever the line's protocol.
fn scylla_cost(meter: &mut Meter, program: Option<&Path>, measured: &Measured) -> Result<Option<Cost>, Failure> {
    program.map(|program| meter.cost(program, "scylla", &measured.case(Protocol::V4))).transpose()
}

impl Measured {
    fn case(&self, protocol: Protocol) -> Case {
        let (warm_up, counted) = match self.scenario {
            "page_owned" | "page_borrowed" => (5, 15),
            _ => (256 * 8, 256 * 40),
        };
        Case { scenario: self.scenario, protocol, in_flight: self.in_flight, warm_up, counted }
    }

    fn budget_in(&self, protocol: Protocol) -> Option<Budget> {
        let segments = if protocol == Protocol::V5 { self.segments } else { 0 };
        self.budget.map(|budget| Budget { instructions: budget.instructions + segments, ..budget })
    }
}
