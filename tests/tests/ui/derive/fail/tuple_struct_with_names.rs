use ilium_driver::{SerializeRow, SerializeValue};

#[derive(SerializeRow)]
#[cql(flavor = "enforce_order", skip_name_checks, rename_all = "camelCase")]
struct Pair(#[cql(rename = "first")] i32, i32);

#[derive(SerializeValue)]
#[cql(forbid_excess_udt_fields)]
struct Triple(i32, i32, i32);

fn main() {}
