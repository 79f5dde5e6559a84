//! `SerializeValue`: a struct as a user-defined type, as a tuple or as its only field.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote_spanned;

use super::cql_type;
use super::expand::{Body, Derive, Names, Stub, Subject};

pub(crate) const DERIVE: Derive =
    Derive { name: "SerializeValue", subject: Subject::Value, reads: false, items, others, stubs };

fn items(body: &Body<'_>) -> TokenStream {
    let write = match body.transparent() {
        Some(_) => transparent(body),
        None if body.record.has_names => udt(body),
        None => tuple(body),
    };
    method(&body.names, &write)
}

fn others(body: &Body<'_>, _derive: &Derive) -> TokenStream {
    cql_type::implement(body)
}

fn transparent(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    body.record
        .fields
        .iter()
        .map(|field| {
            let (member, ty) = (&field.member, field.ty);
            quote_spanned! {Span::mixed_site()=>
                <#ty as #private::SerializeValue>::serialize(&self.#member, typ, writer)
            }
        })
        .collect()
}

fn udt(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    if body.record.fields.is_empty() {
        // All fields of the type come after the struct's last, and are left out.
        return quote_spanned!(Span::mixed_site()=> #private::UdtWriter::new(&__RECORD, typ, writer)?.finish());
    }
    let arms = body.arms(|_, field| {
        let (member, ty) = (&field.member, field.ty);
        quote_spanned! {Span::mixed_site()=>
            <#ty as #private::SerializeValue>::serialize(&self.#member, typ, udt.cell())
        }
    });
    quote_spanned! {Span::mixed_site()=>
        let mut udt = #private::UdtWriter::new(&__RECORD, typ, writer)?;
        while let ::core::option::Option::Some((field, typ)) = udt.next() {
            let written = match field { #arms };
            let written = written.map(#private::content);
            udt.written(field, written)?;
        }
        udt.finish()
    }
}

fn tuple(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let fields = body.record.fields.iter().enumerate().map(|(index, field)| {
        let (member, ty, index) = (&field.member, field.ty, Literal::usize_unsuffixed(index));
        quote_spanned! {Span::mixed_site()=>
            let typ = tuple.next()?;
            let written = <#ty as #private::SerializeValue>::serialize(&self.#member, typ, tuple.cell());
            let written = written.map(#private::content);
            tuple.written(#index, written)?;
        }
    });
    quote_spanned! {Span::mixed_site()=>
        let mut tuple = #private::TupleWriter::new(&__RECORD, typ, writer)?;
        #(#fields)*
        tuple.finish()
    }
}

fn stubs(names: &Names) -> Vec<Stub> {
    let items = method(names, &quote_spanned!(Span::mixed_site()=> ::core::unreachable!()));
    vec![Stub { name: DERIVE.name, reads: false, items }, cql_type::stub(names)]
}

pub(super) fn method(names: &Names, body: &TokenStream) -> TokenStream {
    let Names { private, cell, .. } = names;
    quote_spanned! {Span::mixed_site()=>
        fn serialize<#cell>(
            &self,
            typ: &#private::ColumnType<'_>,
            writer: #private::CellWriter<#cell>,
        ) -> ::core::result::Result<#private::WrittenCellProof<#cell>, #private::SerializationError> {
            #body
        }
    }
}
