//! `DeserializeRow`: a struct from a row.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::expand::{Body, Derive, Names, Stub, Subject};
use super::model::Field;
use crate::hygiene;

/// How many fields are read in one go. The compiler's borrow checker takes the cube of the fields that are read in one
/// function, each of which may fail while those before it are held: 300 fields would take it 12 seconds.
const GROUP: usize = 32;

pub(crate) const DERIVE: Derive =
    Derive { name: "DeserializeRow", subject: Subject::Row, reads: true, items, others, stubs };

fn items(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    if let Some(field) = body.transparent() {
        return transparent(body, field);
    }
    let plan = quote_spanned!(Span::mixed_site()=> #private::plan_row::<Self>(specs));
    let read = match body.record.has_flat_fields() {
        true => quote_spanned!(Span::mixed_site()=> #private::read_flat_row(row, plan)),
        false => read(body),
    };
    methods(&body.names, &plan, &read)
}

/// What `plan_row` and the methods call, and an outer struct into which this one is flattened.
fn others(body: &Body<'_>, derive: &Derive) -> TokenStream {
    if body.record.is_transparent {
        return TokenStream::new();
    }
    let private = &body.names.private;
    let checks = body.record.fields.iter().zip(body.checks()).map(|(field, check)| match &field.flatten {
        Some(_) => {
            let ty = field.ty;
            quote_spanned!(Span::mixed_site()=> #private::Check::Flat(<#ty as #private::ReadRow<'_, '_>>::CHECKS))
        }
        None => quote_spanned!(Span::mixed_site()=> #private::Check::Field(#check)),
    });
    let checks = quote!(#(#checks),*);
    let items = flat_methods(&body.names, &body.description_in("FlattenRead"), &checks, &read_cells(body));
    let read = body.implement(derive, "ReadRow", items);
    let flatten = body.record.can_be_flattened().then(|| body.implement(derive, "FlattenRead", TokenStream::new()));
    let distinct = body.assert_distinct(derive, "ReadRow");
    quote!(#read #flatten #distinct)
}

fn transparent(body: &Body<'_>, field: &Field<'_>) -> TokenStream {
    let (private, ty) = (&body.names.private, field.ty);
    let inner = quote_spanned!(Span::mixed_site()=> <#ty as #private::DeserializeRow<'_, '_>>);
    let construct = body.construct(|_, _| quote_spanned!(Span::mixed_site()=> #inner::read(row, plan)?));
    methods(
        &body.names,
        &quote_spanned!(Span::mixed_site()=> #inner::plan(specs)),
        &quote_spanned!(Span::mixed_site()=> ::core::result::Result::Ok(#construct)),
    )
}

/// Straight down the columns when they come in the order of the fields, else from a row gathered into that order.
fn read(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let count = Literal::usize_unsuffixed(body.record.fields.len());
    let columns: Vec<Ident> =
        (0..body.record.fields.len()).map(|index| hygiene::local(format!("column_{index}"))).collect();
    let in_order = construct(body, |index, field| {
        let spec = hygiene::local(format!("column_{index}"));
        let failed = failed(body, index, &spec);
        let typ = quote_spanned!(Span::mixed_site()=> #spec.typ());
        body.value(field, &typ, &quote_spanned!(Span::mixed_site()=> row.cell(#spec)?), Some(&failed))
    });
    quote_spanned! {Span::mixed_site()=>
        if let ::core::option::Option::Some([#(#columns),*]) = row.in_order::<#count>(plan) {
            return #in_order;
        }
        let cells = row.gather::<#count>(plan)?;
        <Self as #private::ReadRow<'_, '_>>::read_cells(&mut #private::Cells::gathered(&cells))
    }
}

/// From cells in the order of the fields.
fn read_cells(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let (cells, spec) = (hygiene::local("cells"), hygiene::local("typ"));
    let cell = hygiene::local("cell").into_token_stream();
    let typ = quote_spanned!(Span::mixed_site()=> #spec.typ());
    let required = quote_spanned!(Span::mixed_site()=> cells.next_of::<Self>()?);
    let construct = construct(body, |index, field| {
        if field.flatten.is_some() {
            let ty = field.ty;
            return quote_spanned!(Span::mixed_site()=> <#ty as #private::ReadRow<'_, '_>>::read_cells(cells)?);
        }
        let value = body.value(field, &typ, &cell, Some(&failed(body, index, &spec)));
        body.next_value(field, &cells, &required, &value)
    });
    let unused = body.record.fields.is_empty().then(|| quote_spanned!(Span::mixed_site()=> let _ = cells;));
    quote_spanned!(Span::mixed_site()=> #unused #construct)
}

/// The struct, with `value` for each field; a wide one is read group by group.
fn construct(body: &Body<'_>, value: impl Fn(usize, &Field<'_>) -> TokenStream) -> TokenStream {
    let private = &body.names.private;
    let fields = &body.record.fields;
    if fields.len() <= GROUP {
        let whole = body.construct(value);
        return quote_spanned!(Span::mixed_site()=> ::core::result::Result::Ok(#whole));
    }
    let local = |index: usize| hygiene::local(format!("field_{index}"));
    let indices: Vec<usize> = (0..fields.len()).collect();
    let groups = indices.chunks(GROUP).map(|group| {
        let locals = group.iter().map(|index| local(*index));
        let values = group.iter().zip(fields.iter().skip(group.first().copied().unwrap_or_default()));
        let values = values.map(|(index, field)| value(*index, field));
        quote_spanned! {Span::mixed_site()=>
            let (#(#locals,)*) = (|| -> ::core::result::Result<_, #private::DeserializationError> {
                ::core::result::Result::Ok((#(#values,)*))
            })()?;
        }
    });
    let whole = body.construct(|index, _| local(index).into_token_stream());
    quote_spanned!(Span::mixed_site()=> { #(#groups)* ::core::result::Result::Ok(#whole) })
}

fn failed(body: &Body<'_>, index: usize, spec: &Ident) -> TokenStream {
    let (private, index) = (&body.names.private, Literal::usize_unsuffixed(index));
    let record = quote_spanned!(Span::mixed_site()=> <Self as #private::ReadRow<'_, '_>>::RECORD);
    quote_spanned!(Span::mixed_site()=> #private::column_failed(#record, #index, #spec, error))
}

fn stubs(names: &Names) -> Vec<Stub> {
    let private = &names.private;
    let body = quote_spanned!(Span::mixed_site()=> ::core::unreachable!());
    let record = quote_spanned!(Span::mixed_site()=> &#private::Record::new("", &[]));
    let stub = |name, items| Stub { name, reads: true, items };
    vec![
        stub(DERIVE.name, methods(names, &body, &body)),
        stub("ReadRow", flat_methods(names, &record, &TokenStream::new(), &body)),
        stub("FlattenRead", TokenStream::new()),
    ]
}

fn flat_methods(names: &Names, record: &TokenStream, checks: &TokenStream, read: &TokenStream) -> TokenStream {
    let Names { private, frame, metadata, .. } = names;
    quote_spanned! {Span::mixed_site()=>
        const RECORD: &'static #private::Record = #record;
        const CHECKS: &'static [#private::Check] = &[#checks];

        fn read_cells(
            cells: &mut #private::Cells<'_, #frame, #metadata>,
        ) -> ::core::result::Result<Self, #private::DeserializationError> {
            #read
        }
    }
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
