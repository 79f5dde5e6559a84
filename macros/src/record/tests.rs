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

/// A struct with the keys that say how fields are matched and which may be missing.
fn lenient(keys: &TokenStream) -> TokenStream {
    quote! {
        #[cql(crate = ::ilium_driver, flavor = "enforce_order" #keys)]
        struct Lenient {
            id: i64,
            #[cql(allow_missing)]
            name: String,
            #[cql(default_when_null)]
            age: i32,
        }
    }
}

#[test]
fn orders_and_missing_fields_expand() {
    let mut both = serialize_value(lenient(&quote!(, forbid_excess_udt_fields)));
    both.extend(deserialize_value(lenient(&quote!(, forbid_excess_udt_fields))));
    both.extend(deserialize_row(lenient(&quote!())));
    assert_expansion("orders", &both);
}

#[test]
fn flattened_fields_expand() {
    let outer = quote! {
        #[cql(crate = ::ilium_driver)]
        struct Outer<'a> {
            id: i64,
            #[cql(flatten, prefix = "home_")]
            home: Place<'a>,
            name: String,
        }
    };
    let mut both = serialize_row(outer.clone());
    both.extend(deserialize_row(outer));
    assert_expansion("flatten", &both);
}

#[test]
fn transparent_structs_expand() {
    let id = quote! {
        #[cql(crate = ::ilium_driver, transparent)]
        struct Id<T>(T, #[cql(skip)] PhantomData<T>);
    };
    let mut all = serialize_value(id.clone());
    all.extend(deserialize_value(id.clone()));
    all.extend(serialize_row(id.clone()));
    all.extend(deserialize_row(id));
    assert_expansion("transparent", &all);
}

#[test]
fn tuple_structs_expand() {
    let pair = quote! {
        #[cql(crate = ::ilium_driver)]
        struct Pair(i32, #[cql(default_when_null)] i64);
    };
    let mut all = serialize_value(pair.clone());
    all.extend(deserialize_value(pair.clone()));
    all.extend(serialize_row(pair.clone()));
    all.extend(deserialize_row(pair));
    assert_expansion("tuple_struct", &all);
}

#[test]
fn enums_expand() {
    let text = quote! {
        #[cql(crate = ::ilium_driver, rename_all = "snake_case")]
        enum Status {
            OnHold,
            #[cql(rename = "gone")]
            Deleted,
        }
    };
    let number = quote! {
        #[cql(crate = ::ilium_driver, as = "smallint")]
        enum Level {
            Low = 1,
            High,
        }
    };
    let mut all = serialize_value(text.clone());
    all.extend(deserialize_value(text));
    all.extend(serialize_value(number.clone()));
    all.extend(deserialize_value(number));
    assert_expansion("enums", &all);
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
