//! `SerializeRow`: a struct as the values of a statement's bind markers.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::expand::{Body, Derive, Names};

pub(crate) const DERIVE: Derive = Derive { name: "SerializeRow", reads: false, items, stub };

fn items(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let arms = body.arms(|_, field| {
        let (ident, ty) = (field.ident, field.ty);
        quote_spanned! {Span::mixed_site()=>
            <#ty as #private::SerializeValue>::serialize(&self.#ident, typ, row.cell())
        }
    });
    let write_fields = if body.record.fields.is_empty() {
        // No field can be for a marker, so the first one is an error.
        quote_spanned!(Span::mixed_site()=> row.next()?;)
    } else {
        quote_spanned! {Span::mixed_site()=>
            while let ::core::option::Option::Some((field, typ)) = row.next()? {
                let written = match field { #arms };
                let written = written.map(#private::content);
                row.written(field, written)?;
            }
        }
    };
    let serialize = quote_spanned! {Span::mixed_site()=>
        let mut row = #private::RowFields::new(&__RECORD, context, writer);
        #write_fields
        row.finish()
    };
    let is_empty = body.record.fields.is_empty();
    methods(&body.names, &serialize, &quote_spanned!(Span::mixed_site()=> #is_empty))
}

fn stub(names: &Names) -> TokenStream {
    let body = quote_spanned!(Span::mixed_site()=> ::core::unreachable!());
    methods(names, &body, &body)
}

fn methods(names: &Names, serialize: &TokenStream, is_empty: &TokenStream) -> TokenStream {
    let private = &names.private;
    quote_spanned! {Span::mixed_site()=>
        fn serialize(
            &self,
            context: &#private::RowSerializationContext<'_>,
            writer: &mut #private::RowWriter<'_>,
        ) -> ::core::result::Result<(), #private::SerializationError> {
            #serialize
        }

        fn is_empty(&self) -> bool {
            #is_empty
        }
    }
}
