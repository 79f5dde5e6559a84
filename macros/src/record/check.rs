//! What no single attribute shows to be wrong.

use std::collections::HashMap;

use proc_macro2::Span;
use quote::ToTokens;
use syn::Type;

use super::expand::{Derive, Subject};
use super::keys::{FieldKeys, StructKeys};
use super::model::{Field, Matching, Record, label};
use crate::attribute::Slot;
use crate::diagnostics::Diagnostics;
use crate::keyword;

/// Keys of the struct that contradict each other, or its kind.
pub(super) fn struct_keys(keys: &StructKeys, has_names: bool, diagnostics: &mut Diagnostics) {
    let enforces_order = keys.flavor.get().is_some_and(|flavor| flavor.value == Matching::InOrder);
    let flavor = keys.flavor.get().map(|flavor| flavor.span);
    let skip_name_checks = span(&keys.skip_name_checks);
    let rename_all = keys.rename_all.get().map(|case| case.span);
    let about_names = [
        (keyword::FLAVOR, flavor),
        (keyword::SKIP_NAME_CHECKS, skip_name_checks),
        (keyword::RENAME_ALL, rename_all),
        (keyword::FORBID_EXCESS_UDT_FIELDS, span(&keys.forbid_excess)),
    ];
    let given = about_names.iter().filter_map(|(key, span)| span.map(|span| (key, span)));
    if keys.transparent.is_set() {
        for (key, span) in given {
            diagnostics.report(span, format!("`{key}` has no meaning beside `transparent`: no fields are matched"));
        }
    } else if !has_names {
        for (key, span) in given {
            diagnostics.report(span, format!("`{key}` has no meaning on a tuple struct: its fields go by position"));
        }
    } else {
        if let (Some(span), false) = (skip_name_checks, enforces_order) {
            diagnostics.report(span, "`skip_name_checks` needs `flavor = \"enforce_order\"`");
        }
        if let (Some(span), Some(_)) = (rename_all, skip_name_checks) {
            diagnostics.report(span, "`rename_all` has no meaning beside `skip_name_checks`: names are not compared");
        }
    }
}

/// Keys of a field that contradict each other, or those of the struct.
pub(super) fn field_keys(keys: &FieldKeys, field: &str, record: &Record<'_>, diagnostics: &mut Diagnostics) {
    let rename = keys.rename.get().map(|name| name.span);
    let prefix = keys.prefix.get().map(|prefix| prefix.span);
    let allow_missing = span(&keys.allow_missing);
    let default_when_null = span(&keys.default_when_null);
    let flatten = span(&keys.flatten);
    if keys.skip.is_set() {
        let others = [
            (keyword::RENAME, rename),
            (keyword::FLATTEN, flatten),
            (keyword::PREFIX, prefix),
            (keyword::ALLOW_MISSING, allow_missing),
            (keyword::DEFAULT_WHEN_NULL, default_when_null),
        ];
        report(&others, diagnostics, |key| {
            format!("`{key}` has no meaning beside `skip`: CQL does not know `{field}`")
        });
        return;
    }
    if record.is_transparent {
        let others = [
            (keyword::RENAME, rename),
            (keyword::FLATTEN, flatten),
            (keyword::PREFIX, prefix),
            (keyword::ALLOW_MISSING, allow_missing),
        ];
        report(&others, diagnostics, |key| format!("`{key}` has no meaning in a `transparent` struct"));
        return;
    }
    if flatten.is_some() {
        let others = [
            (keyword::RENAME, rename),
            (keyword::ALLOW_MISSING, allow_missing),
            (keyword::DEFAULT_WHEN_NULL, default_when_null),
        ];
        report(&others, diagnostics, |key| {
            format!(
                "`{key}` has no meaning beside `flatten`: `{field}` is no column; put it on the fields of its struct"
            )
        });
    } else if let Some(span) = prefix {
        diagnostics.report(span, format!("`prefix` needs `flatten`: without it `{field}` is one column"));
    }
    if keys.prefix.get().is_some_and(|prefix| prefix.value.is_empty()) {
        diagnostics.report(prefix.unwrap_or_else(Span::call_site), "`prefix` is empty; leave it out");
    }
    if record.matching == Matching::Positions && (flatten.is_some() || prefix.is_none()) {
        let why = if record.has_names { "beside `skip_name_checks`" } else { "in a tuple struct" };
        let others = [(keyword::RENAME, rename.filter(|_| flatten.is_none())), (keyword::PREFIX, prefix)];
        report(&others, diagnostics, |key| format!("`{key}` has no meaning {why}: fields go by position"));
    }
}

fn report(keys: &[(&str, Option<Span>)], diagnostics: &mut Diagnostics, message: impl Fn(&str) -> String) {
    for (key, span) in keys {
        if let Some(span) = span {
            diagnostics.report(*span, message(key));
        }
    }
}

/// Where the flag was given, unless it is `= false`.
fn span(flag: &Slot<bool>) -> Option<Span> {
    flag.get().filter(|flag| flag.value).map(|flag| flag.span)
}

/// All checks of the struct as a whole.
pub(super) fn record(record: &Record<'_>, transparent: Option<Span>, derive: &Derive, diagnostics: &mut Diagnostics) {
    if record.is_transparent {
        one_field_is_left(record, transparent, diagnostics);
    } else {
        names_are_not_empty(record, diagnostics);
        names_are_distinct(record, diagnostics);
        missing_fields_have_a_place(record, derive, diagnostics);
    }
    if derive.reads {
        borrowed_fields_can_end(record, diagnostics);
    }
}

fn one_field_is_left(record: &Record<'_>, transparent: Option<Span>, diagnostics: &mut Diagnostics) {
    let count = record.fields.len();
    if count != 1 {
        let message = format!("a `transparent` struct is what its only field is; `{}` has {count}", record.ident);
        let hint = if count > 1 { ": `skip` the others" } else { "" };
        diagnostics.report(transparent.unwrap_or_else(Span::call_site), message + hint);
    }
}

fn names_are_not_empty(record: &Record<'_>, diagnostics: &mut Diagnostics) {
    for field in record.fields.iter().filter(|field| field.name.is_empty()) {
        diagnostics.report(field.name_span, format!("the name in CQL of `{}` is empty", field.label()));
    }
}

fn names_are_distinct(record: &Record<'_>, diagnostics: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for field in record.fields.iter().filter(|field| !field.name.is_empty() && field.flatten.is_none()) {
        let first = &seen.entry(field.name.as_str()).or_insert(field).member;
        if *first != field.member {
            let message = format!("the name `{}` is already that of the field `{}`", field.name, label(first));
            diagnostics.report(field.name_span, message);
        }
    }
}

/// Which field a column is for must follow although some may be missing.
fn missing_fields_have_a_place(record: &Record<'_>, derive: &Derive, diagnostics: &mut Diagnostics) {
    let (fields, matching) = (&record.fields, record.matching);
    if matching == Matching::ByName {
        return;
    }
    if derive.subject == Subject::Row && !derive.reads {
        let message = "`allow_missing` has no meaning where the bind markers are the fields in their order";
        report_missing(fields, diagnostics, message);
    } else if derive.subject == Subject::Value && !record.has_names {
        report_missing(fields, diagnostics, "`allow_missing` has no meaning in a tuple: it has all its fields");
    } else if matching == Matching::Positions {
        let end = fields.iter().rposition(|field| field.allow_missing.is_none()).unwrap_or(0);
        let message = "where fields go by position, `allow_missing` belongs on the last ones";
        report_missing(fields.get(..end).unwrap_or_default(), diagnostics, message);
    }
}

fn report_missing(fields: &[Field<'_>], diagnostics: &mut Diagnostics, message: &str) {
    for span in fields.iter().filter_map(|field| field.allow_missing) {
        diagnostics.report(span, message);
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
                field.label()
            );
            diagnostics.report(lifetime.span(), message);
        }
    }
}
