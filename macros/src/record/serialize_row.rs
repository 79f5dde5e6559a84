//! `SerializeRow`: a struct as the values of a statement's bind markers.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote_spanned;

use super::expand::{Body, Derive, Names};
use crate::hygiene;

pub(crate) const DERIVE: Derive = Derive { name: "SerializeRow", reads: false, items, stub };

fn items(body: &Body<'_>) -> TokenStream {
    let is_empty = body.record.fields.is_empty();
    let serialize = if is_empty { refuse_markers(body) } else { write(body) };
    methods(&body.names, &serialize, &quote_spanned!(Span::mixed_site()=> #is_empty))
}

/// No field can be for a marker, so the first one is an error.
fn refuse_markers(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    quote_spanned! {Span::mixed_site()=>
        let mut row = #private::RowFields::new(&__RECORD, context, writer);
        row.next()?;
        row.finish()
    }
}

/// Straight down the fields when the markers come in their order, else in the order of the markers.
fn write(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let fields = &body.record.fields;
    let count = Literal::usize_unsuffixed(fields.len());
    let columns: Vec<_> = (0..fields.len()).map(|index| hygiene::local(format!("column_{index}"))).collect();
    let in_order = fields.iter().zip(&columns).enumerate().map(|(index, (field, column))| {
        let (ident, ty) = (field.ident, field.ty);
        let index = Literal::usize_unsuffixed(index);
        quote_spanned! {Span::mixed_site()=>
            let _ = <#ty as #private::SerializeValue>::serialize(&self.#ident, #column.typ(), writer.make_cell_writer())
                .map_err(|error| #private::marker_failed(&__RECORD, #index, #column, error))?;
        }
    });
    let arms = body.arms(|_, field| {
        let (ident, ty) = (field.ident, field.ty);
        quote_spanned! {Span::mixed_site()=>
            <#ty as #private::SerializeValue>::serialize(&self.#ident, column.typ(), row.cell())
        }
    });
    quote_spanned! {Span::mixed_site()=>
        if let ::core::option::Option::Some([#(#columns),*]) = #private::markers_in_order::<#count>(&__RECORD, context) {
            #(#in_order)*
            return ::core::result::Result::Ok(());
        }
        let mut row = #private::RowFields::new(&__RECORD, context, writer);
        while let ::core::option::Option::Some((field, column)) = row.next()? {
            let _ = match field { #arms }
                .map_err(|error| #private::marker_failed(&__RECORD, field, column, error))?;
        }
        row.finish()
    }
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
