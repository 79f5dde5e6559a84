//! Keeps the names of generated code and of the user's code apart.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Generics, Lifetime};

/// The generated items in a scope of their own: they add no name to the user's module.
pub(crate) fn scope(items: impl ToTokens) -> TokenStream {
    quote! {
        #[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
        const _: () = { #items };
    }
}

/// A name of ours inside a generated body, which no name of the user's can meet.
pub(crate) fn local(name: impl AsRef<str>) -> Ident {
    Ident::new(name.as_ref(), Span::mixed_site())
}

/// The tokens as if they all stood at `span`.
fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let respanned = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut moved = Group::new(group.delimiter(), respan(group.stream(), span));
            moved.set_span(span);
            TokenTree::Group(moved)
        }
        mut token => {
            token.set_span(span);
            token
        }
    });
    respanned.collect()
}

/// An expression that seems to reach over all of `user`'s tokens: the caret of an error in its evaluation is under them.
///
/// The compiler takes the reach of an expression from its first and its last token.
pub(crate) fn over(user: impl ToTokens, expression: TokenStream) -> TokenStream {
    let (first, last) = reach(user);
    let mut tokens: Vec<TokenTree> = respan(expression, first).into_iter().collect();
    if let Some(end) = tokens.last_mut() {
        end.set_span(last);
    }
    tokens.into_iter().collect()
}

/// Where the first and the last of `user`'s tokens stand.
pub(crate) fn reach(user: impl ToTokens) -> (Span, Span) {
    let user: Vec<TokenTree> = user.into_token_stream().into_iter().collect();
    let span = |token: Option<&TokenTree>| token.map_or_else(Span::call_site, TokenTree::span);
    (span(user.first()), span(user.last()))
}

/// A lifetime for an impl, called `name` unless the user's generics have one of that name.
pub(crate) fn lifetime(name: &str, generics: &Generics) -> Lifetime {
    let taken: HashSet<String> = generics.lifetimes().map(|param| param.lifetime.ident.to_string()).collect();
    let mut fresh = name.to_owned();
    while taken.contains(&fresh) {
        fresh.insert(0, '_');
    }
    Lifetime::new(&format!("'{fresh}"), Span::mixed_site())
}

/// Whether `tokens` (a type) name a type parameter of `generics`, so that what is asked of it must be a bound.
pub(crate) fn names_type_parameter(tokens: impl ToTokens, generics: &Generics) -> bool {
    let parameters: HashSet<String> = generics.type_params().map(|param| param.ident.to_string()).collect();
    !parameters.is_empty() && any_ident(tokens.into_token_stream(), &parameters)
}

/// All identifiers in `tokens`.
pub(crate) fn idents(tokens: TokenStream) -> HashSet<String> {
    let mut found = HashSet::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(found.insert(ident.to_string())),
            TokenTree::Group(group) => found.extend(idents(group.stream())),
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
    found
}

fn any_ident(tokens: TokenStream, names: &HashSet<String>) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.contains(&ident.to_string()),
        TokenTree::Group(group) => any_ident(group.stream(), names),
        TokenTree::Literal(_) | TokenTree::Punct(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use syn::{DeriveInput, Type, parse_quote};

    use super::*;

    #[test]
    fn lifetimes_avoid_those_of_the_user() {
        let input: DeriveInput = parse_quote!(
            struct A<'frame, '_frame, 'b> {}
        );
        assert_eq!(lifetime("frame", &input.generics).to_string(), "'__frame");
        assert_eq!(lifetime("metadata", &input.generics).to_string(), "'metadata");
    }

    #[test]
    fn sees_type_parameters_at_any_depth() {
        let input: DeriveInput = parse_quote!(
            struct A<'T, K, const N: usize> {}
        );
        let names = |ty: Type| names_type_parameter(ty, &input.generics);
        assert!(names(parse_quote!(K)));
        assert!(names(parse_quote!(Vec<(i32, [Option<K>; 2])>)));
        assert!(!names(parse_quote!(&'T Vec<i32>)));
        assert!(!names(parse_quote!([u8; N])));
    }
}
