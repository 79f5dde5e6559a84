//! Batches of every kind.

use ilium_driver::errors::ErrorKind;
use ilium_driver::statement::batch::{Batch, BatchType};

use crate::lab::{Lab, on_every_cluster};

on_every_cluster!(
    a_batch_mixes_texts_prepared_and_bound_statements,
    an_unlogged_batch_is_applied,
    a_counter_batch_counts,
    a_conditional_batch_is_applied_whole_or_not_at_all,
    rows_and_statements_must_be_equally_many,
);

async fn a_batch_mixes_texts_prepared_and_bound_statements(lab: &Lab) {
    lab.ddl("CREATE TABLE mixed (k int, c int, v text, PRIMARY KEY (k, c))").await;
    let insert = lab.session.prepare("INSERT INTO mixed (k, c, v) VALUES (?, ?, ?)").await.unwrap();
    let mut batch = Batch::new(BatchType::Logged);
    batch.append_statement("INSERT INTO mixed (k, c, v) VALUES (1, 1, 'text')");
    batch.append_statement("INSERT INTO mixed (k, c, v) VALUES (1, ?, ?)");
    batch.append_statement(insert.clone());
    batch.append_statement(insert.bind(&(1, 4, "bound")).unwrap());
    let values = ((), (2, "text with values"), (1, 3, "prepared"));
    lab.session.batch(&batch, values).await.unwrap().result_not_rows().unwrap();
    let rows = lab.session.query_unpaged("SELECT c, v FROM mixed WHERE k = 1", ()).await.unwrap();
    let rows = rows.into_rows_result().unwrap();
    let rows: Vec<(i32, &str)> = rows.rows().unwrap().map(Result::unwrap).collect();
    assert_eq!(rows, [(1, "text"), (2, "text with values"), (3, "prepared"), (4, "bound")]);
}

async fn an_unlogged_batch_is_applied(lab: &Lab) {
    lab.ddl("CREATE TABLE unlogged_writes (k int, c int, PRIMARY KEY (k, c))").await;
    let insert = lab.session.prepare("INSERT INTO unlogged_writes (k, c) VALUES (?, ?)").await.unwrap();
    let mut batch = Batch::new(BatchType::Unlogged);
    (0..10).for_each(|_| batch.append_statement(insert.clone()));
    let values: Vec<(i32, i32)> = (0..10).map(|c| (7, c)).collect();
    lab.session.batch(&batch, &values[..]).await.unwrap();
    let rows = lab.session.query_unpaged("SELECT c FROM unlogged_writes WHERE k = 7", ()).await.unwrap();
    assert_eq!(rows.into_rows_result().unwrap().rows_num(), 10);
}

async fn a_counter_batch_counts(lab: &Lab) {
    lab.ddl("CREATE TABLE counter_batch (k int PRIMARY KEY, n counter)").await;
    let mut batch = Batch::new(BatchType::Counter);
    batch.append_statement("UPDATE counter_batch SET n = n + 2 WHERE k = 1");
    batch.append_statement("UPDATE counter_batch SET n = n + 3 WHERE k = 1");
    assert!(!batch.get_is_idempotent());
    lab.session.batch(&batch, ((), ())).await.unwrap();
    let row = lab
        .session
        .query_unpaged("SELECT n FROM counter_batch WHERE k = 1", ())
        .await
        .unwrap()
        .into_rows_result()
        .unwrap();
    assert_eq!(row.single_row::<(ilium_driver::value::Counter,)>().unwrap().0.0, 5);
}

async fn a_conditional_batch_is_applied_whole_or_not_at_all(lab: &Lab) {
    lab.ddl("CREATE TABLE conditional (k int, c int, PRIMARY KEY (k, c))").await;
    let mut batch = Batch::new(BatchType::Logged);
    batch.append_statement("INSERT INTO conditional (k, c) VALUES (1, 1) IF NOT EXISTS");
    batch.append_statement("INSERT INTO conditional (k, c) VALUES (1, 2)");
    let first = lab.session.batch(&batch, ((), ())).await.unwrap().into_rows_result().unwrap();
    assert_eq!(first.single_row::<(bool,)>().unwrap(), (true,));
    let second = lab.session.batch(&batch, ((), ())).await.unwrap().into_rows_result().unwrap();
    assert_eq!(second.single_row::<(bool, i32, i32)>().unwrap(), (false, 1, 1));
    assert_eq!((first.is_applied().unwrap(), second.is_applied().unwrap()), (true, false));
}

async fn rows_and_statements_must_be_equally_many(lab: &Lab) {
    lab.ddl("CREATE TABLE unequal (k int PRIMARY KEY)").await;
    let insert = lab.session.prepare("INSERT INTO unequal (k) VALUES (?)").await.unwrap();
    let mut batch = Batch::new(BatchType::Logged);
    batch.append_statement(insert);
    for values in [vec![], vec![(1,), (2,)]] {
        let error = lab.session.batch(&batch, values).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Serialize, "{error}");
        assert!(error.to_string().contains("batch of `INSERT INTO unequal"), "{error}");
    }
}
