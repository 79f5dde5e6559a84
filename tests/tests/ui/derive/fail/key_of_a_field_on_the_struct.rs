use ilium_driver::{SerializeRow, SerializeValue};

#[derive(SerializeRow)]
#[cql(rename = "users", flatten, prefix = "a", allow_missing, default_when_null, skip)]
struct User {
    #[cql(flavor = "enforce_order", transparent, rename_all = "camelCase", skip_name_checks)]
    id: i64,
}

#[derive(SerializeValue)]
struct Address {
    #[cql(forbid_excess_udt_fields, crate = a)]
    street: String,
}

fn main() {}
