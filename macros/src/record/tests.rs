//! What the derives expand to, shown in `snapshots/`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{deserialize_row, deserialize_value, serialize_row, serialize_value};
use crate::golden::assert_expansion;

/// A struct with everything that the derives know.
fn example() -> TokenStream {
    quote! {
        #[cql(crate = ::ilium_driver, rename_all = "camelCase")]
        pub struct User<'a, T>
        where
            T: Clone,
        {
            id: i64,
            r#type: Option<T>,
            #[cql(rename = "nick")]
            name: &'a str,
            #[scylla(skip)]
            seen: bool,
        }
    }
}

#[test]
fn serialize_value_expands() {
    assert_expansion("serialize_value", &serialize_value(example()));
}

#[test]
fn deserialize_value_expands() {
    assert_expansion("deserialize_value", &deserialize_value(example()));
}

#[test]
fn serialize_row_expands() {
    assert_expansion("serialize_row", &serialize_row(example()));
}

#[test]
fn deserialize_row_expands() {
    assert_expansion("deserialize_row", &deserialize_row(example()));
}

#[test]
fn structs_without_fields_expand() {
    let empty = quote! {
        #[cql(crate = ::ilium_driver)]
        struct Empty {}
    };
    let mut all = serialize_value(empty.clone());
    all.extend(deserialize_value(empty.clone()));
    all.extend(serialize_row(empty.clone()));
    all.extend(deserialize_row(empty));
    assert_expansion("without_fields", &all);
}

#[test]
fn mistakes_expand_to_errors_and_a_stub() {
    let mistakes = quote! {
        #[cql(crate = ::ilium_driver, unheard_of)]
        struct User<'a> {
            #[cql(rename = 1)]
            name: &'a str,
        }
    };
    assert_expansion("mistakes", &deserialize_row(mistakes));
}

#[test]
fn text_that_is_no_item_is_an_error() {
    assert!(
        serialize_row(quote!(
            fn main() {}
        ))
        .to_string()
        .contains("compile_error")
    );
}
