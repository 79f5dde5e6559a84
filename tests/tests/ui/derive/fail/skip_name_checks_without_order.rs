use ilium_driver::{DeserializeRow, SerializeValue};

#[derive(DeserializeRow)]
#[cql(skip_name_checks)]
struct User {
    id: i64,
}

#[derive(SerializeValue)]
#[cql(flavor = "match_by_name", skip_name_checks)]
struct Address {
    street: String,
}

fn main() {}
