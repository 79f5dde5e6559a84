//! Values of every type, against what a server makes of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ilium_driver::value::{
    Counter, CqlDate, CqlDecimal, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue, CqlVarint, MaybeEmpty,
    Row, Unset,
};
use ilium_driver::{DeserializeValue, SerializeValue};
use uuid::Uuid;

use crate::lab::{Lab, on_every_cluster};

// What values are does not depend on how many nodes there are.
on_every_cluster!(@ one_node_v5, 1, V5, [
    every_type_is_read_as_it_was_written
    every_literal_is_what_it_displays
    rust_types_go_both_ways
    empty_null_and_unset_are_three_things
    timeuuids_are_ordered_as_the_server_orders_them
]);
on_every_cluster!(@ one_node_v4, 1, V4, [
    every_type_is_read_as_it_was_written
    every_literal_is_what_it_displays
    rust_types_go_both_ways
    empty_null_and_unset_are_three_things
    timeuuids_are_ordered_as_the_server_orders_them
]);

on_every_cluster!(@ one_node_v3, 1, V3, [
    every_type_is_read_as_it_was_written
    every_literal_is_what_it_displays
    rust_types_go_both_ways
    timeuuids_are_ordered_as_the_server_orders_them
]);

/// Types, and values of them: the ends of each range, and what is special.
pub(crate) fn values(keyspace: &str) -> Vec<(&'static str, Vec<CqlValue>)> {
    let text = |text: &str| CqlValue::Text(text.to_owned());
    let varint = |value: i128| CqlValue::Varint(CqlVarint::from(value));
    let decimal = |unscaled: i128, scale| {
        let bytes = CqlVarint::from(unscaled).into_signed_bytes_be();
        CqlValue::Decimal(CqlDecimal::from_signed_be_bytes_and_exponent(bytes, scale))
    };
    let duration = |months, days, nanoseconds| CqlValue::Duration(CqlDuration { months, days, nanoseconds });
    let home = |street: Option<CqlValue>, numbers: Option<CqlValue>| CqlValue::UserDefinedType {
        keyspace: keyspace.to_owned(),
        name: "home".to_owned(),
        fields: vec![("street".to_owned(), street), ("Numbers".to_owned(), numbers)],
    };
    vec![
        ("ascii", vec![CqlValue::Ascii("it's ~".to_owned())]),
        ("bigint", vec![CqlValue::BigInt(i64::MIN), CqlValue::BigInt(i64::MAX)]),
        ("blob", vec![CqlValue::Blob(vec![0, 255]), CqlValue::Blob(Vec::new())]),
        ("boolean", vec![CqlValue::Boolean(true), CqlValue::Boolean(false)]),
        (
            "date",
            vec![
                CqlValue::Date(CqlDate(0)),
                CqlValue::Date(CqlDate(u32::MAX)),
                CqlValue::Date(CqlDate((1 << 31) - 1)),
                CqlValue::Date(CqlDate((1 << 31) - 719_162)),
                CqlValue::Date(CqlDate((1 << 31) - 719_163)),
                CqlValue::Date(CqlDate((1 << 31) - 162_000)),
                CqlValue::Date(CqlDate((1 << 31) + 11_016)),
            ],
        ),
        (
            "decimal",
            vec![
                decimal(-1250, 2),
                decimal(5, 3),
                decimal(7, -3),
                decimal(1, 70),
                decimal(1, -400),
                decimal(i128::MIN, 9),
                CqlValue::Decimal(format!("-{}.5", "123456789".repeat(9)).parse().unwrap()),
            ],
        ),
        ("double", vec![CqlValue::Double(-0.1), CqlValue::Double(f64::MAX), CqlValue::Double(f64::NEG_INFINITY)]),
        ("duration", vec![duration(14, 3, 5), duration(-1, 0, -1), duration(0, 0, 0), duration(0, 0, i64::MAX)]),
        ("float", vec![CqlValue::Float(1.5), CqlValue::Float(f32::MIN), CqlValue::Float(f32::INFINITY)]),
        ("inet", vec![CqlValue::Inet([127, 0, 0, 1].into()), CqlValue::Inet([1, 2, 3, 4, 5, 6, 7, 8].into())]),
        ("int", vec![CqlValue::Int(i32::MIN), CqlValue::Int(i32::MAX)]),
        ("smallint", vec![CqlValue::SmallInt(i16::MIN), CqlValue::SmallInt(i16::MAX)]),
        ("text", vec![text("it's “é” \u{1F600}"), text("")]),
        ("time", vec![CqlValue::Time(CqlTime(0)), CqlValue::Time(CqlTime(86_399_999_999_999))]),
        (
            "timestamp",
            [
                0,
                -1,
                1_700_000_000_123,
                -14_000_000_000_000,
                -62_135_596_800_000,
                -62_135_596_800_001,
                i64::MIN,
                i64::MAX,
            ]
            .map(|millis| CqlValue::Timestamp(CqlTimestamp(millis)))
            .into(),
        ),
        ("timeuuid", vec![CqlValue::Timeuuid(CqlTimeuuid::min_at(CqlTimestamp(1_700_000_000_123)))]),
        ("tinyint", vec![CqlValue::TinyInt(i8::MIN), CqlValue::TinyInt(i8::MAX)]),
        ("uuid", vec![CqlValue::Uuid(Uuid::from_u128(0x0123_4567_89AB_4DEF_8123_4567_89AB_CDEF))]),
        (
            "varint",
            vec![
                varint(0),
                varint(128),
                varint(-129),
                varint(i128::MAX),
                varint(i128::MIN),
                CqlValue::Varint("9".repeat(99).parse().unwrap()),
            ],
        ),
        ("list<int>", vec![CqlValue::List(vec![CqlValue::Int(2), CqlValue::Int(1), CqlValue::Int(2)])]),
        ("frozen<list<int>>", vec![CqlValue::List(Vec::new())]),
        ("set<text>", vec![CqlValue::Set(vec![text("a"), text("b")])]),
        ("map<text, boolean>", vec![CqlValue::Map(vec![(text("a"), CqlValue::Boolean(true))])]),
        (
            "map<int, frozen<list<frozen<set<tinyint>>>>>",
            vec![CqlValue::Map(vec![(
                CqlValue::Int(1),
                CqlValue::List(vec![CqlValue::Set(vec![CqlValue::TinyInt(-1)]), CqlValue::Set(Vec::new())]),
            )])],
        ),
        (
            "tuple<int, text, frozen<list<int>>>",
            vec![
                CqlValue::Tuple(vec![Some(CqlValue::Int(1)), Some(text("x")), Some(CqlValue::List(Vec::new()))]),
                CqlValue::Tuple(vec![Some(CqlValue::Int(1)), None, None]),
            ],
        ),
        (
            "home",
            vec![home(Some(text("x")), Some(CqlValue::List(vec![CqlValue::Int(1)]))), home(Some(text("y")), None)],
        ),
        ("frozen<home>", vec![home(None, Some(CqlValue::List(Vec::new())))]),
        ("vector<float, 3>", vec![CqlValue::Vector([1.5, -2.0, 0.25].map(CqlValue::Float).into())]),
        ("vector<smallint, 2>", vec![CqlValue::Vector([1, -2].map(CqlValue::SmallInt).into())]),
        ("vector<text, 2>", vec![CqlValue::Vector(vec![text("a"), text(&"b".repeat(200))])]),
        (
            "vector<frozen<list<int>>, 2>",
            vec![CqlValue::Vector(vec![CqlValue::List(vec![CqlValue::Int(1)]), CqlValue::List(Vec::new())])],
        ),
        ("vector<timeuuid, 1>", vec![CqlValue::Vector(vec![CqlValue::Timeuuid(CqlTimeuuid::max_at(CqlTimestamp(0)))])]),
        ("vector<duration, 2>", vec![CqlValue::Vector(vec![duration(1, 2, 3), duration(0, -400, 0)])]),
        ("vector<varint, 2>", vec![CqlValue::Vector(vec![varint(-1), varint(i128::MAX)])]),
        ("vector<date, 1>", vec![CqlValue::Vector(vec![CqlValue::Date(CqlDate(1 << 31))])]),
        (
            "vector<frozen<home>, 2>",
            vec![CqlValue::Vector(vec![home(Some(text("a")), None), home(None, Some(CqlValue::List(Vec::new())))])],
        ),
        (
            "tuple<int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int>",
            vec![CqlValue::Tuple((0..16).map(|value| Some(CqlValue::Int(value)).filter(|_| value != 7)).collect())],
        ),
        (
            "map<frozen<tuple<inet, double>>, frozen<map<timestamp, uuid>>>",
            vec![CqlValue::Map(vec![(
                CqlValue::Tuple(vec![Some(CqlValue::Inet([127, 0, 0, 1].into())), Some(CqlValue::Double(0.5))]),
                CqlValue::Map(vec![(CqlValue::Timestamp(CqlTimestamp(5)), CqlValue::Uuid(Uuid::nil()))]),
            )])],
        ),
        ("vector<vector<int, 2>, 1>", vec![CqlValue::Vector(vec![CqlValue::Vector([1, 2].map(CqlValue::Int).into())])]),
    ]
}

pub(crate) fn keyspace(lab: &Lab) -> String {
    lab.session.get_keyspace().unwrap().to_string()
}

/// Makes a table with a column for each type: `c0`, `c1` and so on.
pub(crate) async fn table(lab: &Lab, name: &str, types: &[(&'static str, Vec<CqlValue>)]) {
    lab.ddl(r#"CREATE TYPE IF NOT EXISTS home (street text, "Numbers" frozen<list<int>>)"#).await;
    let columns: Vec<_> = types.iter().enumerate().map(|(index, (typ, _))| format!("c{index} {typ}")).collect();
    lab.ddl(&format!("CREATE TABLE {name} (k int PRIMARY KEY, {})", columns.join(", "))).await;
}

pub(crate) async fn column(lab: &Lab, table: &str, column: &str, key: i32) -> Option<CqlValue> {
    let cql = format!("SELECT {column} FROM {table} WHERE k = {key}");
    let row: Row = lab.session.query_unpaged(cql, ()).await.unwrap().into_rows_result().unwrap().single_row().unwrap();
    row.columns.into_iter().next().unwrap()
}

async fn every_type_is_read_as_it_was_written(lab: &Lab) {
    let types = values(&keyspace(lab));
    table(lab, "written", &types).await;
    for (index, (typ, values)) in types.into_iter().enumerate() {
        let insert = lab.session.prepare(format!("INSERT INTO written (k, c{index}) VALUES (?, ?)")).await.unwrap();
        for (key, value) in (0..).zip(values) {
            lab.session.execute_unpaged(&insert, (key, &value)).await.unwrap();
            assert_eq!(column(lab, "written", &format!("c{index}"), key).await, Some(value), "{typ}");
        }
    }
    lab.ddl("CREATE TABLE counted (k int PRIMARY KEY, n counter)").await;
    lab.session.query_unpaged("UPDATE counted SET n = n + ? WHERE k = 1", (Counter(-7),)).await.unwrap();
    assert_eq!(column(lab, "counted", "n", 1).await, Some(CqlValue::Counter(Counter(-7))));
}

async fn every_literal_is_what_it_displays(lab: &Lab) {
    let types = values(&keyspace(lab));
    table(lab, "literals", &types).await;
    for (index, (typ, values)) in types.into_iter().enumerate() {
        for (key, value) in (0..).zip(values) {
            lab.cql(&format!("INSERT INTO literals (k, c{index}) VALUES ({key}, {value})")).await;
            assert_eq!(column(lab, "literals", &format!("c{index}"), key).await, Some(value), "{typ}");
        }
    }
}

#[derive(Debug, PartialEq, SerializeValue, DeserializeValue)]
struct Shelf {
    label: String,
    books: Option<Vec<i32>>,
}

async fn rust_types_go_both_ways(lab: &Lab) {
    type Typed =
        (HashSet<String>, BTreeMap<i32, BTreeSet<i8>>, (i32, Option<String>), Shelf, [f32; 2], HashMap<Uuid, bool>);

    lab.ddl("CREATE TYPE shelf (books frozen<list<int>>, label text)").await;
    lab.ddl(
        "CREATE TABLE typed (k int PRIMARY KEY, a set<text>, b map<int, frozen<set<tinyint>>>, c tuple<int, text>, \
         d frozen<shelf>, e vector<float, 2>, f map<uuid, boolean>)",
    )
    .await;
    let written: Typed = (
        HashSet::from(["x".to_owned(), "y".to_owned()]),
        BTreeMap::from([(1, BTreeSet::from([-1, 1]))]),
        (7, None),
        Shelf { label: "top".to_owned(), books: Some(vec![3, 1]) },
        [0.5, -0.5],
        HashMap::new(),
    );
    let (a, b, c, d, e, f) = &written;
    let insert = "INSERT INTO typed (k, a, b, c, d, e, f) VALUES (1, ?, ?, ?, ?, ?, ?)";
    lab.session.query_unpaged(insert, (a, b, c, d, e, f)).await.unwrap();
    lab.ddl("ALTER TYPE shelf ADD color text").await;
    let select = "SELECT a, b, c, d, e, f FROM typed WHERE k = 1";
    let rows = lab.session.query_unpaged(select, ()).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<Typed>().unwrap(), written);
    // The value is older than the type's last field.
    let Some(CqlValue::UserDefinedType { fields, .. }) = column(lab, "typed", "d", 1).await else {
        panic!("no user-defined type")
    };
    assert_eq!(fields.last(), Some(&("color".to_owned(), None)));
}

async fn empty_null_and_unset_are_three_things(lab: &Lab) {
    lab.ddl("CREATE TABLE missing (k int PRIMARY KEY, a int, b text, c list<int>)").await;
    lab.cql("INSERT INTO missing (k, a, b, c) VALUES (1, 1, 'one', [1])").await;
    let insert = lab.session.prepare("INSERT INTO missing (k, a, b, c) VALUES (1, ?, ?, ?)").await.unwrap();
    let select = lab.session.prepare("SELECT a, b, c FROM missing WHERE k = 1").await.unwrap();
    let empty = MaybeEmpty::<i32>::Empty;
    lab.session.execute_unpaged(&insert, (empty, Unset, Vec::<i32>::new())).await.unwrap();
    let rows = lab.session.execute_unpaged(&select, ()).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<(MaybeEmpty<i32>, &str, Vec<i32>)>().unwrap(), (empty, "one", vec![]));
    assert_eq!(rows.single_row::<Row>().unwrap().columns[2], None, "the server tells empty lists from null by frozen");
    let error = rows.single_row::<(i32, &str, Vec<i32>)>().unwrap_err().to_string();
    assert!(error.contains("column `a`: cannot read int as i32: expected 4 bytes, got 0"), "{error}");

    lab.session.execute_unpaged(&insert, (None::<i32>, None::<&str>, Unset)).await.unwrap();
    let rows = lab.session.execute_unpaged(&select, ()).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<(Option<i32>, Option<&str>, Option<Vec<i32>>)>().unwrap(), (None, None, None));
    let error = rows.single_row::<(Option<i32>, &str, Vec<i32>)>().unwrap_err().to_string();
    assert!(error.contains("column `b`: cannot read text as &str: the value is null"), "{error}");
}

async fn timeuuids_are_ordered_as_the_server_orders_them(lab: &Lab) {
    lab.ddl("CREATE TABLE ordered (k int, id timeuuid, PRIMARY KEY (k, id))").await;
    let insert = lab.session.prepare("INSERT INTO ordered (k, id) VALUES (1, ?)").await.unwrap();
    let time = CqlTimestamp(1_700_000_000_123);
    let mut ids: Vec<CqlTimeuuid> = vec![CqlTimeuuid::min_at(time), CqlTimeuuid::max_at(time)];
    for (high, low) in [
        (0x0000_0000_0000_1000, 0x8080_8080_8080_8080),
        (0xFFFF_FFFF_0000_1000, 0x8080_8080_8080_8080),
        (0x0000_0000_0001_1000, 0x7F7F_7F7F_7F7F_7F7F),
        (0x0000_0000_0000_1FFF, 0x8000_0000_0000_0000),
        (0x0000_0000_0000_1FFF, 0xFF00_0000_0000_0000),
        (0x0000_0000_0000_1FFF, 0x007F_0000_0000_0000),
        (0x0000_0000_0000_1FFF, 0x7F80_0000_0000_0000),
    ] {
        ids.push(Uuid::from_u64_pair(high, low).into());
    }
    for id in &ids {
        lab.session.execute_unpaged(&insert, (id,)).await.unwrap();
    }
    ids.sort_unstable();
    let all = lab.session.query_unpaged("SELECT id FROM ordered WHERE k = 1", ()).await.unwrap();
    let all = all.into_rows_result().unwrap();
    let found: Vec<CqlTimeuuid> = all.rows::<(CqlTimeuuid,)>().unwrap().map(|row| row.unwrap().0).collect();
    assert_eq!(found, ids);

    let bounds = format!("SELECT minTimeuuid({time}), maxTimeuuid({time}) FROM system.local");
    let bounds = lab.session.query_unpaged(bounds, ()).await.unwrap().into_rows_result().unwrap();
    let (min, max) = bounds.single_row::<(CqlTimeuuid, CqlTimeuuid)>().unwrap();
    assert_eq!((min, max), (CqlTimeuuid::min_at(time), CqlTimeuuid::max_at(time)));
}
