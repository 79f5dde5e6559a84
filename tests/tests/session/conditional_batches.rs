//! Batches with conditional statements, over scripted nodes: one that was not applied does not look like one that was.

use ilium::prelude::*;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::statement::batch::{Batch as Statements, BatchType};
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Answer, MockCluster, MockStatement, Rows, When};

use crate::scene::{VERSIONS, to};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "seats")]
struct Seat {
    #[col(partition_key)]
    show: i32,
    #[col(clustering_key)]
    seat: i32,
    holder: Option<String>,
}

#[derive(Dao)]
#[dao(entity = Seat)]
struct SeatDao {
    #[update(set = "holder = :new", if = "holder = :old")]
    pass_on: Update<fn(show: i32, seat: i32, new: &str, old: &str) -> Applied<(Option<String>,)>>,
    #[delete]
    remove: Delete<fn(show: i32, seat: i32)>,
}

const PASS_ON: &str = "UPDATE ks.seats SET holder = :new WHERE show = :show AND seat = :seat IF holder = :old";
const REMOVE: &str = "DELETE FROM ks.seats WHERE show = :show AND seat = :seat";

async fn seats(version: ProtocolVersion) -> (MockCluster, Session, SeatDao) {
    let keys = |statement: MockStatement| statement.marker("show", NativeType::Int).marker("seat", NativeType::Int);
    let pass_on = MockStatement::new(PASS_ON).table("ks", "seats").marker("new", NativeType::Text);
    let cluster = MockCluster::builder()
        .in_memory()
        .statement(keys(pass_on).marker("old", NativeType::Text))
        .statement(keys(MockStatement::new(REMOVE).table("ks", "seats")))
        .start()
        .await
        .unwrap();
    let session = to(&cluster).protocol_version(version).use_keyspace("ks", false).build().await.unwrap();
    let seats = SeatDao::prepare(&session).await.unwrap();
    (cluster, session, seats)
}

fn answers(cluster: &MockCluster, answer: impl Into<Answer>) {
    cluster.clear_rules();
    cluster.rule(When::opcode(Opcode::Batch), answer.into());
}

fn in_the_way() -> Rows {
    let flag = ("[applied]", NativeType::Boolean);
    let keys = [("show", NativeType::Int), ("seat", NativeType::Int)];
    Rows::of([flag, keys[0], keys[1], ("holder", NativeType::Text)])
}

fn flag(is_applied: bool) -> Rows {
    Rows::of([("[applied]", NativeType::Boolean)]).row((is_applied,))
}

fn two(seats: &SeatDao) -> Batch {
    let [first, second] = [1, 2].map(|seat| seats.pass_on.bind((7, seat, "new", "old")).unwrap());
    Batch::logged().push(first).push(second)
}

fn batches_sent(cluster: &MockCluster) -> usize {
    cluster.requests_where(&When::opcode(Opcode::Batch)).len()
}

#[tokio::test(start_paused = true)]
async fn a_batch_with_a_condition_returns_whether_it_was_applied() {
    for version in VERSIONS {
        let (cluster, session, seats) = seats(version).await;
        answers(&cluster, flag(true));
        assert!(two(&seats).execute_conditional(&session).await.unwrap().is_applied());
        answers(&cluster, flag(false));
        assert!(matches!(two(&seats).execute_conditional(&session).await.unwrap(), Applied::Missing));

        answers(&cluster, in_the_way().row((false, 7, 1, "old")).row((false, 7, 2, None::<&str>)));
        let Applied::No(rows) = two(&seats).execute_conditional(&session).await.unwrap() else { panic!("no rows") };
        let expected = [(1, Some("old".to_owned())), (2, None)];
        let cells = rows.read::<(i32, i32, Option<String>)>().unwrap();
        assert_eq!(cells, expected.clone().map(|(seat, holder)| (7, seat, holder)));
        assert_eq!(rows.read::<Seat>().unwrap(), expected.map(|(seat, holder)| Seat { show: 7, seat, holder }));
        assert_eq!(rows.column_specs().len(), 4);
        // The row that cannot be read does not take the verdict along.
        let error = rows.read::<(i32, i32, String)>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Deserialize);
        let text = error.to_string();
        assert!(text.contains("batch of 2 statements, first `SeatDao::pass_on`"), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn execute_refuses_a_condition_before_it_sends_anything() {
    let (cluster, session, seats) = seats(ProtocolVersion::V5).await;
    answers(&cluster, in_the_way().row((false, 7, 1, "old")));
    let bound = || Batch::logged().push(seats.remove.bind((7, 3)).unwrap());
    let prepared = session.prepare(PASS_ON).await.unwrap();
    let batches = [
        (two(&seats), "`SeatDao::pass_on`"),
        (bound().push(seats.pass_on.bind((7, 1, "a", "b")).unwrap()), "`SeatDao::pass_on`"),
        (bound().push(prepared), PASS_ON),
        (bound().push("DELETE FROM ks.seats WHERE show = 1 AND seat = 1 IF EXISTS"), "IF EXISTS`"),
        (bound().push("INSERT INTO ks.seats (show, seat) VALUES (1, 1) IF NOT EXISTS"), "IF NOT EXISTS`"),
    ];
    for (batch, name) in batches {
        let error = batch.execute(&session).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadConfig, "{error}");
        let text = error.to_string();
        assert!(text.contains(name) && text.contains("call `execute_conditional`"), "{text}");
    }
    assert_eq!(batches_sent(&cluster), 0);
}

#[tokio::test(start_paused = true)]
async fn execute_conditional_refuses_a_batch_without_a_condition() {
    let (cluster, session, seats) = seats(ProtocolVersion::V5).await;
    let without = Batch::logged().push(seats.remove.bind((7, 3)).unwrap()).push("DELETE FROM ks.seats WHERE show = 1");
    for batch in [without, Batch::unlogged()] {
        let error = batch.execute_conditional(&session).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadConfig, "{error}");
        assert!(error.to_string().contains("call `execute`"), "{error}");
    }
    assert_eq!(batches_sent(&cluster), 0);
    let batch = Batch::logged().push(seats.remove.bind((7, 3)).unwrap());
    batch.execute(&session).await.unwrap();
    assert_eq!(batches_sent(&cluster), 1);
}

/// A text that this crate's parser cannot read may have a condition.
#[tokio::test(start_paused = true)]
async fn a_condition_that_was_not_recognised_is_an_error_when_it_does_not_hold() {
    let (cluster, session, seats) = seats(ProtocolVersion::V5).await;
    let batch = || Batch::logged().push(seats.remove.bind((7, 3)).unwrap()).push("IN A DIALECT OF CQL IF IT HOLDS");
    answers(&cluster, flag(true));
    batch().execute(&session).await.unwrap();
    answers(&cluster, in_the_way().row((false, 7, 1, "old")));
    let error = batch().execute(&session).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    assert!(error.to_string().contains("was not applied"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_result_of_the_drivers_batch_says_whether_it_was_applied() {
    for version in VERSIONS {
        let (cluster, session, _) = seats(version).await;
        let mut batch = Statements::new(BatchType::Logged);
        batch.append_statement("DELETE FROM ks.seats WHERE show = 1 AND seat = 1 IF EXISTS");
        for (answer, is_applied) in
            [(flag(true), true), (flag(false), false), (in_the_way().row((false, 7, 1, None::<&str>)), false)]
        {
            answers(&cluster, answer);
            let rows = session.batch(&batch, ((),)).await.unwrap().into_rows_result().unwrap();
            assert_eq!(rows.is_applied().unwrap(), is_applied);
        }
    }
}
