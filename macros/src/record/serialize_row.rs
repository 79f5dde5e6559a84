//! `SerializeRow`: a struct as the values of a statement's bind markers.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use super::expand::{Body, Derive, Names, Stub, Subject};
use super::model::Field;
use crate::hygiene;

pub(crate) const DERIVE: Derive =
    Derive { name: "SerializeRow", subject: Subject::Row, reads: false, items, others, stubs };

fn items(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    if let Some(field) = body.transparent() {
        let (member, ty) = (&field.member, field.ty);
        let inner = quote_spanned!(Span::mixed_site()=> <#ty as #private::SerializeRow>);
        return methods(
            &body.names,
            &quote_spanned!(Span::mixed_site()=> #inner::serialize(&self.#member, context, writer)),
            &quote_spanned!(Span::mixed_site()=> #inner::is_empty(&self.#member)),
        );
    }
    methods(
        &body.names,
        &quote_spanned!(Span::mixed_site()=> #private::write_row(self, context, writer)),
        &quote_spanned!(Span::mixed_site()=> <Self as #private::WriteRow>::RECORD.len() == 0),
    )
}

/// What `write_row` calls, and an outer struct into which this one is flattened.
fn others(body: &Body<'_>, derive: &Derive) -> TokenStream {
    if body.record.is_transparent {
        return TokenStream::new();
    }
    let items = flat_methods(&body.names, &body.description_in("FlattenWrite"), &in_order(body), &alone(body));
    let write = body.implement(derive, "WriteRow", items);
    let flatten = body.record.can_be_flattened().then(|| body.implement(derive, "FlattenWrite", TokenStream::new()));
    let distinct = body.assert_distinct(derive, "WriteRow");
    quote!(#write #flatten #distinct)
}

/// Fields that follow one another: some that are for one column each, or a flattened one.
enum Run<'a> {
    Columns(&'a [Field<'a>]),
    Flat(&'a Field<'a>),
}

/// The fields as runs, each with the index of its first field in the struct.
fn runs<'a>(body: &'a Body<'_>) -> Vec<(usize, Run<'a>)> {
    let mut runs = Vec::new();
    let mut first = 0;
    for run in body.record.fields.chunk_by(|a, b| a.flatten.is_none() && b.flatten.is_none()) {
        match run {
            [field] if field.flatten.is_some() => runs.push((first, Run::Flat(field))),
            fields => runs.push((first, Run::Columns(fields))),
        }
        first += run.len();
    }
    runs
}

/// Straight down the fields, one bind marker for each.
fn in_order(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let this = quote_spanned!(Span::mixed_site()=> <Self as #private::WriteRow>::RECORD);
    let runs = runs(body);
    if runs.is_empty() {
        return quote_spanned! {Span::mixed_site()=>
            let _ = (columns, writer);
            ::core::result::Result::Ok(())
        };
    }
    let writes = runs.iter().map(|(first, run)| match run {
        Run::Columns(fields) => {
            let count = Literal::usize_unsuffixed(fields.len());
            let columns: Vec<_> = (0..fields.len()).map(|index| hygiene::local(format!("column_{index}"))).collect();
            let writes = fields
                .iter()
                .zip(&columns)
                .enumerate()
                .map(|(index, (field, column))| write(body, field, first + index, &quote!(#column)));
            quote_spanned! {Span::mixed_site()=>
                let [#(#columns),*] = #private::split_markers::<#count>(#this, &mut columns)?;
                #(#writes)*
            }
        }
        Run::Flat(field) => {
            let (member, ty) = (&field.member, field.ty);
            let inner = quote_spanned!(Span::mixed_site()=> <#ty as #private::WriteRow>);
            quote_spanned! {Span::mixed_site()=>
                let own = #private::split_markers_of(#this, #inner::RECORD, &mut columns)?;
                #inner::write_in_order(&self.#member, own, writer)?;
            }
        }
    });
    quote_spanned! {Span::mixed_site()=>
        let mut columns = columns;
        #(#writes)*
        ::core::result::Result::Ok(())
    }
}

/// The field at `index`, flattened ones counted in their place.
fn alone(body: &Body<'_>) -> TokenStream {
    let private = &body.names.private;
    let runs = runs(body);
    if runs.is_empty() {
        return quote_spanned! {Span::mixed_site()=>
            let _ = (index, writer);
            #private::no_field(<Self as #private::WriteRow>::RECORD, column)
        };
    }
    let last = runs.len() - 1;
    let runs = runs.into_iter().enumerate().map(|(run_index, (first, run))| match run {
        Run::Columns(fields) => {
            let arms = fields.iter().enumerate().map(|(index, field)| {
                let write = write(body, field, first + index, &hygiene::local("column").into_token_stream());
                let index = Literal::usize_unsuffixed(index);
                quote!(#index => {
                    #write
                    return ::core::result::Result::Ok(());
                })
            });
            let count = Literal::usize_unsuffixed(fields.len());
            let rest = (run_index < last).then(|| quote_spanned!(Span::mixed_site()=> let index = index - #count;));
            quote_spanned! {Span::mixed_site()=>
                match index {
                    #(#arms)*
                    _ => {}
                }
                #rest
            }
        }
        Run::Flat(field) => {
            let (member, ty) = (&field.member, field.ty);
            let inner = quote_spanned!(Span::mixed_site()=> <#ty as #private::WriteRow>);
            let rest = (run_index < last)
                .then(|| quote_spanned!(Span::mixed_site()=> let index = index - #inner::RECORD.len();));
            quote_spanned! {Span::mixed_site()=>
                if index < #inner::RECORD.len() {
                    return #inner::write_field(&self.#member, index, column, writer);
                }
                #rest
            }
        }
    });
    quote_spanned! {Span::mixed_site()=>
        #(#runs)*
        #private::no_field(<Self as #private::WriteRow>::RECORD, column)
    }
}

/// The statement that writes `field`, whose own index is `index`, for the bind marker `column`, and returns the error.
///
/// Not `map_err`: the compiler holds something open for each closure until the end of the function, and goes through all
/// of it at each step.
fn write(body: &Body<'_>, field: &Field<'_>, index: usize, column: &TokenStream) -> TokenStream {
    let private = &body.names.private;
    let (member, ty, index) = (&field.member, field.ty, Literal::usize_unsuffixed(index));
    quote_spanned! {Span::mixed_site()=>
        if let ::core::result::Result::Err(error) =
            <#ty as #private::SerializeValue>::serialize(&self.#member, #column.typ(), writer.make_cell_writer())
        {
            return ::core::result::Result::Err(
                #private::marker_failed(<Self as #private::WriteRow>::RECORD, #index, #column, error)
            );
        }
    }
}

fn stubs(names: &Names) -> Vec<Stub> {
    let private = &names.private;
    let body = quote_spanned!(Span::mixed_site()=> ::core::unreachable!());
    let record = quote_spanned!(Span::mixed_site()=> &#private::Record::new("", &[]));
    let stub = |name, items| Stub { name, reads: false, items };
    vec![
        stub(DERIVE.name, methods(names, &body, &body)),
        stub("WriteRow", flat_methods(names, &record, &body, &body)),
        stub("FlattenWrite", TokenStream::new()),
    ]
}

fn flat_methods(names: &Names, record: &TokenStream, in_order: &TokenStream, alone: &TokenStream) -> TokenStream {
    let private = &names.private;
    quote_spanned! {Span::mixed_site()=>
        const RECORD: &'static #private::Record = #record;

        #[inline]
        fn write_in_order(
            &self,
            columns: &[#private::ColumnSpec<'_>],
            writer: &mut #private::RowWriter<'_>,
        ) -> ::core::result::Result<(), #private::SerializationError> {
            #in_order
        }

        fn write_field(
            &self,
            index: ::core::primitive::usize,
            column: &#private::ColumnSpec<'_>,
            writer: &mut #private::RowWriter<'_>,
        ) -> ::core::result::Result<(), #private::SerializationError> {
            #alone
        }
    }
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

        fn is_empty(&self) -> ::core::primitive::bool {
            #is_empty
        }
    }
}
