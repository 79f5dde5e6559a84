//! What a DAO's method costs beside the same call written by hand: `cargo bench -p ilium` prints both and fails when a
//! method takes over 2 % more instructions or any allocation more.
//!
//! By hand means: the session's function with the same prepared statement, the same options and the entity as row type.

use std::env;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use ilium::driver::statement::prepared::PreparedStatement;
use ilium::driver::wire::ProtocolVersion;
use ilium::prelude::*;
use ilium_bench::measure::{Case, Cost, Meter};
use ilium_bench::report::{self, Budget, Line};
use ilium_bench::statement::{INSERT, PAGE, POINT_READ, row};
use ilium_bench::{Part, Protocol, Work, responder};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Entity, Debug, Clone, PartialEq)]
#[entity(table = "t", keyspace = "bench")]
struct Item {
    #[col(partition_key)]
    id: i64,
    name: String,
    payload: Vec<u8>,
    score: f64,
    created: CqlTimestamp,
}

#[derive(Dao, Clone)]
#[dao(entity = Item, profile = "work")]
struct ItemDao {
    #[select]
    get: Select<fn(id: i64) -> Option<Item>>,
    #[select]
    all: Select<fn() -> Vec<Item>>,
    #[insert]
    save: Insert<fn(item: &Item)>,
}

/// The same statements without a DAO.
struct ByHand {
    session: Session,
    get: PreparedStatement,
    all: PreparedStatement,
    save: PreparedStatement,
}

impl ByHand {
    async fn prepare(session: &Session) -> Result<Self, Failure> {
        let handle = session.profiles().handle("work")?;
        let prepare = async |cql: &str| {
            let mut prepared = session.prepare(cql).await?;
            prepared.set_execution_profile_handle(Some(handle.clone()));
            prepared.set_use_cached_result_metadata(true);
            Ok::<_, Error>(prepared)
        };
        Ok(Self {
            get: prepare(POINT_READ).await?,
            all: prepare(PAGE).await?,
            save: prepare(INSERT).await?,
            session: session.clone(),
        })
    }

    async fn get(&self, id: i64) -> Result<Option<Item>, Error> {
        self.session.execute_unpaged(&self.get, (id,)).await?.into_rows_result()?.maybe_first_row()
    }

    async fn all(&self) -> Result<Vec<Item>, Error> {
        let rows = self.session.execute_unpaged(&self.all, ()).await?.into_rows_result()?;
        rows.rows()?.collect()
    }

    async fn save(&self, item: &Item) -> Result<(), Error> {
        self.session.execute_unpaged(&self.save, item).await.map(drop)
    }
}

/// A pair of lines of the table: scenario of the DAO, scenario by hand.
struct Pair {
    label: &'static str,
    dao: &'static str,
    by_hand: &'static str,
    in_flight: u32,
    warm_up: u32,
    counted: u32,
}

const PAIRS: [Pair; 3] = [
    Pair {
        label: "one entity by key, 256 in flight",
        dao: "get",
        by_hand: "get_by_hand",
        in_flight: 256,
        warm_up: 256 * 8,
        counted: 256 * 40,
    },
    Pair {
        label: "insert of an entity, 256 in flight",
        dao: "save",
        by_hand: "save_by_hand",
        in_flight: 256,
        warm_up: 256 * 8,
        counted: 256 * 40,
    },
    Pair { label: "5,000 entities", dao: "all", by_hand: "all_by_hand", in_flight: 1, warm_up: 5, counted: 15 },
];

/// How much a DAO's method may cost beyond the call by hand.
const OVER_PERCENT: u64 = 2;

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
    runtime.block_on(run(work))
}

async fn run(work: &Work) -> Result<(), Failure> {
    let version = match work.protocol {
        Protocol::V4 => ProtocolVersion::V4,
        Protocol::V5 => ProtocolVersion::V5,
    };
    let builder = SessionBuilder::new().known_node_addr(work.address).protocol_version(version);
    let session = builder.profile("work", ExecutionProfile::builder().build()).build().await?;
    let items = ItemDao::prepare(&session).await?;
    let by_hand = Arc::new(ByHand::prepare(&session).await?);
    check(&items, &by_hand).await?;
    let tasks: Vec<_> = (0..work.in_flight)
        .map(|_| {
            tokio::spawn(task(items.clone(), Arc::clone(&by_hand), work.scenario.clone(), work.share(work.requests)))
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

async fn task(items: ItemDao, by_hand: Arc<ByHand>, scenario: String, requests: u32) -> Result<(), Failure> {
    let item = item();
    match scenario.as_str() {
        "get" => {
            for _ in 0..requests {
                black_box(items.get(1).await?);
            }
        }
        "get_by_hand" => {
            for _ in 0..requests {
                black_box(by_hand.get(1).await?);
            }
        }
        "save" => {
            for _ in 0..requests {
                items.save(&item).await?;
            }
        }
        "save_by_hand" => {
            for _ in 0..requests {
                by_hand.save(&item).await?;
            }
        }
        "all" => {
            for _ in 0..requests {
                black_box(items.all().await?);
            }
        }
        "all_by_hand" => {
            for _ in 0..requests {
                black_box(by_hand.all().await?);
            }
        }
        other => return Err(format!("no scenario {other}").into()),
    }
    Ok(())
}

fn item() -> Item {
    let row = row(1);
    Item { id: row.id, name: row.name, payload: row.payload, score: row.score, created: CqlTimestamp(row.created) }
}

/// Both ways are known to give the same before either is measured.
async fn check(items: &ItemDao, by_hand: &ByHand) -> Result<(), Failure> {
    let expected = Some(item());
    if items.get(1).await? != expected || by_hand.get(1).await? != expected {
        return Err("the entity read is not the one that was sent".into());
    }
    if items.all().await? != by_hand.all().await? {
        return Err("the DAO reads other entities than the call by hand".into());
    }
    Ok(())
}

fn report(words: &[String]) -> Result<(), Failure> {
    // Cargo's directory for the files of benchmarks is `target/tmp`.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("the target directory has no parent")?;
    let program = env::current_exe()?;
    let mut meter = Meter::start(&target.join("bench"))?;
    let mut lines = Vec::new();
    for pair in &PAIRS {
        for protocol in [Protocol::V4, Protocol::V5] {
            let label = format!("{protocol} {}", pair.label);
            if !words.iter().all(|word| label.contains(word.as_str())) {
                continue;
            }
            eprintln!("measuring: {label}");
            let mut measure = |scenario| meter.cost(&program, "dao", &pair.case(scenario, protocol));
            let (cost, by_hand) = (measure(pair.dao)?, measure(pair.by_hand)?);
            lines.push(Line { label, cost, budget: Some(budget(&by_hand)), compared: vec![Some(by_hand)] });
        }
    }
    println!("\n{}", report::table("DAO", &["by hand"], &lines));
    match lines.iter().filter(|line| line.is_over()).count() {
        0 => Ok(()),
        over => Err(format!("{over} of {} methods cost too much more than the call by hand", lines.len()).into()),
    }
}

/// What a method may cost when the call by hand costs this.
fn budget(by_hand: &Cost) -> Budget {
    Budget {
        instructions: by_hand.instructions * (100 + OVER_PERCENT) / 100,
        locked: Some((by_hand.locked_hundredths + 50) / 100),
        allocations: (by_hand.allocation_hundredths + 50) / 100,
        requests_per_write: by_hand.requests_per_write / 2,
    }
}

impl Pair {
    fn case(&self, scenario: &'static str, protocol: Protocol) -> Case {
        let Self { in_flight, warm_up, counted, .. } = *self;
        Case { scenario, protocol, in_flight, workers: 0, warm_up, counted }
    }
}
