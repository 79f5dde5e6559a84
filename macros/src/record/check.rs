//! What no single attribute shows to be wrong.

use std::collections::HashMap;

use super::model::Record;
use crate::diagnostics::Diagnostics;

/// All checks.
pub(crate) fn record(record: &Record<'_>, diagnostics: &mut Diagnostics) {
    names_are_not_empty(record, diagnostics);
    names_are_distinct(record, diagnostics);
}

fn names_are_not_empty(record: &Record<'_>, diagnostics: &mut Diagnostics) {
    for field in record.fields.iter().filter(|field| field.name.is_empty()) {
        diagnostics.report(field.name_span, format!("the name in CQL of `{}` is empty", field.ident));
    }
}

fn names_are_distinct(record: &Record<'_>, diagnostics: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for field in record.fields.iter().filter(|field| !field.name.is_empty()) {
        let first = *seen.entry(field.name.as_str()).or_insert(field.ident);
        if first != field.ident {
            let message = format!("the name `{}` is already that of the field `{first}`", field.name);
            diagnostics.report(field.name_span, message);
        }
    }
}
