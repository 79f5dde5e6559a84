//! The lifetimes that the types of a statement name.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{GenericParam, Type};

use super::model::Signature;

/// The names of the lifetimes that the user declared.
pub(super) fn declared(signature: &Signature) -> Vec<Ident> {
    let lifetimes = signature.lifetimes.iter().flat_map(|lifetimes| &lifetimes.lifetimes);
    let names = lifetimes.filter_map(|param| match param {
        GenericParam::Lifetime(param) => Some(param.lifetime.ident.clone()),
        GenericParam::Const(_) | GenericParam::Type(_) => None,
    });
    names.collect()
}

/// Whether a type names one of these lifetimes more than once.
pub(super) fn is_repeated(ty: &Type, names: &[Ident]) -> bool {
    let named = named(ty.to_token_stream());
    names.iter().any(|name| named.iter().filter(|named| *named == name).count() > 1)
}

/// The type with `'_` in place of the lifetimes called one of `names`.
pub(super) fn elide(ty: &Type, names: &[Ident]) -> Type {
    Type::Verbatim(elided(ty.to_token_stream(), names))
}

fn elided(tokens: TokenStream, names: &[Ident]) -> TokenStream {
    let mut is_lifetime = false;
    let tokens = tokens.into_iter().map(|token| {
        let after_quote = std::mem::take(&mut is_lifetime);
        match token {
            TokenTree::Ident(ident) if after_quote && names.contains(&ident) => {
                TokenTree::Ident(Ident::new("_", ident.span()))
            }
            TokenTree::Punct(punct) => {
                is_lifetime = punct.as_char() == '\'';
                TokenTree::Punct(punct)
            }
            TokenTree::Group(group) => {
                let mut changed = Group::new(group.delimiter(), elided(group.stream(), names));
                changed.set_span(group.span());
                TokenTree::Group(changed)
            }
            token => token,
        }
    });
    tokens.collect()
}

fn named(tokens: TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    let mut is_lifetime = false;
    for token in tokens {
        let after_quote = std::mem::take(&mut is_lifetime);
        match token {
            TokenTree::Punct(punct) => is_lifetime = punct.as_char() == '\'',
            TokenTree::Ident(ident) if after_quote => found.push(ident),
            TokenTree::Group(group) => found.extend(named(group.stream())),
            TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn name(name: &str) -> Ident {
        Ident::new(name, proc_macro2::Span::call_site())
    }

    #[test]
    fn elides_what_was_declared_at_any_depth() {
        let elide = |ty: Type| elide(&ty, &[name("a")]).to_token_stream().to_string();
        let expected: Type = parse_quote!(Vec<(&'_ str, Row<'_>, &'static str, for<'b> fn(&'b a))>);
        assert_eq!(
            elide(parse_quote!(Vec<(&'a str, Row<'_>, &'static str, for<'b> fn(&'b a))>)),
            expected.to_token_stream().to_string()
        );
    }

    #[test]
    fn counts_what_was_declared() {
        let repeated = |ty: Type| is_repeated(&ty, &[name("a"), name("b")]);
        assert!(repeated(parse_quote!(&'a Row<'a>)));
        assert!(repeated(parse_quote!((&'b str, [&'b str; 2]))));
        assert!(!repeated(parse_quote!(&'a Row<'b>)));
        assert!(!repeated(parse_quote!((&'_ str, &'_ str, &'static str, &'static str))));
        assert!(!repeated(parse_quote!(&'a Vec<a>)));
    }
}
