use quote::quote;

use super::derive;
use crate::golden::assert_expansion;

#[test]
fn expands_to_metadata_and_impls() {
    assert_expansion(
        "entity",
        &derive(quote! {
            #[entity(table = "users", keyspace = "shop", crate = ::ilium)]
            pub struct User {
                #[col(partition_key)]
                org: Uuid,
                #[col(clustering_key, order = desc)]
                r#type: String,
                #[col(rename = "eMail")]
                email: Option<String>,
                #[col(computed = "writetime(\"eMail\")")]
                written: Option<i64>,
                #[col(skip)]
                cached: bool,
            }
        }),
    );
}

/// A type that may be misspelt stands in a name of its own; see `misspelt`.
#[test]
fn names_types_inside_of_types() {
    assert_expansion(
        "entity_names",
        &derive(quote! {
            #[entity(table = "users", crate = ::ilium)]
            struct User {
                #[col(partition_key)]
                id: Uuid,
                tags: Vec<Tag>,
            }
        }),
    );
}

#[test]
fn expands_generics_to_bounds() {
    assert_expansion(
        "entity_generic",
        &derive(quote! {
            #[entity(table = "pairs", crate = ::ilium)]
            struct Pair<'a, V: Clone> {
                #[col(partition_key)]
                key: &'a str,
                value: Vec<V>,
            }
        }),
    );
}

#[test]
fn expands_to_a_stub_beside_a_mistake() {
    assert_expansion(
        "entity_stub",
        &derive(quote! {
            #[entity(table = "users", crate = ::ilium)]
            struct User {
                id: Uuid,
            }
        }),
    );
}
