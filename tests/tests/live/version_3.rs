//! Protocol 3, which the server speaks as it speaks it to the drivers of old.

use futures_util::TryStreamExt;
use ilium_driver::errors::{ErrorCode, ErrorKind};
use ilium_driver::statement::batch::{Batch, BatchType};
use ilium_driver::value::{CqlDate, CqlDuration, CqlTime, Unset};

use crate::lab::{Lab, on_every_cluster};

on_every_cluster!(@ one_node_v3, 1, V3, [
    tables_are_made_written_and_read
    types_that_came_later_are_read_and_written
    a_value_that_is_not_set_is_refused_and_null_deletes
    functions_are_made_and_fail
]);
on_every_cluster!(@ three_nodes_v3, 3, V3, [tables_are_made_written_and_read]);

async fn tables_are_made_written_and_read(lab: &Lab) {
    lab.ddl("CREATE TABLE basics (k int, c int, v text, PRIMARY KEY (k, c))").await;
    let insert = lab.session.prepare("INSERT INTO basics (k, c, v) VALUES (?, ?, ?)").await.unwrap();
    assert!(insert.get_variable_pk_indexes().is_empty());
    for c in 0..20 {
        lab.session.execute_unpaged(&insert, (1, c, format!("row {c}"))).await.unwrap();
    }
    let mut batch = Batch::new(BatchType::Logged);
    batch.append_statement(insert.clone());
    batch.append_statement("INSERT INTO basics (k, c, v) VALUES (1, 21, 'row 21')");
    lab.session.batch(&batch, ((1, 20, "row 20"), ())).await.unwrap();

    let mut select = lab.session.prepare("SELECT c, v FROM basics WHERE k = ?").await.unwrap();
    select.set_page_size(5);
    let rows = lab.session.execute_iter(select, (1,)).await.unwrap().rows_stream::<(i32, String)>().unwrap();
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    assert_eq!(rows, (0..22).map(|c| (c, format!("row {c}"))).collect::<Vec<_>>());

    let text = lab.session.query_unpaged("SELECT v FROM basics WHERE k = ? AND c = ?", (1, 7)).await.unwrap();
    assert_eq!(text.into_rows_result().unwrap().single_row::<(&str,)>().unwrap(), ("row 7",));
    let applied = lab.session.query_unpaged("UPDATE basics SET v = 'new' WHERE k = 1 AND c = 0 IF v = 'old'", ());
    let applied = applied.await.unwrap().into_rows_result().unwrap();
    assert_eq!(applied.single_row::<(bool, &str)>().unwrap(), (false, "row 0"));
}

async fn types_that_came_later_are_read_and_written(lab: &Lab) {
    let columns = "k int PRIMARY KEY, t tinyint, s smallint, d date, tm time, du duration, l list<smallint>";
    lab.ddl(&format!("CREATE TABLE later ({columns})")).await;
    let insert = lab.session.prepare("INSERT INTO later (k, t, s, d, tm, du, l) VALUES (1, ?, ?, ?, ?, ?, ?)");
    let date = CqlDate((1 << 31) + 19_000);
    let duration = CqlDuration { months: 1, days: 2, nanoseconds: 3 };
    let values = (-7_i8, -300_i16, date, CqlTime(12_345), duration, vec![1_i16, -1]);
    lab.session.execute_unpaged(&insert.await.unwrap(), values.clone()).await.unwrap();
    let select = lab.session.prepare("SELECT t, s, d, tm, du, l FROM later WHERE k = ?").await.unwrap();
    let read = lab.session.execute_unpaged(&select, (1,)).await.unwrap().into_rows_result().unwrap();
    assert_eq!(read.single_row::<(i8, i16, CqlDate, CqlTime, CqlDuration, Vec<i16>)>().unwrap(), values);
}

async fn a_value_that_is_not_set_is_refused_and_null_deletes(lab: &Lab) {
    lab.ddl("CREATE TABLE nulls (k int PRIMARY KEY, v text)").await;
    let insert = lab.session.prepare("INSERT INTO nulls (k, v) VALUES (?, ?)").await.unwrap();
    lab.session.execute_unpaged(&insert, (1, "a")).await.unwrap();
    let error = lab.session.execute_unpaged(&insert, (1, Unset)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    let read = async || {
        let result = lab.session.query_unpaged("SELECT v FROM nulls WHERE k = 1", ()).await.unwrap();
        result.into_rows_result().unwrap().single_row::<(Option<String>,)>().unwrap().0
    };
    assert_eq!(read().await.as_deref(), Some("a"));
    lab.session.execute_unpaged(&insert, (1, None::<&str>)).await.unwrap();
    assert_eq!(read().await, None);
}

async fn functions_are_made_and_fail(lab: &Lab) {
    lab.ddl("CREATE TABLE numbers (k int PRIMARY KEY, v int)").await;
    // The answer is a change of the keyspace: version 3 knows no functions.
    lab.ddl(
        "CREATE FUNCTION fails(v int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java
         AS 'throw new RuntimeException(\"as asked\");'",
    )
    .await;
    lab.cql("INSERT INTO numbers (k, v) VALUES (1, 2)").await;
    let error = lab.session.query_unpaged("SELECT fails(v) FROM numbers WHERE k = 1", ()).await.unwrap_err();
    assert_eq!(error.server_error().unwrap().code, ErrorCode::Invalid, "{error}");
    assert!(error.to_string().contains("as asked"), "{error}");
}
