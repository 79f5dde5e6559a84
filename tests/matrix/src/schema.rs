//! The tables that the matrix is made of, and the statements that write and read them.
//!
//! A type has three tables: one with a column for each place that is no key, one whose partition key it is, and one
//! whose clustering key it is. A row belongs to a writer and a case.

use std::collections::BTreeMap;

use ilium_driver::value::CqlValue;

use crate::context::Context;
use crate::kind::Kind;

/// The user-defined type that is tried as a type.
pub(crate) const INNER: &str = "inside";

/// Creates `INNER`.
pub(crate) const CREATE_INNER: &str = r#"CREATE TYPE inside (number int, "Second ""Field""" text)"#;

/// The user-defined type that a type is tried in.
fn pair_name(kind: &Kind) -> String {
    format!("pair_{}", kind.name)
}

/// A value of the user-defined type that `kind` is tried in.
pub(crate) fn pair(kind: &Kind, keyspace: &str, plain: Option<CqlValue>, quoted: Option<CqlValue>) -> CqlValue {
    CqlValue::UserDefinedType {
        keyspace: keyspace.to_owned(),
        name: pair_name(kind),
        fields: vec![("plain".to_owned(), plain), ("Quoted Field".to_owned(), quoted)],
    }
}

fn create_pair(kind: &Kind) -> String {
    let element = kind.element();
    format!("CREATE TYPE {} (plain {element}, \"Quoted Field\" {element})", pair_name(kind))
}

/// The type of the column that has the type in a place.
fn column_type(kind: &Kind, context: Context) -> String {
    let element = kind.element();
    match context {
        Context::Bound => kind.cql.to_owned(),
        Context::List => format!("list<{element}>"),
        Context::Set => format!("set<{element}>"),
        Context::MapKey => format!("map<{element}, int>"),
        Context::MapValue => format!("map<int, {element}>"),
        Context::Tuple => format!("tuple<{element}, int, {element}>"),
        Context::Udt => pair_name(kind),
        Context::Vector => format!("vector<{element}, 2>"),
        Context::PartitionKey | Context::ClusteringKey => element,
    }
}

/// The table that has the type in a place.
fn table(kind: &Kind, context: Context) -> String {
    match context {
        Context::PartitionKey | Context::ClusteringKey => format!("{}_{}", kind.name, context.name()),
        // Counters have a table of their own.
        Context::Bound if kind.is_counter() => "counters".to_owned(),
        _ => format!("{}_cells", kind.name),
    }
}

fn create_table(name: &str, kind: &Kind, contexts: &[Context]) -> String {
    let columns: String =
        contexts.iter().map(|context| format!("{} {}, ", context.name(), column_type(kind, *context))).collect();
    match contexts {
        [Context::PartitionKey] => {
            format!("CREATE TABLE {name} ({columns} writer text, number int, PRIMARY KEY (partition, writer))")
        }
        [Context::ClusteringKey] => {
            format!("CREATE TABLE {name} ({columns} writer text, number int, PRIMARY KEY (writer, clustering))")
        }
        _ => format!("CREATE TABLE {name} ({columns} writer text, number int, PRIMARY KEY (writer, number))"),
    }
}

/// Creates all that the type needs in the places where it is legal.
pub(crate) fn create(kind: &Kind) -> Vec<String> {
    let mut statements = Vec::new();
    let mut tables: BTreeMap<String, Vec<Context>> = BTreeMap::new();
    for context in Context::ALL.into_iter().filter(|context| context.refusal(kind).is_none()) {
        if context == Context::Udt {
            statements.push(create_pair(kind));
        }
        tables.entry(table(kind, context)).or_default().push(context);
    }
    statements.extend(tables.iter().map(|(table, contexts)| create_table(table, kind, contexts)));
    statements
}

/// Would create what the server refuses.
pub(crate) fn create_refused(kind: &Kind, context: Context) -> String {
    match context {
        Context::Udt => create_pair(kind),
        _ => create_table(&format!("refused_{}_{}", kind.name, context.name()), kind, &[context]),
    }
}

/// Writes a row; `writer`, `number` and `value` are literals or bind markers.
pub(crate) fn write(kind: &Kind, context: Context, writer: &str, number: &str, value: &str) -> String {
    let (table, column) = (table(kind, context), context.name());
    if kind.is_counter() && context == Context::Bound {
        return format!(
            "UPDATE {table} SET {column} = {column} + {value} WHERE writer = {writer} AND number = {number}"
        );
    }
    format!("INSERT INTO {table} (writer, number, {column}) VALUES ({writer}, {number}, {value})")
}

/// Reads `writer`, `number` and the value, or what `function` makes of it, of all rows.
pub(crate) fn read(kind: &Kind, context: Context, function: Option<&str>, alias: &str) -> String {
    let (table, column) = (table(kind, context), context.name());
    let value = function.map_or_else(|| column.to_owned(), |function| format!("{function}({column})"));
    format!("SELECT writer, number, {value} AS {alias} FROM {table}")
}

/// Finds the case of a row by its key.
pub(crate) fn find(kind: &Kind, key: Context) -> String {
    format!("SELECT number FROM {} WHERE writer = :writer AND {} = :value", table(kind, key), key.name())
}
