//! The Rust forms of values, their text, and their places as keys, against what a server makes of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZero;
use std::sync::Arc;

use ilium_driver::deserialize::row::RawRow;
use ilium_driver::deserialize::value::{DeserializeValue, ListlikeIterator, MapIterator, UdtIterator, VectorIterator};
use ilium_driver::frame::response::result::ColumnType;
use ilium_driver::serialize::row::{ColumnWriter, MissingColumns, RowSerializationContext, SerializeRow};
use ilium_driver::serialize::writers::RowWriter;
use ilium_driver::serialize::{SerializationError, value::SerializeValue};
use ilium_driver::value::{
    CqlDate, CqlDecimal, CqlDecimalBorrowed, CqlDuration, CqlTime, CqlTimestamp, CqlTimeuuid, CqlValue, CqlVarint,
    CqlVarintBorrowed, Elements, Entries, MaybeEmpty, Row,
};

use crate::lab::{Lab, on_every_cluster};
use crate::values::{column, keyspace, values};

on_every_cluster!(@ one_node_v5, 1, V5, [
    text_is_read_as_the_server_reads_it
    rust_forms_go_both_ways
    every_type_is_a_key_where_it_may_be
    empty_values_are_stored_in_collections
    custom_types_are_their_bytes
    not_a_number_comes_back
    new_timeuuids_are_those_of_their_time
    lazy_iterators_read_what_was_stored
    rows_are_read_by_name_and_written_by_hand
]);
on_every_cluster!(@ one_node_v4, 1, V4, [
    text_is_read_as_the_server_reads_it
    rust_forms_go_both_ways
    every_type_is_a_key_where_it_may_be
    empty_values_are_stored_in_collections
    custom_types_are_their_bytes
    not_a_number_comes_back
    new_timeuuids_are_those_of_their_time
    lazy_iterators_read_what_was_stored
    rows_are_read_by_name_and_written_by_hand
]);

async fn text_is_read_as_the_server_reads_it(lab: &Lab) {
    lab.ddl(
        "CREATE TABLE spelled (k int PRIMARY KEY, duration duration, date date, time time, timestamp timestamp, \
         decimal decimal, varint varint)",
    )
    .await;
    let store = async |name: &str, literal: &str| {
        lab.cql(&format!("INSERT INTO spelled (k, {name}) VALUES (1, {literal})")).await;
        column(lab, "spelled", name, 1).await
    };
    for text in [
        "1y2mo3w4d5h6m7s8ms9us10ns",
        "9µs",
        "-1Y1MO1D",
        "P1Y2M3DT4H5M6S",
        "-PT5M",
        "P0001-02-03T04:05:06",
        "P2W",
        "2562047h47m16s854ms775us807ns",
    ] {
        let ours = CqlValue::Duration(text.parse::<CqlDuration>().unwrap());
        assert_eq!(store("duration", text).await, Some(ours.clone()), "{text}");
        assert_eq!(store("duration", &ours.to_string()).await, Some(ours), "{text}");
    }
    for text in ["2026-11-21", "1582-10-04", "0001-01-01", "9999-12-31"] {
        let ours = CqlValue::Date(text.parse::<CqlDate>().unwrap());
        assert_eq!(store("date", &format!("'{text}'")).await, Some(ours), "{text}");
    }
    for text in ["08:12:54", "08:12:54.1", "00:00:00.000000001", "23:59:59.999999999"] {
        let ours = CqlValue::Time(text.parse::<CqlTime>().unwrap());
        assert_eq!(store("time", &format!("'{text}'")).await, Some(ours), "{text}");
    }
    for text in [
        "2026-11-21 08:12:54.123+0100",
        "2026-11-21T08:12:54Z",
        "2026-11-21 08:12+0000",
        "2026-11-21T08:12:54.123-02:30",
        "1969-12-31T23:59:59.999Z",
    ] {
        let ours = CqlValue::Timestamp(text.parse::<CqlTimestamp>().unwrap());
        assert_eq!(store("timestamp", &format!("'{text}'")).await, Some(ours), "{text}");
    }
    for text in ["12.50", "-0.005", "1E5", "1.5e-7", "-123456789012345678901234567890.123456789"] {
        let ours = CqlValue::Decimal(text.parse::<CqlDecimal>().unwrap());
        assert_eq!(store("decimal", text).await, Some(ours), "{text}");
    }
    for text in ["0", "-1", "340282366920938463463374607431768211456", "-99999999999999999999999999999999999999999999"]
    {
        let ours = CqlValue::Varint(text.parse::<CqlVarint>().unwrap());
        assert_eq!(store("varint", text).await, Some(ours), "{text}");
    }
}

/// Writes a value in a Rust form, reads it back in the same form and as what the server shows.
async fn form<T>(lab: &Lab, name: &str, value: T, literal: &str)
where
    T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + PartialEq + std::fmt::Debug,
{
    lab.session
        .query_unpaged(format!("INSERT INTO rust_forms (k, \"{name}\") VALUES (1, ?)"), (&value,))
        .await
        .unwrap();
    let select = format!("SELECT \"{name}\" FROM rust_forms WHERE k = 1");
    let rows = lab.session.query_unpaged(select, ()).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<(T,)>().unwrap(), (value,), "{name}");
    assert_eq!(rows.single_row::<Row>().unwrap().to_string(), format!("({literal})"), "{name}");
}

async fn rust_forms_go_both_ways(lab: &Lab) {
    lab.ddl(
        "CREATE TABLE rust_forms (k int PRIMARY KEY, tinyint tinyint, smallint smallint, int int, bigint bigint, \
         varint varint, decimal decimal, text text, ascii ascii, blob blob, inet inet, \"list\" list<int>, \"set\" set<int>, \
         \"map\" map<text, int>, \"vector\" vector<float, 3>)",
    )
    .await;
    form(lab, "tinyint", NonZero::new(-7_i8).unwrap(), "-7").await;
    form(lab, "smallint", NonZero::new(7_i16).unwrap(), "7").await;
    form(lab, "int", Some(NonZero::new(i32::MIN).unwrap()), "-2147483648").await;
    form(lab, "bigint", NonZero::new(1_i64).unwrap(), "1").await;
    form(lab, "varint", i128::MAX, &i128::MAX.to_string()).await;
    form(lab, "text", 'é', "'é'").await;
    form(lab, "ascii", Box::<str>::from("a'b"), "'a''b'").await;
    form(lab, "text", Arc::<str>::from("shared"), "'shared'").await;
    form(lab, "blob", Arc::<[u8]>::from([1, 2]), "0x0102").await;
    form(lab, "blob", Box::<[u8]>::from([]), "0x").await;
    form(lab, "blob", [1_u8, 2, 3], "0x010203").await;
    form(lab, "inet", Ipv4Addr::LOCALHOST, "'127.0.0.1'").await;
    form(lab, "inet", Ipv6Addr::LOCALHOST, "'::1'").await;
    // Cassandra stores what a version 6 address maps of version 4 as it came.
    form(lab, "inet", IpAddr::from(Ipv4Addr::LOCALHOST.to_ipv6_mapped()), "'::ffff:127.0.0.1'").await;
    form(lab, "list", VecDeque::from([2, 1]), "[2, 1]").await;
    form(lab, "list", Box::<[i32]>::from([2, 1]), "[2, 1]").await;
    form(lab, "set", Arc::<[i32]>::from([1, 2]), "{1, 2}").await;
    form(lab, "vector", Arc::<[f32]>::from([0.5, 1.5, -2.5]), "[0.5, 1.5, -2.5]").await;
    form(lab, "vector", [0.5_f32, f32::MAX, f32::MIN_POSITIVE], "[0.5, 3.4028235e38, 1.1754944e-38]").await;

    let numbers = [3, 1];
    let values =
        (Elements::new(numbers.iter().map(|n| n * 2)), Entries::new(numbers.iter().map(|n| (n.to_string(), n))));
    lab.session.query_unpaged("INSERT INTO rust_forms (k, \"list\", \"map\") VALUES (2, ?, ?)", values).await.unwrap();
    let select = "SELECT \"list\", \"map\" FROM rust_forms WHERE k = 2";
    let rows = lab.session.query_unpaged(select, ()).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<Row>().unwrap().to_string(), "([6, 2], {'1': 1, '3': 3})");

    let (varint, decimal) = (CqlVarintBorrowed::from_signed_bytes_be_slice(&[0xFF, 0x7F]), [0x04, 0xE2]);
    let decimal = CqlDecimalBorrowed::from_signed_be_bytes_slice_and_exponent(&decimal, 2);
    let insert = "INSERT INTO rust_forms (k, varint, decimal, text) VALUES (3, ?, ?, ?)";
    lab.session.query_unpaged(insert, (varint, decimal, Cow::Borrowed("cow"))).await.unwrap();
    let select = "SELECT varint, decimal, text FROM rust_forms WHERE k = 3";
    let rows = lab.session.query_unpaged(select, ()).await.unwrap().into_rows_result().unwrap();
    let found: (CqlVarintBorrowed<'_>, CqlDecimalBorrowed<'_>, Cow<'_, str>) = rows.single_row().unwrap();
    assert_eq!(found, (varint, decimal, Cow::Borrowed("cow")));
    assert_eq!(rows.single_row::<Row>().unwrap().to_string(), "(-129, 12.50, 'cow')");
}

async fn every_type_is_a_key_where_it_may_be(lab: &Lab) {
    lab.ddl(r#"CREATE TYPE IF NOT EXISTS home (street text, "Numbers" frozen<list<int>>)"#).await;
    // Counters and durations have no order, and what is not frozen is no single value.
    let legal = |typ: &str| !typ.contains("duration") && (!typ.contains('<') || typ.starts_with("vector"));
    let mut types: Vec<_> =
        values(&keyspace(lab)).into_iter().filter(|(typ, _)| legal(typ) && *typ != "home").collect();
    let frozen = |typ: &'static str, value| (typ, vec![value]);
    types.extend([
        frozen("frozen<list<int>>", CqlValue::List(vec![CqlValue::Int(1)])),
        frozen("frozen<set<int>>", CqlValue::Set(vec![CqlValue::Int(1)])),
        frozen("frozen<map<int, text>>", CqlValue::Map(vec![(CqlValue::Int(1), CqlValue::Text("x".to_owned()))])),
        frozen("frozen<tuple<int, text>>", CqlValue::Tuple(vec![Some(CqlValue::Int(1)), None])),
        frozen(
            "frozen<home>",
            CqlValue::UserDefinedType {
                keyspace: keyspace(lab),
                name: "home".to_owned(),
                fields: vec![("street".to_owned(), Some(CqlValue::Text("x".to_owned()))), ("Numbers".to_owned(), None)],
            },
        ),
    ]);
    let names: Vec<_> = (0..types.len()).map(|index| format!("c{index}")).collect();
    let (names, columns) =
        (names.join(", "), types.iter().enumerate().map(|(index, (typ, _))| format!("c{index} {typ}")));
    let columns: Vec<_> = columns.collect();
    let reversed: Vec<_> = (0..types.len()).map(|index| format!("c{index} DESC")).collect();
    lab.ddl(&format!("CREATE TABLE partitions ({}, PRIMARY KEY (({names})))", columns.join(", "))).await;
    lab.ddl(&format!(
        "CREATE TABLE clusters (k int, {}, PRIMARY KEY (k, {names})) WITH CLUSTERING ORDER BY ({})",
        columns.join(", "),
        reversed.join(", ")
    ))
    .await;
    let row: Vec<CqlValue> = types.into_iter().map(|(_, values)| values.into_iter().next().unwrap()).collect();
    let markers = vec!["?"; row.len()].join(", ");
    let equal: Vec<_> = (0..row.len()).map(|index| format!("c{index} = ?")).collect();
    for (table, key) in [("partitions", ""), ("clusters", "k = 1 AND ")] {
        let (extra, value) = if key.is_empty() { ("", "") } else { ("k, ", "1, ") };
        let insert = format!("INSERT INTO {table} ({extra}{names}) VALUES ({value}{markers})");
        let insert = lab.session.prepare(insert).await.unwrap();
        lab.session.execute_unpaged(&insert, &row).await.unwrap();
        let select = format!("SELECT {names} FROM {table} WHERE {key}{}", equal.join(" AND "));
        let select = lab.session.prepare(select).await.unwrap();
        let rows = lab.session.execute_unpaged(&select, &row).await.unwrap().into_rows_result().unwrap();
        let found: Vec<_> = rows.single_row::<Row>().unwrap().columns.into_iter().map(Option::unwrap).collect();
        assert_eq!(found, row, "{table}");
    }
}

async fn empty_values_are_stored_in_collections(lab: &Lab) {
    lab.ddl("CREATE TYPE IF NOT EXISTS hollow (a int, b text)").await;
    lab.ddl(
        "CREATE TABLE hollows (k int PRIMARY KEY, a frozen<list<int>>, b frozen<set<int>>, c frozen<map<int, int>>, \
         d tuple<int, int>, e frozen<hollow>)",
    )
    .await;
    type Empty = MaybeEmpty<i32>;
    let hollow = CqlValue::UserDefinedType {
        keyspace: keyspace(lab),
        name: "hollow".to_owned(),
        fields: vec![("a".to_owned(), Some(CqlValue::Empty)), ("b".to_owned(), Some(CqlValue::Text(String::new())))],
    };
    let written = (
        vec![Empty::Value(1), Empty::Empty],
        BTreeSet::from([Empty::Empty, Empty::Value(1)]),
        BTreeMap::from([(Empty::Empty, Empty::Empty)]),
        (Empty::Empty, None::<Empty>),
        hollow,
    );
    let (a, b, c, d, e) = &written;
    let insert = "INSERT INTO hollows (k, a, b, c, d, e) VALUES (1, ?, ?, ?, ?, ?)";
    lab.session.query_unpaged(insert, (a, b, c, d, e)).await.unwrap();
    let select = "SELECT a, b, c, d, e FROM hollows WHERE k = 1";
    let rows = lab.session.query_unpaged(select, ()).await.unwrap().into_rows_result().unwrap();
    let row: RawRow<'_, '_> = rows.single_row().unwrap();
    // Of empty elements of a list, Cassandra 5 makes nulls.
    let list: Vec<Option<Empty>> = row.get("a").unwrap();
    assert!(matches!(list[..], [Some(Empty::Value(1)), None | Some(Empty::Empty)]), "{list:?}");
    let found = (row.get("b").unwrap(), row.get("c").unwrap(), row.get("d").unwrap(), row.get("e").unwrap());
    assert_eq!(found, (written.1, written.2, written.3, written.4));
    assert!(row.get::<BTreeSet<i32>>("b").is_err() && row.get::<(i32, Option<i32>)>("d").is_err());
}

async fn custom_types_are_their_bytes(lab: &Lab) {
    let class = "org.apache.cassandra.db.marshal.DynamicCompositeType(s=>org.apache.cassandra.db.marshal.UTF8Type)";
    lab.ddl(&format!("CREATE TABLE customs (k int PRIMARY KEY, c '{class}')")).await;
    // One component: its comparator by alias, its length, its bytes, and the end of the component.
    let bytes = vec![0x80, b's', 0, 2, b'h', b'i', 0];
    lab.session.query_unpaged("INSERT INTO customs (k, c) VALUES (1, ?)", (&bytes,)).await.unwrap();
    let select = lab.session.query_unpaged("SELECT c FROM customs WHERE k = 1", ()).await.unwrap();
    let rows = select.into_rows_result().unwrap();
    let typ = rows.column_specs()[0].typ();
    assert!(matches!(typ, ColumnType::Custom(name) if name.contains("DynamicCompositeType")), "{typ}");
    assert_eq!(rows.single_row::<(Vec<u8>,)>().unwrap(), (bytes.clone(),));
    assert_eq!(column(lab, "customs", "c", 1).await, Some(CqlValue::Blob(bytes)));
}

async fn not_a_number_comes_back(lab: &Lab) {
    lab.ddl("CREATE TABLE numbers (k int PRIMARY KEY, f float, d double, v vector<double, 2>)").await;
    let read = async || {
        let rows = lab.session.query_unpaged("SELECT f, d, v FROM numbers WHERE k = 1", ()).await.unwrap();
        rows.into_rows_result().unwrap().single_row::<(f32, f64, [f64; 2])>().unwrap()
    };
    let values = (f32::NAN, f64::NAN, [f64::NAN, f64::NEG_INFINITY]);
    lab.session.query_unpaged("INSERT INTO numbers (k, f, d, v) VALUES (1, ?, ?, ?)", values).await.unwrap();
    let (f, d, [first, second]) = read().await;
    assert!(f.is_nan() && d.is_nan() && first.is_nan() && second == f64::NEG_INFINITY);
    let literals = (CqlValue::Float(f32::NAN), CqlValue::Double(-0.0), CqlValue::Double(f64::INFINITY));
    let (f, d, infinite) = literals;
    lab.cql(&format!("INSERT INTO numbers (k, f, d, v) VALUES (1, {f}, {d}, [1.5, {infinite}])")).await;
    let (f, d, vector) = read().await;
    assert!(f.is_nan() && d.is_sign_negative() && vector == [1.5, f64::INFINITY]);
}

async fn new_timeuuids_are_those_of_their_time(lab: &Lab) {
    lab.ddl("CREATE TABLE events (k int, id timeuuid, n int, PRIMARY KEY (k, id))").await;
    let before = CqlTimestamp::now();
    let made: Vec<CqlTimeuuid> = (0..20).map(|_| CqlTimeuuid::now()).collect();
    let after = CqlTimestamp::now();
    for (n, id) in (0..).zip(made.iter().rev()) {
        lab.session.query_unpaged("INSERT INTO events (k, id, n) VALUES (1, ?, ?)", (id, n)).await.unwrap();
    }
    let select = "SELECT id, toTimestamp(id) FROM events WHERE k = 1 AND id >= minTimeuuid(?) AND id <= maxTimeuuid(?)";
    let rows = lab.session.query_unpaged(select, (before, after)).await.unwrap().into_rows_result().unwrap();
    let found: Vec<_> = rows.rows::<(CqlTimeuuid, CqlTimestamp)>().unwrap().collect::<Result<_, _>>().unwrap();
    let expected: Vec<_> = made.iter().map(|id| (*id, id.timestamp())).collect();
    assert_eq!(found, expected);
    // The bounds made here hold the same.
    let select = "SELECT count(*) FROM events WHERE k = 1 AND id >= ? AND id <= ?";
    let bounds = (CqlTimeuuid::min_at(before), CqlTimeuuid::max_at(after));
    let rows = lab.session.query_unpaged(select, bounds).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<(i64,)>().unwrap(), (20,));
}

async fn lazy_iterators_read_what_was_stored(lab: &Lab) {
    lab.ddl("CREATE TYPE IF NOT EXISTS pair (first int, second text)").await;
    lab.ddl("CREATE TABLE lazy (k int PRIMARY KEY, a list<text>, b map<int, text>, c frozen<pair>, d vector<text, 2>)")
        .await;
    lab.cql("INSERT INTO lazy (k, a, b, c, d) VALUES (1, ['x', 'y'], {1: 'one', 2: 'two'}, {first: 7}, ['v', 'w'])")
        .await;
    type Lazy<'a> = (
        ListlikeIterator<'a, 'a, &'a str>,
        MapIterator<'a, 'a, i32, &'a str>,
        UdtIterator<'a, 'a>,
        VectorIterator<'a, 'a, &'a str>,
    );
    let rows = lab.session.query_unpaged("SELECT a, b, c, d FROM lazy WHERE k = 1", ()).await.unwrap();
    let rows = rows.into_rows_result().unwrap();
    let (list, map, fields, vector): Lazy<'_> = rows.single_row().unwrap();
    assert_eq!((list.len(), map.len(), fields.len(), vector.len()), (2, 2, 2, 2));
    assert_eq!(list.collect::<Result<Vec<_>, _>>().unwrap(), ["x", "y"]);
    assert_eq!(map.collect::<Result<Vec<_>, _>>().unwrap(), [(1, "one"), (2, "two")]);
    assert_eq!(vector.collect::<Result<Vec<_>, _>>().unwrap(), ["v", "w"]);
    let fields: Vec<_> = fields
        .map(|((name, typ), value)| {
            (name.to_string(), Option::<CqlValue>::deserialize(typ, value.unwrap().flatten()).unwrap())
        })
        .collect();
    assert_eq!(fields, [("first".to_owned(), Some(CqlValue::Int(7))), ("second".to_owned(), None)]);
}

/// A person whose columns are not those of the table.
struct Person<'a> {
    names: [&'a str; 2],
    email: Option<&'a str>,
}

impl SerializeRow for Person<'_> {
    fn serialize(
        &self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter<'_>,
    ) -> Result<(), SerializationError> {
        let mut columns = ColumnWriter::new(ctx, writer).missing(MissingColumns::Unset);
        columns.append("id", &1)?;
        columns.append("name", &self.names.join(" "))?;
        if let Some(email) = self.email {
            columns.append("email", email)?;
        }
        columns.finish()
    }

    fn is_empty(&self) -> bool {
        false
    }
}

async fn rows_are_read_by_name_and_written_by_hand(lab: &Lab) {
    lab.ddl("CREATE TABLE named (id int PRIMARY KEY, name text, email text)").await;
    let insert = lab.session.prepare("INSERT INTO named (id, name, email) VALUES (?, ?, ?)").await.unwrap();
    for (names, email) in [(["Ada", "L."], Some("a@b.example")), (["Ada", "Lovelace"], None)] {
        lab.session.execute_unpaged(&insert, Person { names, email }).await.unwrap();
    }
    let rows = lab.session.query_unpaged("SELECT * FROM named", ()).await.unwrap().into_rows_result().unwrap();
    let email = rows.column_index("email").unwrap();
    assert_eq!(rows.column_index("Email"), None);
    let row: RawRow<'_, '_> = rows.single_row().unwrap();
    assert_eq!(row.get::<&str>("name").unwrap(), "Ada Lovelace");
    assert_eq!(row.get::<&str>(email).unwrap(), "a@b.example", "unset leaves what is stored");
    let map: BTreeMap<String, CqlValue> = rows.single_row().unwrap();
    assert_eq!(map["id"], CqlValue::Int(1));
}
