//! What the constant of an entity says.
#![deny(missing_docs, unused)]

use std::collections::{BTreeMap, HashSet};

use ilium::prelude::*;
use ilium::{ColumnKind, Order};

/// A reading of a sensor.
#[derive(Entity)]
#[entity(table = "readings", rename_all = "PascalCase")]
pub struct Reading {
    /// The sensor.
    #[col(partition_key)]
    pub sensor_id: Uuid,
    /// The day.
    #[col(partition_key)]
    pub day: CqlDate,
    /// The moment.
    #[col(clustering_key, order = desc)]
    pub at: CqlTimestamp,
    /// The number.
    #[col(clustering_key, rename = "n")]
    pub number: i32,
    /// What was read.
    pub values: BTreeMap<String, Vec<f64>>,
    /// Words.
    pub notes: Option<HashSet<String>>,
    /// Not stored.
    #[col(skip)]
    pub is_new: bool,
    /// How long it lives.
    #[col(computed = "ttl(\"Notes\")")]
    pub ttl: Option<i32>,
}

fn main() {
    let meta = Reading::META;
    assert_eq!((meta.entity, meta.table, meta.keyspace), ("Reading", "readings", None));
    let columns: Vec<_> = meta.columns.iter().map(|c| (c.name, c.field, c.cql.to_string(), c.nullable)).collect();
    let expected = [
        ("SensorId", "sensor_id", "uuid", false),
        ("Day", "day", "date", false),
        ("At", "at", "timestamp", false),
        ("n", "number", "int", false),
        ("Values", "values", "map<text, list<double>>", false),
        ("Notes", "notes", "set<text>", true),
        ("Ttl", "ttl", "int", true),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(a, b, c, d)| (a, b, c.to_owned(), d)).collect();
    assert_eq!(columns, expected);
    let kinds: Vec<_> = meta.columns.iter().map(|column| column.kind).collect();
    assert_eq!(
        kinds,
        [
            ColumnKind::PartitionKey,
            ColumnKind::PartitionKey,
            ColumnKind::Clustering(Order::Desc),
            ColumnKind::Clustering(Order::Asc),
            ColumnKind::Regular,
            ColumnKind::Regular,
            ColumnKind::Computed("ttl(\"Notes\")"),
        ]
    );
}
