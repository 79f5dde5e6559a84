//! User-defined types that are not what the program's structs are.

use std::collections::{BTreeMap, HashMap};

use ilium::{Dao, Entity, Insert, PrepareError, Query, Select, Update};
use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType, UserDefinedType};
use ilium_driver::serialize::SerializationError;
use ilium_driver::serialize::value::SerializeValue;
use ilium_driver::serialize::writers::{CellWriter, WrittenCellProof};
use ilium_driver::wire::Opcode;
use ilium_driver::{DeserializeValue, SerializeValue};
use ilium_mock::{MockCluster, MockClusterBuilder, MockStatement, When};

use crate::scene::connect;

const INT: ColumnType<'static> = ColumnType::Native(NativeType::Int);
const TEXT: ColumnType<'static> = ColumnType::Native(NativeType::Text);

fn user_type(name: &'static str, fields: &[(&'static str, ColumnType<'static>)]) -> ColumnType<'static> {
    let fields = fields.iter().map(|(name, typ)| ((*name).into(), typ.clone())).collect();
    ColumnType::UserDefinedType { frozen: true, definition: UserDefinedType::new("ks", name, fields).into() }
}

fn list(typ: ColumnType<'static>) -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ: CollectionType::List(Box::new(typ)) }
}

fn map(key: ColumnType<'static>, value: ColumnType<'static>) -> ColumnType<'static> {
    ColumnType::Collection { frozen: false, typ: CollectionType::Map(Box::new(key), Box::new(value)) }
}

/// What is wrong with a DAO, each problem in a line.
fn problems<D>(prepared: Result<D, PrepareError>) -> Vec<String> {
    let Err(error) = prepared else { return Vec::new() };
    error.problems().iter().map(ToString::to_string).collect()
}

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
struct Phone {
    digits: String,
    #[cql(allow_missing)]
    label: Option<String>,
}

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
struct Home {
    street: String,
    zip: Option<i32>,
    phones: Vec<Phone>,
}

#[derive(SerializeValue, DeserializeValue, Clone, Debug, PartialEq)]
#[cql(transparent)]
struct Second(Home);

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(keyspace = "ks", table = "people")]
struct Person {
    #[col(partition_key)]
    id: i32,
    home: Option<Home>,
}

#[derive(Dao, Clone)]
#[dao(entity = Person)]
struct PersonDao {
    #[select]
    get: Select<fn(id: i32) -> Option<Person>>,
    #[insert]
    save: Insert<fn(person: &Person)>,
    #[update(set = "home = :home")]
    move_to: Update<fn(id: i32, home: &Home)>,
}

fn people(home: &ColumnType<'static>) -> MockClusterBuilder {
    let of = |cql: &str| MockStatement::new(cql).table("ks", "people");
    let get = of("SELECT id, home FROM ks.people WHERE id = :id").marker("id", NativeType::Int);
    MockCluster::builder()
        .in_memory()
        .nodes(1)
        .statement(get.column("id", NativeType::Int).column("home", home.clone()))
        .statement(
            of("INSERT INTO ks.people (id, home) VALUES (:id, :home)")
                .marker("id", NativeType::Int)
                .marker("home", home.clone()),
        )
        .statement(
            of("UPDATE ks.people SET home = :home WHERE id = :id")
                .marker("home", home.clone())
                .marker("id", NativeType::Int),
        )
}

fn phone() -> ColumnType<'static> {
    user_type("phone", &[("digits", TEXT), ("label", TEXT)])
}

async fn prepared_with(home: ColumnType<'static>) -> Vec<String> {
    let cluster = people(&home).start().await.unwrap();
    let session = connect(&cluster).await;
    let found = problems(PersonDao::prepare(&session).await);
    assert!(cluster.requests_where(&When::opcode(Opcode::Execute)).is_empty());
    found
}

#[tokio::test(start_paused = true)]
async fn a_type_that_fits_has_no_problem() {
    for home in [
        user_type("home", &[("street", TEXT), ("zip", INT), ("phones", list(phone()))]),
        // In another order, with a field that the struct does not have, and without one that may be missing.
        user_type("home", &[("phones", list(user_type("phone", &[("digits", TEXT)]))), ("zip", INT), ("street", TEXT)]),
        user_type("home", &[("street", TEXT), ("zip", INT), ("phones", list(phone())), ("country", TEXT)]),
    ] {
        assert_eq!(prepared_with(home).await, Vec::<String>::new());
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_read_and_what_is_written_of_a_type_are_both_reported() {
    let whole = |phones| user_type("home", &[("street", TEXT), ("zip", INT), ("phones", phones)]);
    for (home, found) in [
        (user_type("home", &[("street", TEXT), ("phones", list(phone()))]), "`zip`"),
        (user_type("home", &[("street", INT), ("zip", INT), ("phones", list(phone()))]), "`street`"),
        (user_type("home", &[("street", TEXT), ("zip", INT), ("phones", phone())]), "`phones`"),
        (whole(list(user_type("phone", &[("number", TEXT)]))), "`digits`"),
        (whole(list(user_type("phone", &[("digits", INT)]))), "`digits`"),
    ] {
        let problems = prepared_with(home.clone()).await;
        let of = |statement: &str| {
            let problems: Vec<_> = problems.iter().filter(|problem| problem.contains(statement)).collect();
            assert_eq!(problems.len(), 1, "{statement} with {home}: {problems:#?}");
            problems.into_iter().any(|problem| problem.contains(found))
        };
        for statement in ["PersonDao::get", "PersonDao::save", "PersonDao::move_to"] {
            assert!(of(statement), "{statement} with {home} does not name {found}: {problems:#?}");
        }
        assert_eq!(problems.len(), 3, "{problems:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_problem_names_both_sides() {
    let home = user_type("home", &[("street", INT), ("zip", TEXT), ("phones", list(user_type("phone", &[])))]);
    let problems = prepared_with(home).await;
    let save = problems.iter().find(|problem| problem.contains("PersonDao::save")).unwrap();
    for part in [
        "field `Person.home` cannot be written to `home`",
        "field `Home.street` is CQL text, but in `ks.home` `street` is int",
        "field `Home.zip` is CQL int, but in `ks.home` `zip` is text",
        "struct `Phone` does not fit `ks.phone`: the type has no field `digits`",
    ] {
        assert!(save.contains(part), "`{part}` is not in: {save}");
    }
    let move_to = problems.iter().find(|problem| problem.contains("PersonDao::move_to")).unwrap();
    assert!(move_to.contains("parameter `home: &Home` cannot be written to `home`"), "{move_to}");
}

#[derive(Dao, Clone)]
#[dao(entity = Person)]
#[allow(clippy::type_complexity, reason = "types within types are what this is about")]
struct NestedDao {
    #[query("INSERT INTO ks.others (k, v) VALUES (1, :v)")]
    in_list: Query<fn(v: Vec<Home>)>,
    #[query("INSERT INTO ks.others (k, w) VALUES (1, :v)")]
    in_slice: Query<fn(v: &[Home])>,
    #[query("INSERT INTO ks.others (k, s) VALUES (1, :v)")]
    in_array: Query<fn(v: [Home; 2])>,
    #[query("INSERT INTO ks.others (k, key) VALUES (1, :v)")]
    in_value: Query<fn(v: BTreeMap<String, Home>)>,
    #[query("INSERT INTO ks.others (k, t) VALUES (1, :v)")]
    in_tuple: Query<fn(v: (i32, Home))>,
    #[query("INSERT INTO ks.others (k, n) VALUES (1, :v)")]
    in_newtype: Query<fn(v: Second)>,
    #[query("INSERT INTO ks.others (k, d) VALUES (1, :v)")]
    deep: Query<fn(v: HashMap<i32, Vec<(i32, Second)>>)>,
    #[query("INSERT INTO ks.others (k, o) VALUES (1, :v)")]
    optional: Query<fn(v: Option<&Home>)>,
}

fn nested(home: &ColumnType<'static>) -> MockClusterBuilder {
    let vector = ColumnType::Vector { typ: Box::new(home.clone()), dimensions: 2 };
    let tuple = |typ| ColumnType::Tuple(vec![INT, typ]);
    let types = [
        ("v", list(home.clone())),
        ("w", list(home.clone())),
        ("s", vector),
        ("key", map(TEXT, home.clone())),
        ("t", tuple(home.clone())),
        ("n", home.clone()),
        ("d", map(INT, list(tuple(home.clone())))),
        ("o", home.clone()),
    ];
    types.into_iter().fold(MockCluster::builder().in_memory().nodes(1), |builder, (name, typ)| {
        let statement = MockStatement::new(format!("INSERT INTO ks.others (k, {name}) VALUES (1, :v)"));
        builder.statement(statement.table("ks", "others").marker("v", typ))
    })
}

#[tokio::test(start_paused = true)]
async fn types_are_looked_into_wherever_they_are() {
    let fields = |digits| [("street", TEXT), ("zip", INT), ("phones", list(user_type("phone", &[("digits", digits)])))];
    let cluster = nested(&user_type("home", &fields(TEXT))).start().await.unwrap();
    NestedDao::prepare(&connect(&cluster).await).await.unwrap();
    let cluster = nested(&user_type("home", &fields(INT))).start().await.unwrap();
    let problems = problems(NestedDao::prepare(&connect(&cluster).await).await);
    let expected = "field `Phone.digits` is CQL text, but in `ks.phone` `digits` is int";
    assert!(problems.iter().all(|problem| problem.contains(expected)), "{problems:#?}");
    assert_eq!(problems.len(), 8, "{problems:#?}");
}

/// Written by hand, without a word on what it is stored as.
#[derive(Clone, Debug, PartialEq)]
struct Opaque;

impl SerializeValue for Opaque {
    fn serialize<'b>(
        &self,
        typ: &ColumnType<'_>,
        writer: CellWriter<'b>,
    ) -> Result<WrittenCellProof<'b>, SerializationError> {
        1_i32.serialize(typ, writer)
    }
}

#[derive(SerializeValue)]
struct Holder<T> {
    own: Opaque,
    other: T,
    number: i32,
}

#[derive(Dao, Clone)]
#[dao(entity = Person)]
struct HolderDao {
    #[query("INSERT INTO ks.others (k, h) VALUES (1, :h)")]
    held: Query<fn(h: Holder<i32>)>,
}

/// What only the server knows is left to it.
#[tokio::test(start_paused = true)]
async fn a_field_of_a_type_that_says_nothing_is_no_problem() {
    for (number, count) in [(INT, 0), (TEXT, 1)] {
        let held = user_type("held", &[("own", INT), ("other", TEXT), ("number", number)]);
        let statement = MockStatement::new("INSERT INTO ks.others (k, h) VALUES (1, :h)").marker("h", held);
        let cluster = MockCluster::builder().in_memory().statement(statement).start().await.unwrap();
        let problems = problems(HolderDao::prepare(&connect(&cluster).await).await);
        assert_eq!(problems.len(), count, "{problems:#?}");
    }
}
