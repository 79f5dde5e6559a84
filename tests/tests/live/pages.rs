//! Results in pages.

use std::ops::ControlFlow;

use futures_util::{StreamExt, TryStreamExt};
use ilium_driver::response::PagingState;
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::statement::unprepared::Statement;

use crate::lab::{Lab, on_every_cluster};

on_every_cluster!(ten_thousand_rows_stream_in_pages, pages_one_by_one_are_the_same_rows);

on_every_cluster!(@ one_node_v3, 1, V3, [ten_thousand_rows_stream_in_pages pages_one_by_one_are_the_same_rows]);

/// Writes `rows` rows of one partition.
async fn fill(lab: &Lab, table: &str, rows: i32) {
    lab.ddl(&format!("CREATE TABLE {table} (k int, c int, v text, PRIMARY KEY (k, c))")).await;
    let insert = lab.session.prepare(format!("INSERT INTO {table} (k, c, v) VALUES (1, ?, ?)")).await.unwrap();
    let chunk = 100;
    let mut batch = Batch::new(BatchType::Unlogged);
    (0..chunk).for_each(|_| batch.append_statement(insert.clone()));
    for start in (0..rows).step_by(usize::try_from(chunk).unwrap()) {
        let values: Vec<(i32, String)> = (start..start + chunk).map(|c| (c, format!("row {c}"))).collect();
        lab.session.batch(&batch, &values[..]).await.unwrap();
    }
}

async fn ten_thousand_rows_stream_in_pages(lab: &Lab) {
    fill(lab, "streamed", 10_000).await;
    let mut select = lab.session.prepare("SELECT c, v FROM streamed WHERE k = ?").await.unwrap();
    select.set_page_size(700);
    let before = lab.session.counts().requests;
    let pager = lab.session.execute_iter(select.clone(), (1,)).await.unwrap();
    let mut rows = pager.rows_stream::<(i32, String)>().unwrap();
    let mut expected = 0;
    while let Some((c, v)) = rows.try_next().await.unwrap() {
        assert_eq!((c, v), (expected, format!("row {expected}")));
        expected += 1;
    }
    assert_eq!(expected, 10_000);
    assert!(rows.next().await.is_none());
    assert!(lab.session.counts().requests - before >= 15);

    // A text is paged as well; a stream that is dropped half way leaves the session in order.
    let text = Statement::new("SELECT c FROM streamed WHERE k = 1").with_page_size(1000);
    let mut some = lab.session.query_iter(text.clone(), ()).await.unwrap().rows_stream::<(i32,)>().unwrap().take(1500);
    let mut count = 0;
    while let Some(row) = some.next().await {
        row.unwrap();
        count += 1;
    }
    assert_eq!(count, 1500);
    drop(some);
    let whole = lab.session.query_iter(text, ()).await.unwrap().rows_stream::<(i32,)>().unwrap();
    assert_eq!(whole.try_fold(0_i64, async |sum, (c,)| Ok(sum + i64::from(c))).await.unwrap(), 9_999 * 5_000);
}

async fn pages_one_by_one_are_the_same_rows(lab: &Lab) {
    fill(lab, "paged", 1_000).await;
    let mut select = lab.session.prepare("SELECT c FROM paged WHERE k = ?").await.unwrap();
    select.set_page_size(300);
    let mut state = PagingState::start();
    let mut sizes = Vec::new();
    let mut next = 0;
    loop {
        let (page, paging) = lab.session.execute_single_page(&select, (1,), state).await.unwrap();
        let page = page.into_rows_result().unwrap();
        for row in page.rows::<(i32,)>().unwrap() {
            assert_eq!(row.unwrap().0, next);
            next += 1;
        }
        sizes.push(page.rows_num());
        match paging.into_paging_control_flow() {
            ControlFlow::Continue(next) => state = next,
            ControlFlow::Break(()) => break,
        }
    }
    assert_eq!(next, 1_000);
    assert_eq!(sizes[..3], [300, 300, 300]);

    // A state can be kept as bytes, and a page asked for again.
    let text = Statement::new("SELECT c FROM paged WHERE k = 1").with_page_size(10);
    let (_, paging) = lab.session.query_single_page(text.clone(), (), PagingState::start()).await.unwrap();
    let ControlFlow::Continue(state) = paging.into_paging_control_flow() else { panic!("expected more pages") };
    let kept = PagingState::new_from_raw_bytes(state.as_bytes_slice().unwrap().to_vec());
    for _ in 0..2 {
        let (page, _) = lab.session.query_single_page(text.clone(), (), kept.clone()).await.unwrap();
        assert_eq!(page.into_rows_result().unwrap().first_row::<(i32,)>().unwrap(), (10,));
    }
}
