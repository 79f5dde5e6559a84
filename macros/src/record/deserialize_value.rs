//! `DeserializeValue`: a struct from a user-defined type, from a tuple or from its only field.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::expand::{Body, Derive, Names, Stub, Subject};
use super::model::Field;
use crate::hygiene;

pub(crate) const DERIVE: Derive =
    Derive { name: "DeserializeValue", subject: Subject::Value, reads: true, items, others, stubs };

fn items(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    if let Some(field) = body.transparent() {
        return transparent(body, field);
    }
    let check = hygiene::local(if body.record.has_names { "check_udt" } else { "check_tuple" });
    let checks = body.checks();
    let check = quote_spanned!(Span::mixed_site()=> #private::#check(&__RECORD, typ, &[#(#checks),*]));
    methods(&body.names, &check, &read(body))
}

fn others(_body: &Body<'_>, _derive: &Derive) -> TokenStream {
    TokenStream::new()
}

fn transparent(body: &Body<'_>, field: &Field<'_>) -> TokenStream {
    let (private, ty) = (&body.names.private, field.ty);
    let check = quote_spanned!(Span::mixed_site()=> <#ty as #private::DeserializeValue<'_, '_>>::type_check(typ));
    let [typ, value] = ["typ", "value"].map(|name| hygiene::local(name).into_token_stream());
    let construct = body.construct(|_, field| body.value(field, &typ, &value, None));
    methods(&body.names, &check, &quote_spanned!(Span::mixed_site()=> ::core::result::Result::Ok(#construct)))
}

/// Reads each field where it lies, or gathered into the order of the struct's.
fn read(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let count = Literal::usize_unsuffixed(body.record.fields.len());
    let fields = hygiene::local("fields");
    let [typ, cell] = ["typ", "cell"].map(|name| hygiene::local(name).into_token_stream());
    let failed = quote_spanned!(Span::mixed_site()=> fields.failed(error));
    let required = quote_spanned!(Span::mixed_site()=> fields.next()?);
    let construct = body.construct(|_, field| {
        body.next_value(field, &fields, &required, &body.value(field, &typ, &cell, Some(&failed)))
    });
    let is_mutable = (!body.record.fields.is_empty()).then(|| quote_spanned!(Span::mixed_site()=> mut));
    let (reader, arguments) = match body.record.has_names {
        true => ("UdtReader", Some(quote_spanned!(Span::mixed_site()=> ::<#count>))),
        false => ("TupleReader", None),
    };
    let reader = hygiene::local(reader);
    let fields = if is_mutable.is_some() { fields } else { hygiene::local("_fields") };
    quote_spanned! {Span::mixed_site()=>
        let #is_mutable #fields = #private::#reader #arguments::new(&__RECORD, typ, value)?;
        ::core::result::Result::Ok(#construct)
    }
}

fn stubs(names: &Names) -> Vec<Stub> {
    let body = quote_spanned!(Span::mixed_site()=> ::core::unreachable!());
    vec![Stub { name: DERIVE.name, reads: true, items: methods(names, &body, &body) }]
}

pub(super) fn methods(names: &Names, type_check: &TokenStream, deserialize: &TokenStream) -> TokenStream {
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
