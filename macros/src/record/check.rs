//! What no single attribute shows to be wrong.

use std::collections::HashMap;

use quote::ToTokens;
use syn::Type;

use super::model::Record;
use crate::diagnostics::Diagnostics;

/// All checks; `reads` says that the derive makes the struct from a result.
pub(crate) fn record(record: &Record<'_>, reads: bool, diagnostics: &mut Diagnostics) {
    names_are_not_empty(record, diagnostics);
    names_are_distinct(record, diagnostics);
    if reads {
        borrowed_fields_can_end(record, diagnostics);
    }
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

/// A field of type `&'static str` or `&'static [u8]` would borrow from the result for ever. The compiler says so of the
/// derive as a whole; here it is said of the field. (Other references to `'static` may have implementations of their
/// own, which these two cannot.)
fn borrowed_fields_can_end(record: &Record<'_>, diagnostics: &mut Diagnostics) {
    for field in &record.fields {
        let Type::Reference(reference) = field.ty else { continue };
        let Some(lifetime) = reference.lifetime.as_ref().filter(|lifetime| lifetime.ident == "static") else {
            continue;
        };
        let referent = reference.elem.to_token_stream().to_string().replace(' ', "");
        if matches!(referent.as_str(), "str" | "[u8]") {
            let ident = record.ident;
            let message = format!(
                "`{}` borrows from the result, which does not live for `'static`; write `{ident}<'a>` and `&'a {referent}`",
                field.ident
            );
            diagnostics.report(lifetime.span(), message);
        }
    }
}
