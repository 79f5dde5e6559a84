//! `DeserializeRow`: a struct from a row.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::expand::{Body, Derive, Names};
use super::model::Field;
use crate::hygiene;

pub(crate) const DERIVE: Derive = Derive { name: "DeserializeRow", reads: true, items, stub };

fn items(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let checks = body.record.fields.iter().map(|field| {
        let ty = field.ty;
        quote_spanned!(Span::mixed_site()=> <#ty as #private::DeserializeValue<'_, '_>>::type_check)
    });
    let plan = quote_spanned!(Span::mixed_site()=> #private::plan_row(&__RECORD, specs, &[#(#checks),*]));
    methods(&body.names, &plan, &read(body))
}

/// Straight down the columns when they come in the order of the fields, else from a row gathered into that order.
fn read(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let count = Literal::usize_unsuffixed(body.record.fields.len());
    let local = |index: usize| hygiene::local(format!("column_{index}"));
    let locals: Vec<_> = (0..body.record.fields.len()).map(local).collect();
    let value = |index: usize, field: &Field<'_>, spec: TokenStream, cell: TokenStream| {
        let (index, ty) = (Literal::usize_unsuffixed(index), field.ty);
        quote_spanned! {Span::mixed_site()=>
            <#ty as #private::DeserializeValue<'_, '_>>::deserialize(#spec.typ(), #cell)
                .map_err(|error| #private::column_failed(&__RECORD, #index, #spec, error))?
        }
    };
    let in_order = body.construct(|index, field| {
        let spec = local(index);
        let cell = quote_spanned!(Span::mixed_site()=> row.cell(#spec)?);
        value(index, field, quote!(#spec), cell)
    });
    let gathered = body.construct(|index, field| {
        let cell = local(index);
        let value =
            value(index, field, hygiene::local("spec").into_token_stream(), quote_spanned!(Span::mixed_site()=> cell));
        quote_spanned! {Span::mixed_site()=> {
            let (spec, cell) = #cell.parts::<Self>()?;
            #value
        }}
    });
    quote_spanned! {Span::mixed_site()=>
        if let ::core::option::Option::Some([#(#locals),*]) = row.in_order::<#count>(plan) {
            return ::core::result::Result::Ok(#in_order);
        }
        let [#(#locals),*] = row.gather::<#count>(plan)?;
        ::core::result::Result::Ok(#gathered)
    }
}

fn stub(names: &Names) -> TokenStream {
    let body = quote_spanned!(Span::mixed_site()=> ::core::unreachable!());
    methods(names, &body, &body)
}

fn methods(names: &Names, plan: &TokenStream, read: &TokenStream) -> TokenStream {
    let Names { private, frame, metadata, .. } = names;
    quote_spanned! {Span::mixed_site()=>
        fn type_check(
            specs: &[#private::ColumnSpec<'_>],
        ) -> ::core::result::Result<(), #private::TypeCheckError> {
            <Self as #private::DeserializeRow<'_, '_>>::plan(specs).map(::core::mem::drop)
        }

        fn deserialize(
            row: #private::ColumnIterator<#frame, #metadata>,
        ) -> ::core::result::Result<Self, #private::DeserializationError> {
            #private::read_row(row)
        }

        fn plan(
            specs: &[#private::ColumnSpec<'_>],
        ) -> ::core::result::Result<#private::RowPlan, #private::TypeCheckError> {
            #plan
        }

        #[inline]
        fn read(
            row: &mut #private::RowReader<#frame, #metadata>,
            plan: &#private::RowPlan,
        ) -> ::core::result::Result<Self, #private::DeserializationError> {
            #read
        }
    }
}
