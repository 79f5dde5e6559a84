//! What the fields of an entity must be to each other.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::model::{Column, Kind};
use crate::diagnostics::Diagnostics;

/// Runs every check.
pub(super) fn entity(ident: &Ident, columns: &[Column], diagnostics: &mut Diagnostics) {
    has_partition_key(ident, columns, diagnostics);
    names_are_unique(columns, diagnostics);
    partition_key_comes_first(columns, diagnostics);
}

fn has_partition_key(ident: &Ident, columns: &[Column], diagnostics: &mut Diagnostics) {
    if !columns.iter().any(|column| matches!(column.kind, Kind::PartitionKey)) {
        let message = format!("`{ident}` has no partition key: mark at least one field `#[col(partition_key)]`");
        diagnostics.report(ident.span(), message);
    }
}

fn names_are_unique(columns: &[Column], diagnostics: &mut Diagnostics) {
    let mut fields: HashMap<&str, &Ident> = HashMap::new();
    for column in columns {
        let name = column.name.value.as_str();
        match fields.get(name) {
            Some(field) => {
                diagnostics.report(column.name.span, format!("column `{name}` is already mapped by field `{field}`"));
            }
            None => drop(fields.insert(name, &column.field)),
        }
    }
}

/// The key's order is that of the fields, so a partition key below a clustering column is most likely a slip.
fn partition_key_comes_first(columns: &[Column], diagnostics: &mut Diagnostics) {
    let mut clustering: Option<&Column> = None;
    for column in columns {
        match (&column.kind, clustering) {
            (Kind::Clustering(_), None) => clustering = Some(column),
            (Kind::PartitionKey, Some(before)) => {
                let message = format!(
                    "the partition key comes before the clustering columns: move `{}` above `{}`",
                    column.field, before.field
                );
                diagnostics.report(column.span(), message);
            }
            _ => {}
        }
    }
}
