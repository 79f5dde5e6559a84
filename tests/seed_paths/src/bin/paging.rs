//! Results page by page: as a stream, and by hand.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;
use std::ops::ControlFlow;

use futures_util::{StreamExt, TryStreamExt};
use scylla::response::PagingState;
use scylla::statement::Statement;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = connect::session().await?;
    connect::table(&session, "pages", "v text").await?;
    let insert = session.prepare("INSERT INTO pages (k, v) VALUES (?, ?)").await?;
    for k in 0..10 {
        session.execute_unpaged(&insert, (k, "v")).await?;
    }

    let mut statement = Statement::new("SELECT k, v FROM pages");
    statement.set_page_size(3);
    let mut stream = session.query_iter(statement.clone(), &[]).await?.rows_stream::<(i32, String)>()?;
    let mut sum = 0;
    while let Some(row) = stream.next().await {
        sum += row?.0;
    }
    assert_eq!(sum, 45);

    let mut prepared = session.prepare(statement.clone()).await?;
    prepared.set_page_size(4);
    let rows: Vec<(i32, String)> =
        session.execute_iter(prepared.clone(), &[]).await?.rows_stream()?.try_collect().await?;
    assert_eq!(rows.len(), 10);

    let (mut state, mut pages, mut found) = (PagingState::start(), 0, 0);
    loop {
        let (page, next) = session.execute_single_page(&prepared, &[], state).await?;
        pages += 1;
        found += page.into_rows_result()?.rows_num();
        match next.into_paging_control_flow() {
            ControlFlow::Continue(next) => state = next,
            ControlFlow::Break(()) => break,
        }
    }
    assert_eq!((found, pages >= 3), (10, true));
    let (page, next) = session.query_single_page(statement, &[], PagingState::start()).await?;
    assert_eq!((page.into_rows_result()?.rows_num(), next.finished()), (3, false));
    Ok(())
}
