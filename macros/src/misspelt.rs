//! Keeps a type that is misspelt, or not imported, to one error: that of the user's own struct.
//!
//! Derived code names the types again, and the compiler says of each that it is not in scope. It shows only one of several
//! errors that are the same to the letter. To one about a name inside of generic arguments (`Option<Nickname>`) it adds
//! "you might be missing a type parameter" and says where to write it: behind the name of the item that the type stands
//! in, when the item has no parameters, and behind the last of these otherwise.
//!
//! A derived impl of a struct with parameters has them too, and the same last one. For a struct without parameters, such a
//! type is named in an item that has none either and whose name stands where the struct's does.
//!
//! The compiler adds nothing where the place is one in a macro.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Token, Type};

use crate::hygiene;

/// Names that every program has, and words that are not names.
const KNOWN: [&str; 30] = [
    "String", "bool", "char", "str", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize", "as", "const", "crate", "dyn", "extern", "fn", "for", "impl", "mut", "super", "unsafe",
    "_",
];

/// Where in a type a name stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Inside of generic arguments.
    Argument,
    /// Outside of them.
    Plain,
}

/// Gives the types of a struct's fields names of their own, where one that is misspelt would be two errors, and puts these
/// names into the struct. Returns the items that declare them.
pub(crate) fn name_types(input: &mut DeriveInput) -> TokenStream {
    let has_generics = input.generics.lt_token.is_some();
    let taken = hygiene::idents(input.to_token_stream());
    let Data::Struct(data) = &mut input.data else { return TokenStream::new() };
    if has_generics {
        return TokenStream::new();
    }
    let place = place(data.struct_token.span, &input.ident);
    let fields = data.fields.iter_mut().enumerate();
    let declarations = fields.filter_map(|(index, field)| {
        let ty = &field.ty;
        if !names_unknown(ty, Place::Argument) || hygiene::idents(ty.to_token_stream()).contains("Self") {
            return None;
        }
        let name = unused(format!("__TypeOfField{index}"), &taken);
        let (first, last) = hygiene::reach(ty);
        let declared = Ident::new(&name, place);
        let declaration = quote! {
            #[allow(clippy::zero_sized_map_values, reason = "it is the user's struct that has it")]
            type #declared = #ty;
        };
        let (named, open, close) = (Ident::new(&name, first), Token![<](first), Token![>](last));
        // Empty arguments, so that the caret of an error about the type is under all of it.
        field.ty = Type::Verbatim(quote!(#named #open #close));
        Some(declaration)
    });
    declarations.collect()
}

/// A type of a statement, as generic argument where the user's struct has it as one.
pub(crate) struct Argument<'a>(pub(crate) &'a Type);

impl Argument<'_> {
    /// What [`Argument`]s are arguments of.
    pub(crate) fn declaration() -> TokenStream {
        let same = same(Span::mixed_site());
        quote!(type #same<T> = T;)
    }
}

impl ToTokens for Argument<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(ty) = self;
        if !names_unknown(ty, Place::Plain) {
            return ty.to_tokens(tokens);
        }
        let (first, last) = hygiene::reach(ty);
        let (same, open, close) = (same(first), Token![<](first), Token![>](last));
        tokens.extend(quote!(#same #open #ty #close));
    }
}

fn same(span: Span) -> Ident {
    Ident::new("__SameType", span)
}

/// `impl`, such that a type which is misspelt inside of generic arguments is the error that it is in the struct that has
/// its name at `place`.
pub(crate) fn implement(place: Span) -> Token![impl] {
    Token![impl](place)
}

/// Where the compiler takes the name of a struct to stand, whose first word is at `keyword`.
///
/// A name that a `macro_rules!` took as `$name:ident` comes with the place in the call, and the compiler takes that in the
/// macro. It is told by not following `struct`.
pub(crate) fn place(keyword: Span, name: &Ident) -> Span {
    match !proc_macro::is_available() || follows(keyword.unwrap(), name.span().unwrap()) {
        true => name.span(),
        false => Span::mixed_site(),
    }
}

/// Whether only a space lies between two places.
fn follows(before: proc_macro::Span, after: proc_macro::Span) -> bool {
    let (end, start) = (before.end(), after.start());
    end.line() == start.line() && end.column() + 1 == start.column() && before.file() == after.file()
}

fn unused(mut name: String, taken: &HashSet<String>) -> String {
    while taken.contains(&name) {
        name.insert(0, '_');
    }
    name
}

/// Whether a name that may not be in scope stands at `place` in a type, alone: the compiler adds nothing to what it says of
/// a path of several segments, or of one with arguments.
fn names_unknown(ty: &Type, place: Place) -> bool {
    any_unknown(ty.to_token_stream(), Place::Plain, place)
}

fn any_unknown(tokens: TokenStream, outside: Place, place: Place) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |index: Option<usize>, signs: &[char]| match index.and_then(|index| tokens.get(index)) {
        Some(TokenTree::Punct(punct)) => signs.contains(&punct.as_char()),
        _ => false,
    };
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        let [before, second_before] = [1, 2].map(|distance| index.checked_sub(distance));
        let after = Some(index + 1);
        let here = if depth > 0 { Place::Argument } else { outside };
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' && !is(before, &['-']) => {
                depth = depth.saturating_sub(1);
            }
            TokenTree::Ident(ident) if here == place && !KNOWN.iter().any(|known| ident == known) => {
                let is_segment = is(before, &[':']) && is(second_before, &[':']);
                if !is_segment && !is(before, &['\'']) && !is(after, &[':', '<', '!']) {
                    return true;
                }
            }
            TokenTree::Group(group) if any_unknown(group.stream(), here, place) => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn finds_names_inside_of_generic_arguments() {
        let found = |ty: Type| names_unknown(&ty, Place::Argument);
        for ty in [
            parse_quote!(Option<Name>),
            parse_quote!(Vec<[Name; 2]>),
            parse_quote!(HashMap<String, (i32, Option<Name>)>),
            parse_quote!(&'a Option<&'a Name>),
            parse_quote!([Option<Name>; 3]),
            parse_quote!(Option<fn(i32) -> Name>),
            parse_quote!(Option<fn(name: Name) -> i32>),
            parse_quote!(<Vec<Name> as Trait>::Type),
        ] {
            assert!(found(ty));
        }
        for ty in [
            parse_quote!(Name),
            parse_quote!([Name; 3]),
            parse_quote!((Name, Vec<u8>)),
            parse_quote!(HashMap<String, Vec<Option<i64>>>),
            parse_quote!(Option<&'a str>),
            parse_quote!(Option<some::path::Name>),
            parse_quote!(Option<::some::Name>),
            parse_quote!(Option<name!()>),
            parse_quote!(fn(Option<i32>) -> Name),
        ] {
            assert!(!found(ty));
        }
    }

    #[test]
    fn finds_names_outside_of_generic_arguments() {
        let found = |ty: Type| names_unknown(&ty, Place::Plain);
        assert!(found(parse_quote!(Name)));
        assert!(found(parse_quote!(&'a [Name])));
        assert!(found(parse_quote!((i32, Name))));
        assert!(found(parse_quote!(fn(Option<i32>) -> Name)));
        assert!(!found(parse_quote!(Option<Name>)));
        assert!(!found(parse_quote!(&'a mut [u8])));
        assert!(!found(parse_quote!(some::Name)));
        assert!(!found(parse_quote!(())));
    }

    #[test]
    fn names_a_type_by_a_name_that_the_struct_does_not_use() {
        let mut input: DeriveInput = parse_quote!(
            struct User {
                id: Uuid,
                name: Option<__TypeOfField1>,
                parent: Option<Box<Self>>,
            }
        );
        let names = name_types(&mut input).to_string();
        assert!(names.ends_with("type ___TypeOfField1 = Option < __TypeOfField1 > ;"), "{names}");
        let named = input.to_token_stream().to_string();
        let expected = "struct User { id : Uuid , name : ___TypeOfField1 < > , parent : Option < Box < Self > > , }";
        assert_eq!(named, expected);
    }

    #[test]
    fn leaves_the_types_of_a_struct_with_parameters() {
        let input: DeriveInput = parse_quote!(
            struct User<'a> {
                name: Option<&'a Name>,
            }
        );
        let mut named = input.clone();
        assert!(name_types(&mut named).is_empty());
        assert_eq!(named, input);
    }
}
