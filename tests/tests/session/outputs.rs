//! What a statement of a DAO can return: rows of one value, of whatever type, and rows of several.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono_04::NaiveDate;
use ilium::prelude::*;
use ilium::{CqlType, TypeInfo};
use ilium_driver::deserialize::value::DeserializeValue as Read;
use ilium_driver::deserialize::{DeserializationError, FrameSlice, TypeCheckError};
use ilium_driver::errors::ErrorKind;
use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType, UserDefinedType};
use ilium_driver::value::{CqlValue, MaybeEmpty};
use ilium_driver::{DeserializeValue, SerializeValue};
use ilium_mock::{IntoColumnType, MockCluster, MockStatement, Rows};

use crate::scene::connect;

#[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cql(transparent)]
struct UserId(i32);

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
#[cql(transparent)]
struct Tagged<T>(Vec<T>);

#[derive(SerializeValue, DeserializeValue, Clone, Copy, Debug, PartialEq)]
enum Status {
    Active,
    Gone,
}

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
struct Address {
    street: String,
    zip: Option<i32>,
}

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
struct Pair(i32, Option<String>);

/// Written by hand.
#[derive(Debug, PartialEq)]
struct Email(String);

impl CqlType for Email {
    const CQL: TypeInfo = String::CQL;
}

impl<'frame, 'metadata> Read<'frame, 'metadata> for Email {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        <String as Read<'_, '_>>::type_check(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        value: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        <String as Read<'_, '_>>::deserialize(typ, value).map(Self)
    }
}

type Names = Vec<Option<String>>;
type MaybeName = Option<String>;

#[derive(Dao)]
struct OutputsDao {
    #[query("SELECT name FROM ks.t")]
    names: Query<fn() -> Names>,
    #[query("SELECT name FROM ks.t")]
    aliased: Query<fn() -> Vec<MaybeName>>,
    #[query("SELECT name FROM ks.t")]
    without_null: Query<fn() -> Vec<String>>,
    #[query("SELECT name FROM ks.t")]
    emails: Query<fn() -> Vec<Option<Email>>>,
    #[query("SELECT name FROM ks.t")]
    first: Query<fn() -> Option<Email>>,
    #[query("SELECT id FROM ks.t")]
    ids: Query<fn() -> Vec<UserId>>,
    #[query("SELECT id FROM ks.t")]
    id_stream: Query<fn() -> RowStream<Option<UserId>>>,
    #[query("SELECT id FROM ks.t")]
    boxed: Query<fn() -> Vec<Box<i32>>>,
    #[query("SELECT id FROM ks.t")]
    empties: Query<fn() -> Vec<MaybeEmpty<i32>>>,
    #[query("SELECT status FROM ks.t")]
    status: Query<fn() -> Option<Status>>,
    #[query("SELECT born FROM ks.t")]
    born: Query<fn() -> Option<NaiveDate>>,
    #[query("SELECT tags FROM ks.t")]
    tags: Query<fn() -> Option<HashSet<String>>>,
    #[query("SELECT tags FROM ks.t")]
    all_tags: Query<fn() -> Vec<BTreeSet<String>>>,
    #[query("SELECT tags FROM ks.t")]
    lists: Query<fn() -> Vec<Vec<String>>>,
    #[query("SELECT tags FROM ks.t")]
    list: Query<fn() -> Option<Tagged<String>>>,
    #[query("SELECT tags FROM ks.t")]
    one_set: Query<fn() -> HashSet<String>>,
    #[query("SELECT home FROM ks.t")]
    homes: Query<fn() -> Vec<Option<Address>>>,
    #[query("SELECT pair FROM ks.t")]
    pairs: Query<fn() -> RowStream<Pair>>,
    #[query("SELECT pair FROM ks.t")]
    tuples: Query<fn() -> Vec<((i32, Option<String>),)>>,
    #[query("SELECT id, name FROM ks.t")]
    rows: Query<fn() -> Vec<(UserId, Option<Email>)>>,
    #[query("SELECT id, name FROM ks.t")]
    row: Query<fn() -> Option<(UserId, Option<String>)>>,
    #[query("SELECT blob FROM ks.t")]
    blob: Query<fn() -> Vec<u8>>,
    #[query("SELECT blob FROM ks.t")]
    blobs: Query<fn() -> Vec<Vec<u8>>>,
    #[query("SELECT name FROM ks.t")]
    dynamic: Query<fn() -> Vec<Option<CqlValue>>>,
    #[query("SELECT name FROM ks.n")]
    nothing: Query<fn() -> Option<String>>,
    #[query("SELECT name FROM ks.n")]
    no_row: Query<fn() -> Option<Option<String>>>,
    #[query("SELECT name FROM ks.o")]
    null_row: Query<fn() -> Option<Option<String>>>,
    #[query("SELECT name FROM ks.o")]
    null: Query<fn() -> Option<String>>,
    #[query("SELECT sizes FROM ks.t")]
    sizes: Query<fn() -> BTreeMap<String, i32>>,
    #[query("SELECT sizes FROM ks.t")]
    hashed: Query<fn() -> Vec<HashMap<String, i32>>>,
    #[query("UPDATE ks.t SET id = 1 WHERE k = 1 IF name = 'a'")]
    rename: Query<fn() -> Applied<(Option<String>,)>>,
    #[query("UPDATE ks.t SET id = 1 WHERE k = 1 IF id = 2")]
    renumber: Query<fn() -> Applied<UserId>>,
}

fn select(
    columns: &[(&str, ColumnType<'static>)],
    table: &str,
    fill: impl Fn(Rows) -> Rows + Send + Sync + 'static,
) -> MockStatement {
    let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
    let statement = MockStatement::new(format!("SELECT {} FROM ks.{table}", names.join(", "))).table("ks", table);
    let with_column =
        |statement: MockStatement, (name, typ): &(&str, ColumnType<'static>)| statement.column(name, typ.clone());
    columns.iter().fold(statement, with_column).answers(move |_, rows| fill(rows).into())
}

fn not_applied(cql: &str, column: &str, typ: impl IntoColumnType, fill: fn(Rows) -> Rows) -> MockStatement {
    let statement = MockStatement::new(cql).table("ks", "t").column("[applied]", NativeType::Boolean);
    statement.column(column, typ).answers(move |_, rows| fill(rows).into())
}

async fn cluster() -> MockCluster {
    let native = ColumnType::Native;
    let (int, text) = (|| native(NativeType::Int), || native(NativeType::Text));
    let tags = || ColumnType::Collection { frozen: false, typ: CollectionType::Set(Box::new(text())) };
    let sizes = CollectionType::Map(Box::new(text()), Box::new(int()));
    let fields = vec![("street".into(), text()), ("zip".into(), int())];
    let home =
        ColumnType::UserDefinedType { frozen: true, definition: UserDefinedType::new("ks", "address", fields).into() };
    let set = HashSet::from(["x"]);
    let days = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let street = || Address { street: "a".to_owned(), zip: None };
    MockCluster::builder()
        .in_memory()
        .nodes(1)
        .statement(select(&[("name", text())], "t", |rows| rows.row(("a",)).row((None::<&str>,)).row(("c",))))
        .statement(select(&[("id", int())], "t", |rows| rows.row((1,)).row((2,))))
        .statement(select(&[("status", text())], "t", |rows| rows.row(("Gone",))))
        .statement(select(&[("born", native(NativeType::Date))], "t", move |rows| rows.row((days,))))
        .statement(select(&[("tags", tags())], "t", move |rows| rows.row((&set,))))
        .statement(select(&[("home", home)], "t", move |rows| rows.row((street(),)).row((None::<Address>,))))
        .statement(select(&[("pair", ColumnType::Tuple(vec![int(), text()]))], "t", |rows| rows.row(((1, "x"),))))
        .statement(select(&[("id", int()), ("name", text())], "t", |rows| rows.row((1, "a")).row((2, None::<&str>))))
        .statement(select(&[("blob", native(NativeType::Blob))], "t", |rows| rows.row((vec![1_u8, 2],))))
        .statement(select(&[("name", text())], "n", |rows| rows))
        .statement(select(&[("name", text())], "o", |rows| rows.row((None::<&str>,))))
        .statement(select(&[("sizes", ColumnType::Collection { frozen: false, typ: sizes })], "t", |rows| {
            rows.row((BTreeMap::from([("a", 1)]),))
        }))
        .statement(not_applied("UPDATE ks.t SET id = 1 WHERE k = 1 IF name = 'a'", "name", NativeType::Text, |rows| {
            rows.row((false, None::<&str>))
        }))
        .statement(not_applied("UPDATE ks.t SET id = 1 WHERE k = 1 IF id = 2", "id", NativeType::Int, |rows| {
            rows.row((false, 7))
        }))
        .start()
        .await
        .unwrap()
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_row_is_read_as_any_value() {
    let cluster = cluster().await;
    let session = connect(&cluster).await;
    let dao = OutputsDao::prepare(&session).await.unwrap();
    let names = [Some(text("a")), None, Some(text("c"))];
    assert_eq!(dao.names().await.unwrap(), names);
    assert_eq!(dao.names.call(()).await.unwrap(), names);
    assert_eq!(dao.aliased().await.unwrap(), names);
    assert_eq!(dao.emails().await.unwrap(), [Some(Email(text("a"))), None, Some(Email(text("c")))]);
    assert_eq!(dao.first().await.unwrap(), Some(Email(text("a"))));
    assert_eq!(dao.ids().await.unwrap(), [UserId(1), UserId(2)]);
    let ids: Vec<_> = dao.id_stream().await.unwrap().try_collect().await.unwrap();
    assert_eq!(ids, [Some(UserId(1)), Some(UserId(2))]);
    assert_eq!(dao.boxed().await.unwrap(), [Box::new(1), Box::new(2)]);
    assert_eq!(dao.empties().await.unwrap(), [MaybeEmpty::Value(1), MaybeEmpty::Value(2)]);
    assert_eq!(dao.status().await.unwrap(), Some(Status::Gone));
    assert_eq!(dao.born().await.unwrap(), NaiveDate::from_ymd_opt(2024, 2, 29));
    assert_eq!(dao.tags().await.unwrap(), Some(HashSet::from([text("x")])));
    assert_eq!(dao.all_tags().await.unwrap(), [BTreeSet::from([text("x")])]);
    assert_eq!(dao.lists().await.unwrap(), [[text("x")]]);
    assert_eq!(dao.list().await.unwrap(), Some(Tagged(vec![text("x")])));
    assert_eq!(dao.one_set().await.unwrap(), HashSet::from([text("x")]));
    assert_eq!(dao.homes().await.unwrap(), [Some(Address { street: text("a"), zip: None }), None]);
    let pairs: Vec<_> = dao.pairs().await.unwrap().try_collect().await.unwrap();
    assert_eq!(pairs, [Pair(1, Some(text("x")))]);
    assert_eq!(dao.tuples().await.unwrap(), [((1, Some(text("x"))),)]);
    assert_eq!(dao.blob().await.unwrap(), [1, 2]);
    assert_eq!(dao.blobs().await.unwrap(), [[1, 2]]);
    assert_eq!(dao.dynamic().await.unwrap()[..2], [Some(CqlValue::Text(text("a"))), None]);
    assert_eq!(dao.sizes().await.unwrap(), BTreeMap::from([(text("a"), 1)]));
    assert_eq!(dao.hashed().await.unwrap(), [HashMap::from([(text("a"), 1)])]);
}

#[tokio::test(start_paused = true)]
async fn a_tuple_is_a_row_of_several_values() {
    let cluster = cluster().await;
    let session = connect(&cluster).await;
    let dao = OutputsDao::prepare(&session).await.unwrap();
    assert_eq!(dao.rows().await.unwrap(), [(UserId(1), Some(Email(text("a")))), (UserId(2), None)]);
    assert_eq!(dao.row().await.unwrap(), Some((UserId(1), Some(text("a")))));
    assert_eq!(dao.rename().await.unwrap(), Applied::No((None,)));
    assert_eq!(dao.renumber().await.unwrap(), Applied::No(UserId(7)));
}

/// `Option<T>` has one `None`, for no row and for null; `Option<Option<T>>` tells them apart.
#[tokio::test(start_paused = true)]
async fn no_row_and_null_can_be_told_apart() {
    let cluster = cluster().await;
    let session = connect(&cluster).await;
    let dao = OutputsDao::prepare(&session).await.unwrap();
    assert_eq!((dao.nothing().await.unwrap(), dao.null().await.unwrap()), (None, None));
    assert_eq!((dao.no_row().await.unwrap(), dao.null_row().await.unwrap()), (None, Some(None)));
}

/// What the error says to read it as is `names` above, which compiles.
#[tokio::test(start_paused = true)]
async fn a_null_without_an_option_is_an_error_that_says_what_to_write() {
    let cluster = cluster().await;
    let session = connect(&cluster).await;
    let dao = OutputsDao::prepare(&session).await.unwrap();
    let error = dao.without_null().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deserialize);
    assert!(error.to_string().contains("the value is null; read it as `Option<String>`"), "{error}");
}
