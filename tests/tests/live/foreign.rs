//! Types of other crates, against what a server makes of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Debug;

use bigdecimal_04::BigDecimal;
use chrono_04::{DateTime, NaiveDate, NaiveTime, Utc};
use ilium::prelude::*;
use ilium_driver::deserialize::value::DeserializeValue;
use ilium_driver::serialize::value::SerializeValue;
use ilium_driver::value::{CqlValue, Json, MaybeEmpty};
use rust_decimal_1::Decimal;
use secrecy_10::{ExposeSecret, SecretSlice, SecretString};
use serde_json_1::json;

use crate::lab::{Lab, on_every_cluster};

on_every_cluster!(@ one_node_v5, 1, V5, [
    values_are_what_their_literals_are
    out_of_range_names_the_column
    secrets_are_stored_and_not_shown
    json_is_text
    a_dao_takes_types_of_other_crates
]);
on_every_cluster!(@ one_node_v4, 1, V4, [
    values_are_what_their_literals_are
    out_of_range_names_the_column
    secrets_are_stored_and_not_shown
    json_is_text
    a_dao_takes_types_of_other_crates
]);

/// The server's value of the literal is read as `value`, and `value` is written as what the server has of the literal.
async fn is<T>(lab: &Lab, column: &str, literal: &str, value: T)
where
    T: SerializeValue + for<'a> DeserializeValue<'a, 'a> + PartialEq + Debug,
{
    let session = &lab.session;
    lab.cql(&format!("INSERT INTO foreign_values (k, {column}) VALUES (1, {literal})")).await;
    let insert = format!("INSERT INTO foreign_values (k, {column}) VALUES (2, ?)");
    session.query_unpaged(insert, (&value,)).await.unwrap();
    let select = session.prepare(format!("SELECT {column} FROM foreign_values WHERE k = ?")).await.unwrap();
    let server = session.execute_unpaged(&select, (1,)).await.unwrap().into_rows_result().unwrap();
    let ours = session.execute_unpaged(&select, (2,)).await.unwrap().into_rows_result().unwrap();
    assert_eq!(server.single_row::<(T,)>().unwrap().0, value, "{literal}");
    assert_eq!(ours.single_row::<(T,)>().unwrap().0, value, "{literal}");
    let (server, ours) = (server.single_row::<(CqlValue,)>().unwrap(), ours.single_row::<(CqlValue,)>().unwrap());
    assert_eq!(server, ours, "{literal}");
}

async fn values_are_what_their_literals_are(lab: &Lab) {
    lab.ddl(
        "CREATE TABLE foreign_values (k int PRIMARY KEY, d date, t time, ts timestamp, du duration, de decimal, \
         v varint, ds list<date>, ms map<timestamp, varint>, tu tuple<date, time>, ve vector<timestamp, 2>)",
    )
    .await;
    let date = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let time = NaiveTime::from_hms_nano_opt(8, 12, 54, 123_456_789).unwrap();
    let timestamp = date.and_hms_milli_opt(8, 12, 54, 123).unwrap().and_utc();
    is(lab, "d", "'2024-02-29'", date).await;
    is(lab, "d", "'1582-10-14'", NaiveDate::from_ymd_opt(1582, 10, 14).unwrap()).await;
    is(lab, "t", "'08:12:54.123456789'", time).await;
    is(lab, "ts", "'2024-02-29 08:12:54.123+0000'", timestamp).await;
    is(lab, "ds", "['2024-02-29', '2024-02-29']", vec![date, date]).await;
    is(lab, "tu", "('2024-02-29', null)", (date, None::<NaiveTime>)).await;
    is(lab, "ve", "['2024-02-29 08:12:54.123+0000', 0]", [timestamp, DateTime::UNIX_EPOCH]).await;
    is(lab, "ts", "blobAsTimestamp(0x)", MaybeEmpty::<DateTime<Utc>>::Empty).await;

    let date = time_03::Date::from_calendar_date(2024, time_03::Month::February, 29).unwrap();
    let time = time_03::Time::from_hms_nano(8, 12, 54, 123_456_789).unwrap();
    is(lab, "d", "'2024-02-29'", date).await;
    is(lab, "t", "'08:12:54.123456789'", time).await;
    let timestamp = date.with_hms_milli(8, 12, 54, 123).unwrap().assume_utc();
    is(lab, "ts", "'2024-02-29 08:12:54.123+0000'", timestamp).await;

    is(lab, "d", "'-0001-01-01'", jiff_02::civil::Date::constant(-1, 1, 1)).await;
    is(lab, "d", "'2024-02-29'", jiff_02::civil::Date::constant(2024, 2, 29)).await;
    is(lab, "t", "'08:12:54.123456789'", jiff_02::civil::Time::constant(8, 12, 54, 123_456_789)).await;
    let timestamp = jiff_02::Timestamp::constant(1_709_194_374, 123_000_000);
    is(lab, "ts", "'2024-02-29 08:12:54.123+0000'", timestamp).await;
    span_is(lab, "-14mo3d5ns", jiff_02::Span::new().years(-1).months(-2).days(-3).nanoseconds(-5)).await;
    span_is(lab, "7d1h", jiff_02::Span::new().weeks(1).minutes(60)).await;

    is(lab, "de", "-12.50", BigDecimal::new(bigdecimal_04::num_bigint::BigInt::from(-1250), 2)).await;
    is(lab, "de", "7E30", BigDecimal::new(7.into(), -30)).await;
    is(lab, "de", "-12.50", Decimal::new(-1250, 2)).await;
    is(lab, "de", "79228162514264337593543950335", Decimal::MAX).await;
    let big = "-170141183460469231731687303715884105729000";
    is(lab, "v", big, big.parse::<num_bigint_03::BigInt>().unwrap()).await;
    is(lab, "v", big, big.parse::<num_bigint_04::BigInt>().unwrap()).await;
    is(lab, "v", big, big.parse::<num_bigint_05::BigInt>().unwrap()).await;
    is(lab, "v", "0", num_bigint_04::BigInt::ZERO).await;
    let map = HashMap::from([(DateTime::<Utc>::UNIX_EPOCH, num_bigint_05::BigInt::from(-128))]);
    is(lab, "ms", "{0: -128}", map).await;
    let map = BTreeMap::from([(jiff_02::Timestamp::UNIX_EPOCH, num_bigint_04::BigInt::from(128))]);
    is(lab, "ms", "{0: 128}", map).await;
}

/// As [`is`], for a type that is not compared without asking how.
async fn span_is(lab: &Lab, literal: &str, span: jiff_02::Span) {
    lab.cql(&format!("INSERT INTO foreign_values (k, du) VALUES (1, {literal})")).await;
    lab.session.query_unpaged("INSERT INTO foreign_values (k, du) VALUES (2, ?)", (span,)).await.unwrap();
    let both = lab.session.query_unpaged("SELECT du FROM foreign_values WHERE k IN (1, 2)", ()).await.unwrap();
    let both = both.into_rows_result().unwrap();
    let spans: Vec<_> = both.rows::<(jiff_02::Span,)>().unwrap().map(|row| row.unwrap().0.fieldwise()).collect();
    assert_eq!(spans.len(), 2);
    assert_eq!(spans[0], spans[1], "{literal}");
}

async fn out_of_range_names_the_column(lab: &Lab) {
    lab.ddl("CREATE TABLE foreign_ends (k int PRIMARY KEY, d date, de decimal, du duration)").await;
    lab.cql("INSERT INTO foreign_ends (k, d, de, du) VALUES (1, 0, 1E40, 2000000y)").await;
    let rows = lab.session.query_unpaged("SELECT d, de, du FROM foreign_ends WHERE k = 1", ()).await.unwrap();
    let rows = rows.into_rows_result().unwrap();
    let error = rows.single_row::<(NaiveDate, CqlValue, CqlValue)>().unwrap_err().to_string();
    assert!(error.contains("column `d`: cannot read date as NaiveDate: the value is out of range"), "{error}");
    let error = rows.single_row::<(CqlValue, Decimal, CqlValue)>().unwrap_err().to_string();
    assert!(error.contains("column `de`: cannot read decimal as Decimal: the value is out of range"), "{error}");
    let error = rows.single_row::<(CqlValue, CqlValue, jiff_02::Span)>().map(drop).unwrap_err().to_string();
    assert!(error.contains("column `du`: cannot read duration as Span: the value is out of range"), "{error}");
    let value = BigDecimal::new(1.into(), i64::MAX);
    let error = lab.session.query_unpaged("INSERT INTO foreign_ends (k, de) VALUES (2, ?)", (value,)).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("column `de`: cannot write BigDecimal as decimal: the value is out of range"), "{error}");
}

async fn secrets_are_stored_and_not_shown(lab: &Lab) {
    lab.ddl("CREATE TABLE foreign_secrets (k int PRIMARY KEY, s text, b blob, a ascii)").await;
    let session = &lab.session;
    let insert = session.prepare("INSERT INTO foreign_secrets (k, s, b) VALUES (1, ?, ?)").await.unwrap();
    let secret = SecretString::from("hunter2");
    let bytes = SecretSlice::from(b"hunter2".to_vec());
    session.execute_unpaged(&insert, (&secret, &bytes)).await.unwrap();
    let rows = session.query_unpaged("SELECT s, b FROM foreign_secrets WHERE k = 1", ()).await.unwrap();
    let rows = rows.into_rows_result().unwrap();
    let row = rows.single_row::<(SecretString, SecretSlice<u8>)>().unwrap();
    assert_eq!((row.0.expose_secret(), row.1.expose_secret()), ("hunter2", b"hunter2".as_slice()));
    assert!(!format!("{row:?}").contains("hunter2"));

    let secret = SecretString::from("hünter2");
    let error =
        session.query_unpaged("INSERT INTO foreign_secrets (k, a) VALUES (1, ?)", (&secret,)).await.unwrap_err();
    assert!(error.to_string().contains("column `a`: cannot write SecretBox<str> as ascii"), "{error}");
    assert!(!format!("{error:?}").contains("nter2"), "{error:?}");
}

async fn json_is_text(lab: &Lab) {
    lab.ddl("CREATE TABLE foreign_json (k int PRIMARY KEY, j text)").await;
    let session = &lab.session;
    session.query_unpaged("INSERT INTO foreign_json (k, j) VALUES (1, ?)", (json!({"a": [1, null]}),)).await.unwrap();
    let select = session.prepare("SELECT j FROM foreign_json WHERE k = ?").await.unwrap();
    let rows = session.execute_unpaged(&select, (1,)).await.unwrap().into_rows_result().unwrap();
    assert_eq!(rows.single_row::<(&str,)>().unwrap().0, r#"{"a":[1,null]}"#);
    let (Json(map),) = rows.single_row::<(Json<BTreeMap<String, Vec<Option<u8>>>>,)>().unwrap();
    assert_eq!(map, BTreeMap::from([("a".to_owned(), vec![Some(1), None])]));
    let error = rows.single_row::<(Json<u8>,)>().unwrap_err().to_string();
    assert!(error.contains("column `j`: cannot read text as Json<u8>: invalid type: map, expected u8"), "{error}");
    // JSON that the server makes.
    let rows = session.query_unpaged("SELECT toJson(k) FROM foreign_json WHERE k = 1", ()).await.unwrap();
    assert_eq!(rows.into_rows_result().unwrap().single_row::<(serde_json_1::Value,)>().unwrap().0, json!(1));
}

#[derive(Entity, Debug, Clone)]
#[entity(table = "foreign_orders")]
struct Order {
    #[col(partition_key)]
    day: NaiveDate,
    #[col(clustering_key)]
    at: DateTime<Utc>,
    total: Decimal,
    weight: Option<BigDecimal>,
    count: num_bigint_05::BigInt,
    card: SecretString,
    notes: Json<Vec<String>>,
    reminders: HashSet<jiff_02::civil::Time>,
    delivered: HashMap<time_03::Date, num_bigint_04::BigInt>,
}

#[derive(Dao, Clone, Debug)]
#[dao(entity = Order)]
struct OrderDao {
    #[insert]
    save: Insert<fn(order: &Order)>,
    #[select]
    get: Select<fn(day: NaiveDate, at: DateTime<Utc>) -> Option<Order>>,
    #[select(where = "day = :day AND at >= :from")]
    since: Select<fn(day: jiff_02::civil::Date, from: time_03::OffsetDateTime) -> Vec<Order>>,
    #[update]
    charge: Update<fn(day: NaiveDate, at: DateTime<Utc>, card: Option<SecretString>, notes: serde_json_1::Value)>,
}

async fn a_dao_takes_types_of_other_crates(lab: &Lab) {
    lab.ddl(
        "CREATE TABLE foreign_orders (day date, at timestamp, total decimal, weight decimal, count varint, card text, \
         notes text, reminders set<time>, delivered map<date, varint>, PRIMARY KEY (day, at))",
    )
    .await;
    let orders = OrderDao::prepare(&lab.session).await.unwrap();
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let at = day.and_hms_milli_opt(8, 12, 54, 123).unwrap().and_utc();
    let order = Order {
        day,
        at,
        total: Decimal::new(1250, 2),
        weight: None,
        count: 7.into(),
        card: SecretString::from("hunter2"),
        notes: Json(vec!["ring".to_owned()]),
        reminders: HashSet::from([jiff_02::civil::Time::MAX]),
        delivered: HashMap::from([(time_03::Date::MIN, (-1).into())]),
    };
    orders.save(&order).await.unwrap();
    let found = orders.get(day, at).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{order:?}"));
    assert_eq!(found.card.expose_secret(), "hunter2");
    assert!(!format!("{found:?}").contains("hunter2"));

    orders.charge(day, at, Some(SecretString::from("hunter3")), json!(["knock"])).await.unwrap();
    let (day, from) = (jiff_02::civil::Date::constant(2024, 2, 29), time_03::OffsetDateTime::UNIX_EPOCH);
    let found = orders.since(day, from).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].card.expose_secret(), &found[0].notes), ("hunter3", &Json(vec!["knock".to_owned()])));
}
