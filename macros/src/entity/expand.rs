//! From the model to code: the constant that describes the table, and the impls that read and write rows.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, Generics, Member};

use super::model::{Column, Entity, Kind, Order};
use crate::name_id::name_id;
use crate::record::{self, Field, Record, SkippedField};
use crate::{hygiene, keyword, library, stub};

/// The code for a struct without mistakes; `names` declares those that its types have.
pub(super) fn entity(entity: &Entity, names: &TokenStream) -> TokenStream {
    let parts = [described(entity), checks(entity), argument(entity), output(entity)];
    let own = hygiene::scope(quote!(#names #(#parts)*));
    let rows = rows(entity, names);
    quote!(#own #rows)
}

/// The mistakes, and all that a struct without them would have, for no columns: so that neither a DAO nor a query of it
/// is an error too.
pub(super) fn stub(input: &DeriveInput, error: &syn::Error) -> TokenStream {
    let mistakes = error.to_compile_error();
    let Ok(library) = library::mapper(super::parse::library(input).as_ref(), keyword::ENTITY) else {
        return mistakes;
    };
    let rows = record::stub_rows(input, &quote!(#library::driver));
    let entity = Entity {
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        library,
        table: String::new(),
        keyspace: None,
        columns: Vec::new(),
        skipped: Vec::new(),
    };
    let parts = [described(&entity), argument(&entity), output(&entity)];
    let own = hygiene::scope(quote!(#(#parts)*));
    quote!(#mistakes #own #rows)
}

/// `impl Entity`.
fn described(entity: &Entity) -> TokenStream {
    let Entity { ident, generics, library, table, .. } = entity;
    let private = quote!(#library::private);
    let header = stub::Header {
        ident,
        generics,
        impl_generics: &described_generics(entity),
        implements: quote!(#library::Entity),
    };
    let name = ident.unraw().to_string();
    let keyspace = match &entity.keyspace {
        Some(keyspace) => quote!(::core::option::Option::Some(#keyspace)),
        None => quote!(::core::option::Option::None),
    };
    let columns = entity.columns.iter().map(|column| column_meta(column, &private));
    header.implement(quote! {
        const META: &'static #private::EntityMeta = &#private::EntityMeta {
            entity: #name,
            table: #table,
            keyspace: #keyspace,
            columns: &[#(#columns),*],
        };
    })
}

fn column_meta(column: &Column, private: &TokenStream) -> TokenStream {
    let (name, ty) = (&column.name.value, &column.ty);
    let field = column.field.unraw().to_string();
    let (id, field_id) = (name_id(name), name_id(&field));
    let kind = match &column.kind {
        Kind::Clustering(Order::Asc) => quote!(Clustering(#private::Order::Asc)),
        Kind::Clustering(Order::Desc) => quote!(Clustering(#private::Order::Desc)),
        Kind::Computed(expression) => {
            let expression = &expression.value;
            quote!(Computed(#expression))
        }
        Kind::PartitionKey => quote!(PartitionKey),
        Kind::Regular => quote!(Regular),
    };
    let stored = quote_spanned!(Span::mixed_site()=> <#ty as #private::Column<'_, '_>>);
    quote! {
        #private::ColumnMeta {
            name: #name,
            id: #id,
            field: #field,
            field_id: #field_id,
            kind: #private::ColumnKind::#kind,
            cql: #stored::CQL,
            nullable: #stored::NULLABLE,
        }
    }
}

/// What the types of the fields say can only be asked where they are known: not inside a generic struct.
fn checks(entity: &Entity) -> TokenStream {
    let Entity { ident, library, .. } = entity;
    if entity.generics.type_params().next().is_some() || entity.generics.const_params().next().is_some() {
        return TokenStream::new();
    }
    let lifetimes = entity.generics.lifetimes().map(|_| quote!('_));
    let this = quote!(#ident<#(#lifetimes),*>);
    let checks = entity.columns.iter().enumerate().map(|(index, column)| {
        let index = Literal::usize_unsuffixed(index);
        let check = quote!(COLUMNS.check(#index));
        match column.is_key() {
            true => hygiene::over(&column.ty, check),
            false => hygiene::over(&column.field, check),
        }
    });
    quote! {
        const _: () = {
            const COLUMNS: #library::private::ColumnChecks =
                #library::private::ColumnChecks::of(<#this as #library::Entity>::META);
            #(#checks;)*
        };
    }
}

/// `impl Argument`: a row as a parameter of a statement.
fn argument(entity: &Entity) -> TokenStream {
    let Entity { ident, generics, library, .. } = entity;
    let private = quote!(#library::private);
    let stored: Vec<_> =
        entity.columns.iter().enumerate().filter(|(_, column)| !matches!(column.kind, Kind::Computed(_))).collect();
    let arms = stored.iter().map(|(index, column)| {
        let (field, ty, index) = (&column.field, &column.ty, Literal::usize_unsuffixed(*index));
        let write = write(column);
        quote_spanned! {Span::mixed_site()=>
            #index => <#ty as #private::Column<'_, '_>>::#write(&self.#field, column, nulls, writer),
        }
    });
    let count = stored.len();
    let markers: Vec<_> = (0..count).map(|index| hygiene::local(format!("column_{index}"))).collect();
    let writes = stored.iter().zip(&markers).map(|((_, column), marker)| {
        let (field, ty, write) = (&column.field, &column.ty, write(column));
        quote_spanned! {Span::mixed_site()=>
            if let ::core::result::Result::Err(error) =
                <#ty as #private::Column<'_, '_>>::#write(&self.#field, #marker, nulls, writer)
            {
                return ::core::result::Result::Err(error);
            }
        }
    });
    let write = quote_spanned! {Span::mixed_site()=>
        const ARGUMENT: #private::Parameter = #private::Parameter::Row(<Self as #library::Entity>::META);

        fn write(
            &self,
            index: usize,
            column: &#private::ColumnSpec<'_>,
            nulls: #private::Nulls,
            writer: &mut #private::RowWriter<'_>,
        ) -> ::core::result::Result<(), #private::SerializationError> {
            match index {
                #(#arms)*
                _ => #private::no_such_column(<Self as #library::Entity>::META, index),
            }
        }

        #[inline]
        fn write_row(
            &self,
            columns: &[#private::ColumnSpec<'_>],
            nulls: #private::Nulls,
            writer: &mut #private::RowWriter<'_>,
        ) -> ::core::result::Result<(), #private::SerializationError> {
            let [#(#markers),*] = columns else {
                return ::core::result::Result::Err(#private::no_row(columns.len()));
            };
            #(#writes)*
            ::core::result::Result::Ok(())
        }
    };
    let by_value = stub::Header {
        ident,
        generics,
        impl_generics: &described_generics(entity),
        implements: quote!(#private::Argument),
    };
    let by_value = by_value.implement(write);
    let by_reference = by_reference(entity, &private);
    quote!(#by_value #by_reference)
}

/// The method of `Column` that writes the column.
fn write(column: &Column) -> Ident {
    hygiene::local(if column.is_key() { "write_key" } else { "write" })
}

/// `impl Argument for &User`.
fn by_reference(entity: &Entity, private: &TokenStream) -> TokenStream {
    let Entity { ident, generics, library, .. } = entity;
    let reference = hygiene::lifetime("row", generics);
    let mut impl_generics = described_generics(entity);
    impl_generics.params.insert(0, syn::parse_quote!(#reference));
    let (impl_generics, _, where_clause) = impl_generics.split_for_impl();
    let (_, type_generics, _) = generics.split_for_impl();
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #impl_generics #private::Argument for &#reference #ident #type_generics #where_clause {
            const ARGUMENT: #private::Parameter =
                #private::Parameter::Row(<#ident #type_generics as #library::Entity>::META);

            fn write(
                &self,
                index: usize,
                column: &#private::ColumnSpec<'_>,
                nulls: #private::Nulls,
                writer: &mut #private::RowWriter<'_>,
            ) -> ::core::result::Result<(), #private::SerializationError> {
                #private::Argument::write(*self, index, column, nulls, writer)
            }

            #[inline]
            fn write_row(
                &self,
                columns: &[#private::ColumnSpec<'_>],
                nulls: #private::Nulls,
                writer: &mut #private::RowWriter<'_>,
            ) -> ::core::result::Result<(), #private::SerializationError> {
                #private::Argument::write_row(*self, columns, nulls, writer)
            }
        }
    }
}

/// `impl FromRow` and `impl Output`: a row as what a statement returns. A row that borrows from its page cannot outlive
/// it, so a struct with lifetimes is none.
fn output(entity: &Entity) -> TokenStream {
    let Entity { ident, generics, library, .. } = entity;
    if generics.lifetimes().next().is_some() {
        return TokenStream::new();
    }
    let private = quote!(#library::private);
    let mut bounded = described_generics(entity);
    if bounded.type_params().next().is_some() {
        let (_, type_generics, _) = generics.split_for_impl();
        let readable = syn::parse_quote!(
            #ident #type_generics: for<'frame, 'metadata> #private::DeserializeRow<'frame, 'metadata>
        );
        bounded.make_where_clause().predicates.push(readable);
    }
    let header = |implements| stub::Header { ident, generics, impl_generics: &bounded, implements };
    let from_row = header(quote!(#private::FromRow)).implement(quote! {
        const SHAPE: #private::RowShape = #private::RowShape::Entity(<Self as #library::Entity>::META);
        type Cells = Self;
        type MaybeCells = Self;

        fn from_cells(cells: Self) -> Self {
            cells
        }

        fn from_maybe_cells(cells: Self) -> ::core::option::Option<Self> {
            ::core::option::Option::Some(cells)
        }
    });
    let output = header(quote!(#private::Output)).implement(quote_spanned! {Span::mixed_site()=>
        const INFO: #private::OutputInfo = #private::one::<Self>();

        fn plan(
            columns: &[#private::ColumnSpec<'_>],
        ) -> ::core::result::Result<#private::RowPlan, #private::TypeCheckError> {
            #private::plan_one::<Self>(columns)
        }

        fn run<Values: #private::Arguments>(
            core: &#private::Core,
            arguments: Values,
        ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, #private::Error>> {
            #private::run_one(core, arguments)
        }
    });
    let form = header(quote!(#private::Form)).implement(quote!(type Form = #private::OfRows;));
    quote!(#form #from_row #output)
}

/// The struct's generics; a field whose type names a type parameter is asked by a bound to be storable.
fn described_generics(entity: &Entity) -> Generics {
    let Entity { generics, library, .. } = entity;
    let mut bounded = generics.clone();
    let generic = entity.columns.iter().filter(|column| hygiene::names_type_parameter(&column.ty, generics));
    let predicates: Vec<syn::WherePredicate> = generic
        .map(|column| {
            let ty = &column.ty;
            syn::parse_quote!(#ty: for<'frame, 'metadata> #library::private::Column<'frame, 'metadata>)
        })
        .collect();
    if !predicates.is_empty() {
        bounded.make_where_clause().predicates.extend(predicates);
    }
    bounded
}

/// `DeserializeRow` and `SerializeRow`, as their own derives make them, except that the fields are asked for the one
/// trait that this derive asks for: so a field that cannot be stored is one error and not one for each impl.
fn rows(entity: &Entity, names: &TokenStream) -> TokenStream {
    let library = &entity.library;
    let gated = quote!(#library::private::entity);
    let read = record::read_row(&record(entity, gated.clone(), true), names);
    // Asked of a type parameter, that trait would need lifetimes which no value that is written has.
    let is_generic = entity.generics.type_params().next().is_some();
    let driver = if is_generic { quote!(#library::driver) } else { gated };
    let write = record::write_row(&record(entity, driver, false), names);
    quote!(#read #write)
}

fn record(entity: &Entity, driver: TokenStream, computed_too: bool) -> Record<'_> {
    let columns = entity.columns.iter().filter(|column| computed_too || !matches!(column.kind, Kind::Computed(_)));
    let skipped = entity.skipped.iter().map(|(ident, ty)| SkippedField { member: Member::Named(ident.clone()), ty });
    Record {
        fields: columns.map(field).collect(),
        skipped: skipped.collect(),
        ..Record::named(driver, &entity.ident, &entity.generics)
    }
}

fn field(column: &Column) -> Field<'_> {
    let (member, name) = (Member::Named(column.field.clone()), column.name.value.clone());
    Field::new(member, &column.ty, name, column.name.span)
}
