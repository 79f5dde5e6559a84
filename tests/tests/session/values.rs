//! Values and columns that do not fit: errors that name the column and both types, before anything is sent.

use ilium_driver::client::session::Session;
use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::statement::batch::Batch;
use ilium_driver::wire::Opcode;
use ilium_driver::{DeserializeRow, SerializeRow};
use ilium_mock::{Answer, MockCluster, Rows, When};

use crate::scene::{READ, VERSIONS, WRITE, cluster, connect};

async fn scene() -> (MockCluster, Session) {
    let cluster = cluster(1).start().await.unwrap();
    let session = connect(&cluster).await;
    (cluster, session)
}

fn says(error: &Error, kind: ErrorKind, words: &[&str]) {
    assert_eq!(error.kind(), kind, "{error}");
    for word in words {
        assert!(error.to_string().contains(word), "no `{word}` in: {error}");
    }
}

#[derive(SerializeRow)]
struct Named {
    k: i32,
    v: String,
}

#[derive(SerializeRow)]
struct WithExtra {
    k: i32,
    v: String,
    w: i32,
}

#[derive(SerializeRow)]
struct WithoutV {
    k: i32,
}

#[derive(SerializeRow)]
struct WrongV {
    k: i32,
    v: i64,
}

#[tokio::test(start_paused = true)]
async fn values_that_do_not_fit_are_refused_before_anything_is_sent() {
    let (cluster, session) = scene().await;
    let write = session.prepare(WRITE).await.unwrap();
    cluster.forget_requests();
    let refused: [(Result<_, Error>, &[&str]); 7] = [
        (session.execute_unpaged(&write, (1_i64, "a")).await, &["k", "i64", "int"]),
        (session.execute_unpaged(&write, (1, 2)).await, &["v", "i32", "text"]),
        (session.execute_unpaged(&write, (1,)).await, &["1", "2"]),
        (session.execute_unpaged(&write, (1, "a", 3)).await, &["3", "2"]),
        (session.execute_unpaged(&write, WithExtra { k: 1, v: "a".to_owned(), w: 1 }).await, &["w"]),
        (session.execute_unpaged(&write, WithoutV { k: 1 }).await, &["v"]),
        (session.execute_unpaged(&write, WrongV { k: 1, v: 1 }).await, &["v", "i64", "text"]),
    ];
    for (result, words) in refused {
        let error = result.unwrap_err();
        says(&error, ErrorKind::Serialize, words);
        assert_eq!(error.statement(), Some(WRITE), "{error}");
        assert!(error.is_value());
    }
    assert!(write.bind(&(1, 2)).is_err());
    assert!(cluster.requests().is_empty(), "nothing was sent");
    session.execute_unpaged(&write, Named { k: 1, v: "a".to_owned() }).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn values_of_a_batch_that_do_not_fit_are_refused() {
    let (cluster, session) = scene().await;
    let mut batch = Batch::default();
    let write = session.prepare(WRITE).await.unwrap();
    batch.append_statement(write.clone());
    batch.append_statement(write);
    cluster.forget_requests();
    let wrong = session.batch(&batch, ((1, "a"), (2, 5_i64))).await.unwrap_err();
    says(&wrong, ErrorKind::Serialize, &["v", "i64", "text"]);
    let few = session.batch(&batch, ((1, "a"),)).await.unwrap_err();
    says(&few, ErrorKind::Serialize, &[]);
    let many = session.batch(&batch, ((1, "a"), (2, "b"), (3, "c"))).await.unwrap_err();
    says(&many, ErrorKind::Serialize, &[]);
    assert!(cluster.requests_where(&When::opcode(Opcode::Batch)).is_empty());
}

#[derive(DeserializeRow, Debug)]
#[allow(dead_code, reason = "it is never read")]
struct WantsW {
    k: i32,
    w: i32,
}

#[derive(DeserializeRow, Debug)]
#[allow(dead_code, reason = "it is never read")]
struct OnlyK {
    k: i32,
}

#[derive(DeserializeRow, Debug)]
#[allow(dead_code, reason = "it is never read")]
struct WrongK {
    k: i64,
    v: String,
}

#[derive(DeserializeRow, Debug, PartialEq)]
struct Fits {
    v: Option<String>,
    k: i32,
}

#[tokio::test(start_paused = true)]
async fn columns_that_do_not_fit_are_named_with_both_types() {
    for version in VERSIONS {
        let cluster = cluster(1).version(version).start().await.unwrap();
        let session = connect(&cluster).await;
        let read = session.prepare(READ).await.unwrap();
        let rows = session.execute_unpaged(&read, (1,)).await.unwrap().into_rows_result().unwrap();
        says(&rows.rows::<(i64, String)>().err().unwrap(), ErrorKind::TypeCheck, &["k", "i64", "int"]);
        says(&rows.rows::<(i32,)>().err().unwrap(), ErrorKind::TypeCheck, &["1", "2"]);
        says(&rows.rows::<(i32, String, i32)>().err().unwrap(), ErrorKind::TypeCheck, &["3", "2"]);
        says(&rows.rows::<WantsW>().err().unwrap(), ErrorKind::TypeCheck, &["w"]);
        says(&rows.rows::<OnlyK>().err().unwrap(), ErrorKind::TypeCheck, &["v"]);
        says(&rows.rows::<WrongK>().err().unwrap(), ErrorKind::TypeCheck, &["k", "i64", "int"]);
        let fits = Fits { k: 1, v: Some("value of 1".to_owned()) };
        assert_eq!(rows.single_row::<Fits>().unwrap(), fits);
    }
}

#[tokio::test(start_paused = true)]
async fn cells_that_do_not_fit_their_type_spoil_their_row_alone() {
    let (cluster, session) = scene().await;
    let read = session.prepare(READ).await.unwrap();
    let columns = [("k", NativeType::Int), ("v", NativeType::Text)];
    let rows = Rows::of(columns)
        .row((1, "a"))
        .raw_row([Some(&b"\x00\x00"[..]), Some(b"b")])
        .raw_row([Some(&b"\x00\x00\x00\x03"[..]), Some(b"\xFF\xFE")])
        .raw_row([None, Some(&b"d"[..])])
        .row((5, "e"));
    cluster.rule(When::execute(""), Answer::from(rows));
    let rows = session.execute_unpaged(&read, (1,)).await.unwrap().into_rows_result().unwrap();
    let read: Vec<_> = rows.rows::<(i32, String)>().unwrap().collect();
    assert_eq!(read.len(), 5);
    assert_eq!(read[0].as_ref().unwrap(), &(1, "a".to_owned()));
    says(read[1].as_ref().unwrap_err(), ErrorKind::Deserialize, &["k", "i32", "int"]);
    says(read[2].as_ref().unwrap_err(), ErrorKind::Deserialize, &["v", "text"]);
    says(read[3].as_ref().unwrap_err(), ErrorKind::Deserialize, &["k", "null"]);
    assert_eq!(read[4].as_ref().unwrap(), &(5, "e".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_result_without_rows_is_not_one_with_rows() {
    let (_cluster, session) = scene().await;
    let write = session.prepare(WRITE).await.unwrap();
    let result = session.execute_unpaged(&write, (1, "a")).await.unwrap();
    assert!(!result.is_rows());
    says(&result.into_rows_result().unwrap_err(), ErrorKind::InvalidResponse, &["expected rows"]);
    let read = session.prepare(READ).await.unwrap();
    let result = session.execute_unpaged(&read, (1,)).await.unwrap();
    says(&result.result_not_rows().unwrap_err(), ErrorKind::InvalidResponse, &["1 rows"]);
}
