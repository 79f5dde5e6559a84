//! What the fields of an entity must be to each other.

use std::collections::HashMap;

use ilium_cql::Walk as _;
use proc_macro2::Ident;

use super::model::{Column, Kind};
use crate::diagnostics::Diagnostics;
use crate::nearest::nearest;

/// Runs every check.
pub(super) fn entity(ident: &Ident, columns: &[Column], diagnostics: &mut Diagnostics) {
    has_partition_key(ident, columns, diagnostics);
    names_are_unique(columns, diagnostics);
    partition_key_comes_first(columns, diagnostics);
    computed_columns_are_cql(columns, diagnostics);
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

/// What is computed is computed from columns of the entity.
fn computed_columns_are_cql(columns: &[Column], diagnostics: &mut Diagnostics) {
    let stored = columns.iter().filter(|column| !matches!(column.kind, Kind::Computed(_)));
    let known: Vec<&str> = stored.map(|column| column.name.value.as_str()).collect();
    for column in columns {
        let Kind::Computed(expression) = &column.kind else { continue };
        let selector = match ilium_cql::parse_selector(&expression.value) {
            Ok(selector) => selector,
            Err(error) => {
                diagnostics.report(expression.span, format!("CQL: {error}"));
                continue;
            }
        };
        for named in selector.columns() {
            let name = named.column.name();
            if !known.contains(&&*name) {
                let meant = match nearest(&name, known.iter().copied()) {
                    Some(meant) => format!("; did you mean `{meant}`? "),
                    None => ". ".to_owned(),
                };
                let message = format!("the entity has no column `{name}`{meant}Columns: {}", known.join(", "));
                diagnostics.report(expression.span, message);
            }
        }
        if let Some(marker) = selector.markers().first() {
            let text = marker.marker.span.text(&expression.value);
            diagnostics.report(expression.span, format!("a computed column has no parameters: `{text}`"));
        }
    }
}
