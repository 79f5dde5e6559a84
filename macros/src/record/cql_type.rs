//! `CqlType`, beside `SerializeValue`: what the mapper's checks know of a value when the program compiles.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Generics, parse_quote};

use super::expand::{Body, Names, Stub};
use crate::{hygiene, stub};

/// The trait.
const NAME: &str = "CqlType";

/// `impl CqlType` for a struct.
pub(super) fn implement(body: &Body<'_>) -> TokenStream {
    let record = body.record;
    let private = &body.names.private;
    let types: Vec<_> = record.fields.iter().map(|field| field.ty).collect();
    let items = match (body.transparent(), record.has_names) {
        (Some(field), _) => {
            let (member, ty) = (&field.member, field.ty);
            let inner = quote_spanned!(Span::mixed_site()=> <#ty as #private::CqlType>);
            quote_spanned! {Span::mixed_site()=>
                const CQL: #private::TypeInfo = #inner::CQL;
                const NULLABLE: ::core::primitive::bool = #inner::NULLABLE;
                const UNSET: ::core::primitive::bool = #inner::UNSET;

                fn is_null(&self) -> ::core::primitive::bool {
                    #inner::is_null(&self.#member)
                }
            }
        }
        // The name of the type only the server knows. A field whose type does not say what it is stored as is no mistake.
        (None, true) => {
            let fields = types.iter().map(|ty| quote_spanned!(Span::mixed_site()=> &<#private::Known<#ty>>::CQL));
            let info = quote_spanned! {Span::mixed_site()=> {
                #[allow(unused_imports)]
                use #private::Unknown as _;
                #private::TypeInfo::of_fields(#private::Fields::new(&__RECORD, &[#(#fields),*]))
            }};
            cql(&body.names, &info)
        }
        (None, false) => {
            let tuple = quote_spanned!(Span::mixed_site()=> #private::Kinds::of(#private::Kind::Tuple));
            let elements = types.iter().map(|ty| quote_spanned!(Span::mixed_site()=> &<#ty as #private::CqlType>::CQL));
            let info = quote_spanned!(Span::mixed_site()=> #private::TypeInfo::of(#tuple, &[#(#elements),*]));
            cql(&body.names, &info)
        }
    };
    let is_udt = record.has_names && !record.is_transparent;
    let impl_generics = if is_udt { record.generics.clone() } else { bounds(body, &types) };
    let header = stub::Header {
        ident: record.ident,
        generics: record.generics,
        impl_generics: &impl_generics,
        implements: body.names.of_trait(false, NAME),
    };
    header.implement(items)
}

/// The impl for a struct or enum with mistakes.
pub(super) fn stub(names: &Names) -> Stub {
    let private = &names.private;
    let any = quote_spanned!(Span::mixed_site()=> #private::TypeInfo::ANY);
    Stub { name: NAME, reads: false, items: cql(names, &any) }
}

fn cql(names: &Names, info: &TokenStream) -> TokenStream {
    let private = &names.private;
    quote_spanned!(Span::mixed_site()=> const CQL: #private::TypeInfo = #info;)
}

/// The trait is implemented when all `types` implement it, and nothing is wrong when they do not: a program without the
/// mapper does not need it. The lifetime that is for nothing is what lets the compiler take a bound that does not hold.
fn bounds(body: &Body<'_>, types: &[&syn::Type]) -> Generics {
    let mut generics = body.record.generics.clone();
    let (asks, any) = (body.names.of_trait(false, NAME), hygiene::lifetime("any", &generics));
    let predicates = &mut generics.make_where_clause().predicates;
    predicates.extend(types.iter().map(|ty| -> syn::WherePredicate { parse_quote!(for<#any> #ty: #asks) }));
    generics
}
