//! What the keys of an attribute and the parameters must be to each other.

use super::model::{Clause, ClauseKind, Operation, Signature};
use super::options::Options;
use crate::diagnostics::Diagnostics;
use crate::keyword;

/// Functions that every DAO has, whose names no field can take.
const RESERVED: [&str; 3] = ["prepare", "builder", "with_profile"];

/// Methods of traits that a DAO can derive: a statement of that name would be called in their place.
const HIDING: [(&str, &str); 3] = [("clone", "Clone"), ("clone_from", "Clone"), ("fmt", "Debug")];

/// A field whose method would be a second function of that name, or hide another.
pub(super) fn name(ident: &proc_macro2::Ident, diagnostics: &mut Diagnostics) {
    if let Some((name, of)) = HIDING.iter().find(|(name, _)| ident == name) {
        let message = format!(
            "`{name}` would hide `{of}::{name}`: calling it on the DAO would execute the statement; give it another name"
        );
        diagnostics.report(ident.span(), message);
    }
    if RESERVED.iter().any(|name| ident == name) {
        diagnostics
            .report(ident.span(), format!("every DAO has a function `{ident}`; give the statement another name"));
    }
}

/// `if_exists` and `if = "…"` are two conditions of one statement.
pub(super) fn conditions(options: &Options, diagnostics: &mut Diagnostics) {
    if let (true, Some(condition)) = (options.if_exists.is_set(), options.condition.get()) {
        let message = format!("`{}` and `{} = …` exclude each other", keyword::IF_EXISTS, keyword::IF);
        diagnostics.report(condition.span, message);
    }
}

/// Where the user's CQL says it all, a parameter without a marker is of no use.
pub(super) fn unused(
    operation: Operation,
    clauses: &[Clause],
    signature: &Signature,
    markers: &[Option<String>],
    diagnostics: &mut Diagnostics,
) {
    let has = |kind| clauses.iter().any(|clause| clause.kind == kind);
    let says_all = match operation {
        Operation::Query => true,
        Operation::Delete | Operation::Select => has(ClauseKind::Where),
        Operation::Update => has(ClauseKind::Where) && has(ClauseKind::Set),
        Operation::Insert => false,
    };
    if !says_all {
        return;
    }
    for (param, marker) in signature.params.iter().zip(markers) {
        if marker.is_none() {
            let name = &param.name;
            let message = format!("parameter `{name}` is not used: the CQL has no marker `:{name}`");
            diagnostics.report(param.ident.span(), message);
        }
    }
}
