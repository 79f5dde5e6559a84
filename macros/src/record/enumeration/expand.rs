//! From an [`Enumeration`] to code.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::super::expand::{Derive, Names, lifetimes};
use super::super::{deserialize_value, serialize_value};
use super::model::{Enumeration, Stored};
use crate::{hygiene, stub};

/// The impl of `derive` for an enum without mistakes.
pub(super) fn enumeration(enumeration: &Enumeration<'_>, derive: &Derive) -> TokenStream {
    let names = Names::new(&enumeration.driver, enumeration.generics);
    let header = stub::Header {
        ident: enumeration.ident,
        generics: enumeration.generics,
        impl_generics: &lifetimes(enumeration.generics, &names, derive.reads),
        implements: names.of_trait(derive.reads, derive.name),
    };
    let items = if derive.reads { read(enumeration, &names) } else { write(enumeration, &names) };
    let description = description(enumeration, &names);
    let implementation = header.implement(items);
    let cql_type = (!derive.reads).then(|| cql_type(enumeration, &names));
    hygiene::scope(quote!(#description #implementation #cql_type))
}

/// The variants as the driver's support for generated code takes them.
fn description(enumeration: &Enumeration<'_>, names: &Names) -> TokenStream {
    let private = &names.private;
    let name = enumeration.ident.unraw().to_string();
    let variants = enumeration.variants.iter().map(|variant| &variant.name);
    let stored = match enumeration.stored.integer() {
        None => quote!(Text),
        Some((stored, _)) => {
            let stored = hygiene::local(stored);
            let numbers = enumeration.variants.iter().map(|variant| number(enumeration, names, variant));
            quote!(#stored(&[#(#numbers),*]))
        }
    };
    quote! {
        static __VARIANTS: #private::Variants = #private::Variants {
            name: #name,
            variants: &[#(#variants),*],
            stored: #private::Stored::#stored,
        };
    }
}

/// The number of a variant, as an `i64` that the compiler has found to be in the range of the CQL type.
fn number(enumeration: &Enumeration<'_>, names: &Names, variant: &super::model::Variant<'_>) -> TokenStream {
    let private = &names.private;
    let (ident, variant_ident) = (enumeration.ident, variant.ident);
    let check = match enumeration.stored {
        Stored::BigInt => "bigint_number",
        Stored::Int => "int_number",
        Stored::SmallInt => "smallint_number",
        Stored::Text | Stored::TinyInt => "tinyint_number",
    };
    let check = hygiene::local(check);
    let number = quote!(#private::#check(#ident::#variant_ident as ::core::primitive::i128));
    match variant.discriminant {
        Some(expression) => hygiene::over(expression, number),
        None => number,
    }
}

fn write(enumeration: &Enumeration<'_>, names: &Names) -> TokenStream {
    let private = &names.private;
    let arms = enumeration.variants.iter().map(|variant| {
        let (ident, name) = (variant.ident, &variant.name);
        match enumeration.stored.integer() {
            None => quote_spanned!(Span::mixed_site()=> Self::#ident => #name,),
            Some((_, integer)) => {
                let integer = hygiene::local(integer);
                quote_spanned!(Span::mixed_site()=> Self::#ident => Self::#ident as ::core::primitive::#integer,)
            }
        }
    });
    let (ty, borrow) = match enumeration.stored.integer() {
        None => (hygiene::local("str"), None),
        Some((_, integer)) => (hygiene::local(integer), Some(quote!(&))),
    };
    serialize_value::method(
        names,
        &quote_spanned! {Span::mixed_site()=>
            let stored = match self { #(#arms)* };
            #private::write_variant::<::core::primitive::#ty>(&__VARIANTS, #borrow stored, typ, writer)
        },
    )
}

/// What the enum is stored as, for the checks of the mapper.
fn cql_type(enumeration: &Enumeration<'_>, names: &Names) -> TokenStream {
    let private = &names.private;
    let stored = hygiene::local(enumeration.stored.integer().map_or("str", |(_, integer)| integer));
    let header = stub::Header {
        ident: enumeration.ident,
        generics: enumeration.generics,
        impl_generics: enumeration.generics,
        implements: names.of_trait(false, "CqlType"),
    };
    header.implement(quote_spanned! {Span::mixed_site()=>
        const CQL: #private::TypeInfo = <::core::primitive::#stored as #private::CqlType>::CQL;
    })
}

fn read(enumeration: &Enumeration<'_>, names: &Names) -> TokenStream {
    let private = &names.private;
    let check = quote_spanned!(Span::mixed_site()=> #private::check_variants(&__VARIANTS, typ));
    let (ty, arms): (TokenStream, Vec<TokenStream>) = match enumeration.stored.integer() {
        None => {
            let arms = enumeration.variants.iter().map(|variant| {
                let (ident, name) = (variant.ident, &variant.name);
                quote_spanned!(Span::mixed_site()=> #name => ::core::option::Option::Some(Self::#ident),)
            });
            (quote_spanned!(Span::mixed_site()=> &::core::primitive::str), arms.collect())
        }
        Some((_, integer)) => {
            let integer = hygiene::local(integer);
            let arms = enumeration.variants.iter().map(|variant| {
                let ident = variant.ident;
                quote_spanned! {Span::mixed_site()=>
                    stored if stored == Self::#ident as ::core::primitive::#integer => {
                        ::core::option::Option::Some(Self::#ident)
                    }
                }
            });
            (quote_spanned!(Span::mixed_site()=> ::core::primitive::#integer), arms.collect())
        }
    };
    let find = quote_spanned! {Span::mixed_site()=>
        #private::read_variant(&__VARIANTS, typ, value, |stored: #ty| match stored {
            #(#arms)*
            _ => ::core::option::Option::None,
        })
    };
    deserialize_value::methods(names, &check, &find)
}
