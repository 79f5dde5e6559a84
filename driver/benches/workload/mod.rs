//! The requests that are measured, written once: the driver and the `scylla` crate have the same names for all that is
//! used here, so both clients are this very code. `crate::driver` is the driver of the program that includes it.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;

use ilium_bench::statement::{INSERT, LARGE_PAGE, PAGE, PAGE_ROWS, POINT_READ, Row, large_row, row};
use ilium_bench::{Usage, Work};
use tokio::runtime::{Builder, Runtime};

use crate::driver::DeserializeRow;
use crate::driver::client::session::Session;
use crate::driver::statement::prepared::PreparedStatement;
use crate::driver::value::CqlTimestamp;

/// What ends a client.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// What a request is.
#[derive(Debug, Clone, Copy)]
enum Scenario {
    PointRead,
    Insert,
    PageOwned,
    PageBorrowed,
    LargePageOwned,
    LargePageBorrowed,
}

impl Scenario {
    fn parse(name: &str) -> Result<Self, Failure> {
        match name {
            "point_read" => Ok(Self::PointRead),
            "insert" => Ok(Self::Insert),
            "page_owned" => Ok(Self::PageOwned),
            "page_borrowed" => Ok(Self::PageBorrowed),
            "large_page_owned" => Ok(Self::LargePageOwned),
            "large_page_borrowed" => Ok(Self::LargePageBorrowed),
            other => Err(format!("no scenario {other}").into()),
        }
    }

    fn statement(self) -> &'static str {
        match self {
            Self::PointRead => POINT_READ,
            Self::Insert => INSERT,
            Self::PageOwned | Self::PageBorrowed => PAGE,
            Self::LargePageOwned | Self::LargePageBorrowed => LARGE_PAGE,
        }
    }
}

#[derive(Debug, DeserializeRow)]
struct OwnedRow {
    id: i64,
    name: String,
    payload: Vec<u8>,
    score: f64,
    created: CqlTimestamp,
}

#[derive(Debug, DeserializeRow)]
struct BorrowedRow<'a> {
    id: i64,
    name: &'a str,
    payload: &'a [u8],
    score: f64,
    created: CqlTimestamp,
}

/// The threads that `work` runs on.
pub(crate) fn runtime(work: &Work) -> Result<Runtime, Failure> {
    let mut builder = match work.workers {
        0 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    if work.workers > 0 {
        builder.worker_threads(work.workers);
    }
    Ok(builder.enable_all().build()?)
}

/// Does `work` on a connected session, and prints what was used once it was warm.
pub(crate) async fn run(session: Session, work: &Work) -> Result<(), Failure> {
    let scenario = Scenario::parse(&work.scenario)?;
    let prepared = Arc::new(session.prepare(scenario.statement()).await?);
    let session = Arc::new(session);
    check(&session, &prepared, scenario).await?;
    tasks(&session, &prepared, scenario, work, work.warm_up).await?;
    let warm = Usage::of_this_process()?;
    tasks(&session, &prepared, scenario, work, work.requests).await?;
    println!("{}", Usage::of_this_process()?.since(&warm));
    Ok(())
}

/// Does so many requests, shared by as many tasks as may be in flight.
async fn tasks(
    session: &Arc<Session>,
    prepared: &Arc<PreparedStatement>,
    scenario: Scenario,
    work: &Work,
    requests: u32,
) -> Result<(), Failure> {
    let share = work.share(requests);
    let tasks: Vec<_> = (0..work.in_flight)
        .map(|_| tokio::spawn(task(Arc::clone(session), Arc::clone(prepared), scenario, share)))
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

/// One of the tasks that do requests at the same time.
async fn task(
    session: Arc<Session>,
    prepared: Arc<PreparedStatement>,
    scenario: Scenario,
    requests: u32,
) -> Result<(), Failure> {
    match scenario {
        Scenario::PointRead => {
            for _ in 0..requests {
                black_box(point_read(&session, &prepared).await?);
            }
        }
        Scenario::Insert => {
            let row = row(1);
            let created = CqlTimestamp(row.created);
            for _ in 0..requests {
                let values = (row.id, row.name.as_str(), row.payload.as_slice(), row.score, created);
                black_box(session.execute_unpaged(&prepared, values).await?);
            }
        }
        Scenario::PageOwned | Scenario::LargePageOwned => {
            for _ in 0..requests {
                let page = session.execute_unpaged(&prepared, ()).await?.into_rows_result()?;
                for row in page.rows::<OwnedRow>()? {
                    black_box(row?);
                }
            }
        }
        Scenario::PageBorrowed | Scenario::LargePageBorrowed => {
            for _ in 0..requests {
                let page = session.execute_unpaged(&prepared, ()).await?.into_rows_result()?;
                for row in page.rows::<BorrowedRow<'_>>()? {
                    black_box(row?);
                }
            }
        }
    }
    Ok(())
}

async fn point_read(session: &Session, prepared: &PreparedStatement) -> Result<Option<OwnedRow>, Failure> {
    Ok(session.execute_unpaged(prepared, (1_i64,)).await?.into_rows_result()?.maybe_first_row::<OwnedRow>()?)
}

/// Does one request and looks at all of its answer, so that what is measured is known to work.
async fn check(session: &Session, prepared: &PreparedStatement, scenario: Scenario) -> Result<(), Failure> {
    match scenario {
        Scenario::PointRead => {
            let found = point_read(session, prepared).await?.ok_or("the point read found no row")?;
            let payload = found.payload.as_slice();
            is_row(&row(1), found.id, &found.name, payload, found.score, found.created)?;
        }
        Scenario::Insert => {}
        Scenario::PageOwned | Scenario::PageBorrowed => check_page(session, prepared, row).await?,
        Scenario::LargePageOwned | Scenario::LargePageBorrowed => check_page(session, prepared, large_row).await?,
    }
    Ok(())
}

async fn check_page(
    session: &Session,
    prepared: &PreparedStatement,
    row: impl Fn(i64) -> Row,
) -> Result<(), Failure> {
    let page = session.execute_unpaged(prepared, ()).await?.into_rows_result()?;
    let mut expected = 0;
    for found in page.rows::<BorrowedRow<'_>>()? {
        let found = found?;
        is_row(&row(expected), found.id, found.name, found.payload, found.score, found.created)?;
        expected += 1;
    }
    if expected != PAGE_ROWS {
        return Err(format!("expected {PAGE_ROWS} rows, got {expected}").into());
    }
    Ok(())
}

fn is_row(
    expected: &Row,
    id: i64,
    name: &str,
    payload: &[u8],
    score: f64,
    created: CqlTimestamp,
) -> Result<(), Failure> {
    let is_same = expected.id == id
        && expected.name == name
        && expected.payload == payload
        && expected.score.to_bits() == score.to_bits()
        && expected.created == created.0;
    if is_same { Ok(()) } else { Err(format!("row {} came with other values than were sent", expected.id).into()) }
}
