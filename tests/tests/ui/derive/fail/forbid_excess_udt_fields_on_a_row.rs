use ilium_driver::DeserializeRow;

#[derive(DeserializeRow)]
#[cql(forbid_excess_udt_fields)]
struct User {
    id: i64,
}

fn main() {}
