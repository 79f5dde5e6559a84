//! The four value and row derives, on structs and on enums without fields.

mod check;
mod cql_type;
mod deserialize_row;
mod deserialize_value;
mod enumeration;
mod expand;
mod keys;
mod model;
mod parse;
mod serialize_row;
mod serialize_value;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput};

use self::expand::Derive;
pub(crate) use self::model::{Field, Record, SkippedField};
use crate::misspelt;

/// `DeserializeRow` for a struct that another derive has read; `names` declares those that its types have.
pub(crate) fn read_row(record: &Record<'_>, names: &TokenStream) -> TokenStream {
    expand::record(record, &deserialize_row::DERIVE, names)
}

/// `SerializeRow` for a struct that another derive has read; `names` declares those that its types have.
pub(crate) fn write_row(record: &Record<'_>, names: &TokenStream) -> TokenStream {
    expand::record(record, &serialize_row::DERIVE, names)
}

/// `DeserializeRow` and `SerializeRow` without content, for a struct in which another derive has found mistakes.
pub(crate) fn stub_rows(input: &DeriveInput, driver: &TokenStream) -> TokenStream {
    let read = expand::stub_impls(input, &deserialize_row::DERIVE, driver);
    let write = expand::stub_impls(input, &serialize_row::DERIVE, driver);
    quote::quote!(#read #write)
}

/// `#[derive(SerializeValue)]`
pub(crate) fn serialize_value(input: TokenStream) -> TokenStream {
    derive(input, &serialize_value::DERIVE)
}

/// `#[derive(DeserializeValue)]`
pub(crate) fn deserialize_value(input: TokenStream) -> TokenStream {
    derive(input, &deserialize_value::DERIVE)
}

/// `#[derive(SerializeRow)]`
pub(crate) fn serialize_row(input: TokenStream) -> TokenStream {
    derive(input, &serialize_row::DERIVE)
}

/// `#[derive(DeserializeRow)]`
pub(crate) fn deserialize_row(input: TokenStream) -> TokenStream {
    derive(input, &deserialize_row::DERIVE)
}

fn derive(input: TokenStream, derive: &Derive) -> TokenStream {
    match syn::parse2::<DeriveInput>(input) {
        Ok(input) if matches!(input.data, Data::Enum(_)) => enumeration::derive(&input, derive),
        Ok(mut input) => {
            let names = misspelt::name_types(&mut input);
            match parse::record(&input, derive) {
                Ok(record) => expand::record(&record, derive, &names),
                Err(error) => expand::stub(&input, derive, &error),
            }
        }
        Err(error) => error.into_compile_error(),
    }
}
