//! Fields and attributes under `cfg` are there or not before the derive sees them.

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
#[cfg_attr(all(), cql(rename_all = "camelCase"))]
struct User {
    id: i64,
    #[cfg(any())]
    never: NoSuchType,
    #[cfg(all())]
    always: i32,
    #[cfg_attr(any(), cql(no_such_key))]
    #[cfg_attr(all(), cql(rename = "mail"))]
    email: String,
}

fn main() {
    let _ = User { id: 1, always: 2, email: String::new() };
}
