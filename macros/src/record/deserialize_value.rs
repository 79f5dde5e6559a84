//! `DeserializeValue`: a struct from a user-defined type.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote_spanned;

use super::expand::{Body, Derive, Names};
use crate::hygiene;

pub(crate) const DERIVE: Derive = Derive { name: "DeserializeValue", reads: true, items, stub };

fn items(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let checks = body.record.fields.iter().map(|field| {
        let ty = field.ty;
        quote_spanned!(Span::mixed_site()=> <#ty as #private::DeserializeValue<'_, '_>>::type_check)
    });
    let checks = quote_spanned!(Span::mixed_site()=> #private::check_udt(&__RECORD, typ, &[#(#checks),*]));
    methods(&body.names, &checks, &read(body))
}

/// Gathers the fields of the user-defined type into the order of the struct's, then reads each.
fn read(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let count = Literal::usize_unsuffixed(body.record.fields.len());
    let local = |index: usize| hygiene::local(format!("field_{index}"));
    let locals = (0..body.record.fields.len()).map(local);
    let construct = body.construct(|index, field| {
        let (cell, ty) = (local(index), field.ty);
        let index = Literal::usize_unsuffixed(index);
        quote_spanned! {Span::mixed_site()=> {
            let (typ, value) = #cell.parts(&__RECORD, #index)?;
            <#ty as #private::DeserializeValue<'_, '_>>::deserialize(typ, value)
                .map_err(|error| #cell.failed(&__RECORD, #index, error))?
        }}
    });
    quote_spanned! {Span::mixed_site()=>
        let [#(#locals),*] = #private::udt_cells::<#count>(&__RECORD, typ, value)?;
        ::core::result::Result::Ok(#construct)
    }
}

fn stub(names: &Names) -> TokenStream {
    let body = quote_spanned!(Span::mixed_site()=> ::core::unreachable!());
    methods(names, &body, &body)
}

fn methods(names: &Names, type_check: &TokenStream, deserialize: &TokenStream) -> TokenStream {
    let Names { private, frame, metadata, .. } = names;
    quote_spanned! {Span::mixed_site()=>
        fn type_check(
            typ: &#private::ColumnType<'_>,
        ) -> ::core::result::Result<(), #private::TypeCheckError> {
            #type_check
        }

        fn deserialize(
            typ: &#metadata #private::ColumnType<#metadata>,
            value: ::core::option::Option<#private::FrameSlice<#frame>>,
        ) -> ::core::result::Result<Self, #private::DeserializationError> {
            #deserialize
        }
    }
}
