//! Which attribute of a field says what its statement does.

use syn::{Attribute, Field};

use super::model::Operation;
use crate::diagnostics::Diagnostics;

/// The operation of a field, which exactly one attribute names.
pub(super) fn operation(field: &Field, diagnostics: &mut Diagnostics) -> Option<Operation> {
    let ident = field.ident.as_ref()?;
    let mut found = field.attrs.iter().filter_map(|attribute| Some((attribute, of(attribute)?)));
    let Some((_, operation)) = found.next() else {
        let known: Vec<String> =
            Operation::ALL.iter().map(|operation| format!("#[{}]", operation.attribute())).collect();
        diagnostics.report(ident.span(), format!("statement `{ident}` needs one of {}", known.join(" ")));
        return None;
    };
    if let Some((second, other)) = found.next() {
        let message = match operation == other {
            true => format!("`{ident}` has #[{}] twice", other.attribute()),
            false => format!("`{ident}` has both #[{}] and #[{}]", operation.attribute(), other.attribute()),
        };
        diagnostics.push(syn::Error::new_spanned(second, message));
        return None;
    }
    Some(operation)
}

fn of(attribute: &Attribute) -> Option<Operation> {
    Operation::ALL.into_iter().find(|operation| attribute.path().is_ident(operation.attribute()))
}

/// The attributes that the generated method carries too.
pub(super) fn forwarded(attributes: &[Attribute]) -> Vec<Attribute> {
    const FORWARDED: [&str; 8] = ["doc", "allow", "warn", "deny", "expect", "deprecated", "must_use", "cfg"];
    attributes
        .iter()
        .filter(|attribute| FORWARDED.iter().any(|name| attribute.path().is_ident(name)))
        .cloned()
        .collect()
}
