//! Reads `Select<fn(org: Uuid) -> Option<User>>`.

use syn::ext::IdentExt as _;
use syn::{GenericArgument, PathArguments, ReturnType, Type, TypeFnPtr};

use super::model::{Operation, Param, Signature};
use crate::diagnostics::Diagnostics;

/// The signature in a field's type; the operation, when known, is for the message.
pub(super) fn read(ty: &Type, operation: Option<Operation>, diagnostics: &mut Diagnostics) -> Option<Signature> {
    let Some(function) = function(ty) else {
        let name = operation.map_or("Select", Operation::name);
        let found = quote::quote!(#ty).to_string();
        // Clippy advises it.
        let advice = match is_alias(ty) {
            true => {
                "; an alias hides the names of the parameters: write the `fn` type here, and put \
                     `#[allow(clippy::type_complexity)]` on the struct if clippy finds it complex"
            }
            false => "",
        };
        let message = format!(
            "expected `{name}<fn(name: Type, …) -> Output>`, found `{}`{advice}",
            super::expand::pretty(&found)
        );
        diagnostics.push(syn::Error::new_spanned(ty, message));
        return None;
    };
    let params = params(function, diagnostics)?;
    let output = match &function.output {
        ReturnType::Default => syn::parse_quote_spanned!(function.fn_token.span=> ()),
        ReturnType::Type(_, output) => (**output).clone(),
    };
    Some(Signature { lifetimes: function.lifetimes.clone(), params, output, function: function.clone() })
}

/// Whether a type may be another name of a statement's.
fn is_alias(ty: &Type) -> bool {
    let Type::Path(path) = ungrouped(ty) else { return false };
    path.path.segments.last().is_some_and(|segment| segment.arguments.is_none())
}

/// The `fn` type that is the only argument of the last part of a path.
fn function(ty: &Type) -> Option<&TypeFnPtr> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    let mut arguments = arguments.args.iter();
    match (arguments.next(), arguments.next()) {
        (Some(GenericArgument::Type(ty)), None) => match ungrouped(ty) {
            Type::FnPtr(function) => Some(function),
            _ => None,
        },
        _ => None,
    }
}

/// A type that a `macro_rules!` captured comes in an invisible group.
fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        _ => ty,
    }
}

fn params(function: &TypeFnPtr, diagnostics: &mut Diagnostics) -> Option<Vec<Param>> {
    let mut params: Vec<Param> = Vec::new();
    let mut all_named = true;
    for (index, input) in function.inputs.iter().enumerate() {
        let ident = match &input.name {
            Some((ident, _)) if ident != "_" => ident.clone(),
            _ => {
                let example = format!("fn(id: {}) -> …", super::expand::pretty(&quote::quote!(#input).to_string()));
                let message = format!("parameter {index} needs a name: write `{example}`");
                diagnostics.push(syn::Error::new_spanned(&input.ty, message));
                all_named = false;
                continue;
            }
        };
        let name = ident.unraw().to_string();
        if params.iter().any(|param| param.name == name) {
            diagnostics.report(ident.span(), format!("there are two parameters named `{name}`"));
            all_named = false;
            continue;
        }
        params.push(Param { ident, ty: input.ty.clone(), name });
    }
    all_named.then_some(params)
}
