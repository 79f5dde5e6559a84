//! Structs written for the `scylla` crate, with every attribute that its derives have.

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow)]
#[scylla(crate = ilium_driver, flavor = "enforce_order", skip_name_checks)]
struct Row {
    id: i64,
    #[scylla(default_when_null)]
    name: String,
    #[scylla(skip)]
    seen: bool,
}

#[derive(SerializeRow)]
#[scylla(crate = "ilium_driver")]
struct Outer {
    #[scylla(rename = "user_id")]
    id: i64,
    #[scylla(flatten)]
    inner: Row2,
}

#[derive(SerializeRow)]
#[scylla(flavor = "match_by_name")]
struct Row2 {
    name: String,
}

#[derive(SerializeValue, DeserializeValue)]
#[scylla(flavor = "enforce_order", forbid_excess_udt_fields)]
struct Udt {
    #[scylla(allow_missing)]
    street: String,
    #[scylla(default_when_null, rename = "zipCode")]
    zip: i32,
    #[scylla(allow_missing, default_when_null)]
    country: String,
    #[scylla(skip)]
    seen: bool,
}

#[derive(SerializeValue, DeserializeValue)]
#[scylla(flavor = "enforce_order", skip_name_checks)]
struct MissingAtTheEnd {
    street: String,
    #[scylla(allow_missing)]
    zip: i32,
    #[scylla(skip)]
    seen: bool,
}

fn main() {}
