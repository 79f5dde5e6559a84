//! `SerializeValue`: a struct as a user-defined type.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::expand::{Body, Derive, Names};

pub(crate) const DERIVE: Derive = Derive { name: "SerializeValue", reads: false, items, stub };

fn items(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let arms = body.arms(|_, field| {
        let (ident, ty) = (field.ident, field.ty);
        quote_spanned! {Span::mixed_site()=>
            <#ty as #private::SerializeValue>::serialize(&self.#ident, typ, udt.cell())
        }
    });
    if body.record.fields.is_empty() {
        // All fields of the type come after the struct's last, and are left out.
        let body_of_none =
            quote_spanned!(Span::mixed_site()=> #private::UdtWriter::new(&__RECORD, typ, writer)?.finish());
        return method(&body.names, &body_of_none);
    }
    method(
        &body.names,
        &quote_spanned! {Span::mixed_site()=>
            let mut udt = #private::UdtWriter::new(&__RECORD, typ, writer)?;
            while let ::core::option::Option::Some((field, typ)) = udt.next() {
                let written = match field { #arms };
                let written = written.map(#private::content);
                udt.written(field, written)?;
            }
            udt.finish()
        },
    )
}

fn stub(names: &Names) -> TokenStream {
    method(names, &quote_spanned!(Span::mixed_site()=> ::core::unreachable!()))
}

fn method(names: &Names, body: &TokenStream) -> TokenStream {
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
