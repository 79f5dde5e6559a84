//! Fields are matched by name, by name in their order, or by position alone; a type may have to be just the struct.

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
#[cql(flavor = "match_by_name")]
struct ByName {
    id: i64,
}

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
#[cql(flavor = "enforce_order", rename_all = "camelCase")]
struct InOrder {
    user_id: i64,
    #[cql(rename = "nick")]
    name: Option<String>,
}

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
#[cql(flavor = "enforce_order", skip_name_checks)]
struct ByPosition {
    id: i64,
    name: Option<String>,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(forbid_excess_udt_fields)]
struct Exact {
    id: i64,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(flavor = "enforce_order", forbid_excess_udt_fields, skip_name_checks = false, transparent = false)]
struct ExactInOrder {
    id: i64,
}

fn main() {}
