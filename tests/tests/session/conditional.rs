//! What a conditional statement returns, over scripted nodes: always whether it was applied.

use ilium::prelude::*;
use ilium_driver::frame::response::result::NativeType;
use ilium_driver::wire::{Opcode, ProtocolVersion};
use ilium_mock::{Answer, MockCluster, MockStatement, Rows, Value, When};

use crate::scene::{VERSIONS, to};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users")]
struct User {
    #[col(partition_key)]
    id: i32,
    email: String,
    nick: Option<String>,
}

#[derive(Dao)]
#[dao(entity = User)]
struct UserDao {
    #[update(set = "email = :new", if = "email = :old")]
    change: Update<fn(id: i32, new: &str, old: &str) -> Applied<(String,)>>,
    #[delete(if = "nick = :nick AND email = :email")]
    remove: Delete<fn(id: i32, nick: &str, email: &str) -> Applied<(Option<String>, String)>>,
    #[insert(if_not_exists)]
    create: Insert<fn(user: &User) -> Applied<User>>,
    #[query("UPDATE {table} SET nick = 'n' WHERE id = :id IF email = 'e'")]
    rename: Query<fn(id: i32) -> Applied<(Option<String>,)>>,
    #[delete(if_exists)]
    remove_there: Delete<fn(id: i32) -> Applied>,
}

const CHANGE: &str = "UPDATE ks.users SET email = :new WHERE id = :id IF email = :old";
const REMOVE: &str = "DELETE FROM ks.users WHERE id = :id IF nick = :nick AND email = :email";
const CREATE: &str = "INSERT INTO ks.users (id, email, nick) VALUES (:id, :email, :nick) IF NOT EXISTS";
const RENAME: &str = "UPDATE ks.users SET nick = 'n' WHERE id = :id IF email = 'e'";
const REMOVE_THERE: &str = "DELETE FROM ks.users WHERE id = :id IF EXISTS";

/// A node that answers every statement with the same.
async fn answering(answer: impl Fn() -> Answer + Clone + Send + Sync + 'static) -> MockCluster {
    let statement = |cql: &str, markers: &[&str]| {
        let statement = MockStatement::new(cql).table("ks", "users").marker("id", NativeType::Int);
        let answer = answer.clone();
        let marker = |statement: MockStatement, name: &&str| statement.marker(name, NativeType::Text);
        markers.iter().fold(statement, marker).answers(move |_, _| answer())
    };
    MockCluster::builder()
        .in_memory()
        .statement(statement(CHANGE, &["new", "old"]))
        .statement(statement(REMOVE, &["nick", "email"]))
        .statement(statement(CREATE, &["email", "nick"]))
        .statement(statement(RENAME, &[]))
        .statement(statement(REMOVE_THERE, &[]))
        .start()
        .await
        .unwrap()
}

fn applied(is_applied: bool) -> Answer {
    Rows::of([("[applied]", NativeType::Boolean)]).row((is_applied,)).into()
}

async fn users(cluster: &MockCluster, version: ProtocolVersion) -> UserDao {
    let session = to(cluster).protocol_version(version).use_keyspace("ks", false).build().await.unwrap();
    UserDao::prepare(&session).await.unwrap()
}

fn user() -> User {
    User { id: 1, email: "a".to_owned(), nick: None }
}

#[tokio::test(start_paused = true)]
async fn a_statement_that_was_applied_says_so() {
    for version in VERSIONS {
        let cluster = answering(|| applied(true)).await;
        let users = users(&cluster, version).await;
        assert_eq!(users.change(1, "a", "b").await.unwrap(), Applied::Yes);
        assert_eq!(users.remove(1, "a", "b").await.unwrap(), Applied::Yes);
        assert_eq!(users.create(&user()).await.unwrap(), Applied::Yes);
        assert_eq!(users.rename(1).await.unwrap(), Applied::Yes);
        assert_eq!(users.remove_there(1).await.unwrap(), Applied::Yes);
    }
}

/// ScyllaDB returns what was there before of a statement that was applied, too.
#[tokio::test(start_paused = true)]
async fn a_row_beside_the_flag_does_not_make_it_unapplied() {
    let cluster = answering(|| {
        let columns = [("[applied]", NativeType::Boolean), ("email", NativeType::Text), ("nick", NativeType::Text)];
        Rows::of(columns).row((true, None::<&str>, None::<&str>)).into()
    })
    .await;
    let users = users(&cluster, ProtocolVersion::V4).await;
    assert_eq!(users.change(1, "a", "b").await.unwrap(), Applied::Yes);
    assert_eq!(users.remove(1, "a", "b").await.unwrap(), Applied::Yes);
    assert_eq!(users.create(&user()).await.unwrap(), Applied::Yes);
    assert_eq!(users.remove_there(1).await.unwrap(), Applied::Yes);
}

/// Cassandra answers with the flag alone.
#[tokio::test(start_paused = true)]
async fn a_condition_on_a_row_that_does_not_exist_is_not_applied() {
    for version in VERSIONS {
        let cluster = answering(|| applied(false)).await;
        let users = users(&cluster, version).await;
        assert_eq!(users.change(1, "a", "b").await.unwrap(), Applied::Missing);
        assert_eq!(users.remove(1, "a", "b").await.unwrap(), Applied::Missing);
        assert_eq!(users.create(&user()).await.unwrap(), Applied::Missing);
        assert_eq!(users.rename(1).await.unwrap(), Applied::Missing);
        assert_eq!(users.remove_there(1).await.unwrap(), Applied::No(()));
        assert_eq!(users.change(1, "a", "b").await.unwrap().previous().unwrap(), None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_null_in_the_row_in_the_way_does_not_hide_that_nothing_was_applied() {
    for version in VERSIONS {
        let cluster = answering(|| {
            Rows::of([("[applied]", NativeType::Boolean), ("email", NativeType::Text), ("nick", NativeType::Text)])
                .row((false, None::<&str>, None::<&str>))
                .into()
        })
        .await;
        let users = users(&cluster, version).await;
        assert_eq!(users.rename(1).await.unwrap(), Applied::No((None,)));
        assert_eq!(users.remove_there(1).await.unwrap(), Applied::No(()));
        for (name, error) in [
            ("UserDao::change", users.change(1, "a", "b").await.unwrap().previous().unwrap_err()),
            ("UserDao::remove", users.remove(1, "a", "b").await.unwrap().previous().unwrap_err()),
        ] {
            assert_eq!((error.kind(), error.statement()), (ErrorKind::Deserialize, Some(name)));
            assert!(error.to_string().contains("the value is null; read it as `Option<String>`"), "{error}");
        }
        // An entity's columns that the answer lacks.
        let Applied::Unreadable(error) = users.create(&user()).await.unwrap() else { panic!("it was read") };
        assert_eq!((error.kind(), error.statement()), (ErrorKind::TypeCheck, Some("UserDao::create")));
    }
}

/// Cassandra returns columns of the row before static ones, whatever the order in the condition.
#[tokio::test(start_paused = true)]
async fn columns_of_the_condition_are_read_by_name() {
    let cluster = answering(|| {
        Rows::of([("[applied]", NativeType::Boolean), ("email", NativeType::Text), ("nick", NativeType::Text)])
            .row((false, "e", "n"))
            .into()
    })
    .await;
    let users = users(&cluster, ProtocolVersion::V5).await;
    let removed = users.remove(1, "a", "b").await.unwrap();
    assert_eq!(removed, Applied::No((Some("n".to_owned()), "e".to_owned())));
    assert_eq!(users.change(1, "a", "b").await.unwrap(), Applied::No(("e".to_owned(),)));
    assert_eq!(users.rename(1).await.unwrap(), Applied::No((Some("e".to_owned()),)));
}

#[tokio::test(start_paused = true)]
async fn what_does_not_fit_the_row_in_the_way_is_beside_the_answer() {
    let answer = || Rows::of([("[applied]", NativeType::Boolean), ("nick", NativeType::Boolean)]).row((false, true));
    let cluster = answering(move || answer().into()).await;
    let users = users(&cluster, ProtocolVersion::V5).await;
    let Applied::Unreadable(error) = users.change(1, "a", "b").await.unwrap() else { panic!("it was read") };
    assert!(error.to_string().contains("no column `email`, which the condition compares"), "{error}");
    let Applied::Unreadable(error) = users.create(&user()).await.unwrap() else { panic!("it was read") };
    assert_eq!(error.kind(), ErrorKind::TypeCheck);
}

/// A row that is cut short.
#[tokio::test(start_paused = true)]
async fn damage_behind_the_flag_does_not_hide_it() {
    let cluster = answering(|| {
        Rows::of([("[applied]", NativeType::Boolean), ("email", NativeType::Text), ("nick", NativeType::Text)])
            .raw_row([Some(&[0_u8][..]), Some(b"as long as a cell")])
            .into()
    })
    .await;
    let users = users(&cluster, ProtocolVersion::V5).await;
    let Applied::Unreadable(error) = users.change(1, "a", "b").await.unwrap() else { panic!("it was read") };
    assert_eq!(error.kind(), ErrorKind::Deserialize);
    assert_eq!(users.remove_there(1).await.unwrap(), Applied::No(()));
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_the_flag_is_an_error() {
    let without = || Rows::of([("email", NativeType::Text)]).row(("e",)).into();
    let no_row = || Rows::of([("[applied]", NativeType::Boolean)]).into();
    let null = || Rows::of([("[applied]", NativeType::Boolean)]).row((None::<bool>,)).into();
    let another = || Rows::of([("[applied]", NativeType::Int)]).row((1,)).into();
    let answers: [(fn() -> Answer, ErrorKind); 5] = [
        (|| Answer::Void, ErrorKind::InvalidResponse),
        (without, ErrorKind::InvalidResponse),
        (no_row, ErrorKind::InvalidResponse),
        (null, ErrorKind::Deserialize),
        (another, ErrorKind::Deserialize),
    ];
    for (answer, kind) in answers {
        let cluster = answering(answer).await;
        let users = users(&cluster, ProtocolVersion::V5).await;
        let changed = users.change(1, "a", "b").await.unwrap_err();
        let removed = users.remove_there(1).await.unwrap_err();
        assert_eq!((changed.kind(), removed.kind()), (kind, kind), "{changed}; {removed}");
    }
}

#[derive(Dao)]
#[dao(entity = User)]
struct NickDao {
    #[update(set = "email = :new", if = "nick = :nick AND email != :email")]
    change: Update<fn(id: i32, new: Option<&str>, nick: Option<&str>, email: &Option<String>) -> Applied>,
    #[delete(if = "nick != :nick")]
    remove: Delete<fn(id: i32, nick: Option<String>) -> Applied>,
    #[query("UPDATE {table} SET email = :new WHERE id = :id IF nick = :nick")]
    by_query: Query<fn(id: i32, new: Option<&str>, nick: Option<&str>) -> Applied>,
    #[query("UPDATE {table} SET nick = :nick WHERE id = :id IF nick != :nick", nulls = null)]
    in_two_places: Query<fn(id: i32, nick: Option<&str>) -> Applied>,
}

/// What is written is unset when it is absent, but what it is compared with is null.
#[tokio::test(start_paused = true)]
async fn an_absent_value_is_null_where_a_condition_compares_it() {
    const SET: &str = "UPDATE ks.users SET email = :new WHERE id = :id IF";
    let statements = [
        (format!("{SET} nick = :nick AND email != :email"), &["new", "id", "nick", "email"][..]),
        ("DELETE FROM ks.users WHERE id = :id IF nick != :nick".to_owned(), &["id", "nick"]),
        (format!("{SET} nick = :nick"), &["new", "id", "nick"]),
        ("UPDATE ks.users SET nick = :nick WHERE id = :id IF nick != :nick".to_owned(), &["nick", "id", "nick"]),
    ];
    let scripted = statements.iter().fold(MockCluster::builder().in_memory(), |cluster, (cql, markers)| {
        let typ = |name: &str| if name == "id" { NativeType::Int } else { NativeType::Text };
        let with_marker = |statement: MockStatement, name: &&str| statement.marker(name, typ(name));
        let statement = markers.iter().fold(MockStatement::new(cql).table("ks", "users"), with_marker);
        cluster.statement(statement.answers(|_, _| applied(true)))
    });
    let cluster = scripted.start().await.unwrap();
    let session = to(&cluster).use_keyspace("ks", false).build().await.unwrap();
    let users = NickDao::prepare(&session).await.unwrap();
    cluster.forget_requests();
    for answer in [
        users.change(1, None, None, &None).await,
        users.change(1, Some("e"), Some("n"), &Some("o".to_owned())).await,
        users.remove(1, None).await,
        users.by_query(1, None, None).await,
        users.in_two_places(1, None).await,
    ] {
        assert_eq!(answer.unwrap(), Applied::Yes);
    }
    let id = || Value::Bytes(1_i32.to_be_bytes().to_vec().into());
    let text = |text: &str| Value::Bytes(text.as_bytes().to_vec().into());
    let sent = cluster.requests_where(&When::opcode(Opcode::Execute));
    let sent: Vec<_> = sent.iter().map(|request| request.values().to_vec()).collect();
    assert_eq!(
        sent,
        [
            vec![Value::Unset, id(), Value::Null, Value::Null],
            vec![text("e"), id(), text("n"), text("o")],
            vec![id(), Value::Null],
            vec![Value::Unset, id(), Value::Null],
            vec![Value::Null, id(), Value::Null],
        ]
    );
}
