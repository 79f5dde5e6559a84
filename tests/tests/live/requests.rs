//! Single requests: texts and prepared statements, with values and without, and what the server says against them.

use std::collections::HashMap;
use std::time::Duration;

use ilium_driver::errors::{ErrorDetail, ErrorKind};
use ilium_driver::statement::SerialConsistency;
use ilium_driver::statement::unprepared::Statement;

use crate::lab::{Lab, on_every_cluster};

on_every_cluster!(
    texts_work_with_and_without_values,
    prepared_statements_take_values_by_position_and_by_name,
    a_lightweight_transaction_tells_whether_it_was_applied,
    a_write_timestamp_is_the_one_that_was_set,
    what_the_server_refuses_is_a_typed_error,
    values_that_do_not_fit_are_refused_before_they_are_sent,
    rows_that_do_not_fit_are_refused_by_name,
    a_request_times_out_on_this_side,
    many_requests_share_a_connection,
    warnings_come_with_the_result,
    the_future_of_a_request_is_small,
);

async fn texts_work_with_and_without_values(lab: &Lab) {
    lab.ddl("CREATE TABLE texts (k int PRIMARY KEY, v text)").await;
    lab.cql("INSERT INTO texts (k, v) VALUES (1, 'one')").await;
    lab.session
        .query_unpaged("INSERT INTO texts (k, v) VALUES (?, ?)", (2, "two"))
        .await
        .unwrap()
        .result_not_rows()
        .unwrap();
    let all = lab.session.query_unpaged("SELECT k, v FROM texts", ()).await.unwrap().into_rows_result().unwrap();
    let mut rows: Vec<(i32, &str)> = all.rows().unwrap().map(Result::unwrap).collect();
    rows.sort_unstable();
    assert_eq!(rows, [(1, "one"), (2, "two")]);
    let one = lab.session.query_unpaged("SELECT v FROM texts WHERE k = ?", (2,)).await.unwrap();
    assert_eq!(one.into_rows_result().unwrap().single_row::<(String,)>().unwrap().0, "two");
    let none =
        lab.session.query_unpaged("SELECT v FROM texts WHERE k = 3", ()).await.unwrap().into_rows_result().unwrap();
    assert_eq!(none.maybe_first_row::<(String,)>().unwrap(), None);
}

async fn prepared_statements_take_values_by_position_and_by_name(lab: &Lab) {
    lab.ddl("CREATE TABLE prepared (k int, c text, v bigint, PRIMARY KEY (k, c))").await;
    let insert = lab.session.prepare("INSERT INTO prepared (k, c, v) VALUES (:k, :c, :v)").await.unwrap();
    let names: Vec<&str> = insert.get_variable_col_specs().iter().map(|spec| spec.name()).collect();
    assert_eq!(names, ["k", "c", "v"]);
    assert_eq!(insert.get_variable_pk_indexes(), [0]);
    lab.session.execute_unpaged(&insert, (1, "a", 10_i64)).await.unwrap();
    let select = lab.session.prepare("SELECT c, v FROM prepared WHERE k = :k AND c = :c").await.unwrap();
    let row = lab.session.execute_unpaged(&select, (1, "a")).await.unwrap().into_rows_result().unwrap();
    assert_eq!(row.single_row::<(&str, i64)>().unwrap(), ("a", 10));
    let by_name: HashMap<&str, i32> = HashMap::from([("k", 1)]);
    let all = lab.session.prepare("SELECT c FROM prepared WHERE k = :k").await.unwrap();
    let row = lab.session.execute_unpaged(&all, by_name).await.unwrap().into_rows_result().unwrap();
    assert_eq!(row.rows_num(), 1);
    let bound = select.bind(&(1, "a")).unwrap();
    let row = lab.session.execute_bound_unpaged(&bound).await.unwrap().into_rows_result().unwrap();
    assert_eq!(row.rows_num(), 1);
}

async fn a_lightweight_transaction_tells_whether_it_was_applied(lab: &Lab) {
    lab.ddl("CREATE TABLE lwt (k int PRIMARY KEY, v text)").await;
    let mut insert = lab.session.prepare("INSERT INTO lwt (k, v) VALUES (?, ?) IF NOT EXISTS").await.unwrap();
    assert!(insert.is_confirmed_lwt());
    assert!(!insert.get_is_idempotent());
    insert.set_serial_consistency(Some(SerialConsistency::Serial));
    let first = lab.session.execute_unpaged(&insert, (1, "first")).await.unwrap().into_rows_result().unwrap();
    assert!(first.single_row::<(bool,)>().unwrap().0);
    // Not applied: the row that is there comes along, in other columns than before.
    for _ in 0..2 {
        let second = lab.session.execute_unpaged(&insert, (1, "second")).await.unwrap().into_rows_result().unwrap();
        assert_eq!(second.single_row::<(bool, i32, &str)>().unwrap(), (false, 1, "first"));
    }
    let applied = lab.session.execute_unpaged(&insert, (2, "other")).await.unwrap().into_rows_result().unwrap();
    assert_eq!(applied.single_row::<(bool,)>().unwrap(), (true,));
}

async fn a_write_timestamp_is_the_one_that_was_set(lab: &Lab) {
    lab.ddl("CREATE TABLE stamps (k int PRIMARY KEY, v int)").await;
    let mut insert = lab.session.prepare("INSERT INTO stamps (k, v) VALUES (1, ?)").await.unwrap();
    insert.set_timestamp(Some(1_000_000));
    lab.session.execute_unpaged(&insert, (5,)).await.unwrap();
    let row = lab.session.query_unpaged("SELECT writetime(v) FROM stamps WHERE k = 1", ()).await.unwrap();
    assert_eq!(row.into_rows_result().unwrap().single_row::<(i64,)>().unwrap(), (1_000_000,));
}

async fn what_the_server_refuses_is_a_typed_error(lab: &Lab) {
    lab.ddl("CREATE TABLE refused (k int PRIMARY KEY)").await;
    let cases = [
        ("SELEC k FROM refused", ErrorKind::Syntax),
        ("SELECT nothing FROM refused", ErrorKind::Invalid),
        ("SELECT k FROM no_such_table", ErrorKind::Invalid),
        ("CREATE TABLE refused (k int PRIMARY KEY)", ErrorKind::AlreadyExists),
    ];
    for (cql, kind) in cases {
        let error = lab.session.query_unpaged(cql, ()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.statement(), Some(cql));
        assert!(error.node().is_some());
        assert!(error.is_server());
    }
    let error = lab.session.query_unpaged("CREATE TABLE refused (k int PRIMARY KEY)", ()).await.unwrap_err();
    let detail = &error.server_error().unwrap().detail;
    assert!(matches!(detail, ErrorDetail::AlreadyExists { table, .. } if table == "refused"), "{detail:?}");
    let error = lab.session.prepare("SELECT nothing FROM refused").await.unwrap_err();
    assert_eq!((error.kind(), error.statement()), (ErrorKind::Invalid, Some("SELECT nothing FROM refused")));
}

async fn values_that_do_not_fit_are_refused_before_they_are_sent(lab: &Lab) {
    lab.ddl("CREATE TABLE unfit (k int PRIMARY KEY, v text)").await;
    let insert = lab.session.prepare("INSERT INTO unfit (k, v) VALUES (?, ?)").await.unwrap();
    let error = lab.session.execute_unpaged(&insert, (1_i64, "v")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
    let text = error.to_string();
    assert!(text.contains('k') && text.contains("i64") && text.contains("int"), "{text}");
    let error = lab.session.execute_unpaged(&insert, (1,)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
    let error = lab.session.execute_unpaged(&insert, (1, "v", 2)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
}

async fn rows_that_do_not_fit_are_refused_by_name(lab: &Lab) {
    lab.ddl("CREATE TABLE rows_unfit (k int PRIMARY KEY, v text)").await;
    lab.cql("INSERT INTO rows_unfit (k) VALUES (1)").await;
    let result =
        lab.session.query_unpaged("SELECT k, v FROM rows_unfit", ()).await.unwrap().into_rows_result().unwrap();
    let error = result.first_row::<(i32, i32)>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TypeCheck);
    assert!(error.to_string().contains("text") && error.to_string().contains("i32"), "{error}");
    assert_eq!(result.first_row::<(i32,)>().unwrap_err().kind(), ErrorKind::TypeCheck);
    let error = result.first_row::<(i32, String)>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deserialize);
    assert!(error.to_string().contains("`v`"), "{error}");
    assert_eq!(result.first_row::<(i32, Option<String>)>().unwrap(), (1, None));
}

async fn a_request_times_out_on_this_side(lab: &Lab) {
    let mut slow = Statement::new("SELECT host_id FROM system.local");
    slow.set_request_timeout(Some(Duration::from_nanos(1)));
    let started = std::time::Instant::now();
    let mut timeouts = 0;
    // A deadline that is over before the request is sent still lets an answer win that is quick enough.
    for _ in 0..20 {
        match lab.session.query_unpaged(slow.clone(), ()).await {
            Ok(_) => {}
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
                assert_eq!(error.statement(), Some(slow.contents()));
                timeouts += 1;
            }
        }
    }
    assert!(started.elapsed() < Duration::from_secs(60));
    // The connection is as good as before.
    lab.cql("SELECT host_id FROM system.local").await;
    assert!(lab.session.counts().orphaned >= timeouts);
}

async fn many_requests_share_a_connection(lab: &Lab) {
    lab.ddl("CREATE TABLE many (k int PRIMARY KEY, v int)").await;
    let insert = lab.session.prepare("INSERT INTO many (k, v) VALUES (?, ?)").await.unwrap();
    let select = lab.session.prepare("SELECT v FROM many WHERE k = ?").await.unwrap();
    let writes = (0..1000).map(|k| lab.session.execute_unpaged(&insert, (k, k * 3)));
    futures_util::future::try_join_all(writes).await.unwrap();
    let reads = (0..1000).map(|k| {
        let select = &select;
        async move {
            let rows = lab.session.execute_unpaged(select, (k,)).await.unwrap().into_rows_result().unwrap();
            assert_eq!(rows.single_row::<(i32,)>().unwrap(), (k * 3,));
        }
    });
    futures_util::future::join_all(reads).await;
    let counts = lab.session.counts();
    assert!(counts.writes * 2 < counts.requests, "{counts:?}");
}

async fn warnings_come_with_the_result(lab: &Lab) {
    lab.ddl("CREATE TABLE warned (k int, c int, v int, PRIMARY KEY (k, c))").await;
    let all = lab.session.query_unpaged("SELECT sum(v) FROM warned", ()).await.unwrap();
    let warnings: Vec<&str> = all.warnings().collect();
    assert!(warnings.iter().any(|warning| warning.contains("Aggregation")), "{warnings:?}");
}

/// A request's future is moved when it is spawned and lives as long as the request: it must not carry results through
/// layers, nor the size of ways that are hardly ever taken.
async fn the_future_of_a_request_is_small(lab: &Lab) {
    let select = lab.session.prepare("SELECT rack FROM system.local WHERE key = ?").await.unwrap();
    let request = lab.session.execute_unpaged(&select, ("local",));
    let size = size_of_val(&request);
    assert!(size <= 512, "{size} bytes");
    request.await.unwrap();
}
