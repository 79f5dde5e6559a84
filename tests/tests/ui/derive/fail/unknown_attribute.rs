use ilium_driver::{DeserializeRow, SerializeValue};

#[derive(DeserializeRow)]
#[cql(renameall = "camelCase")]
struct User {
    #[cql(renmae = "user_id")]
    id: i64,
    #[scylla(flaten)]
    name: String,
    #[cql(ttl)]
    age: i32,
}

#[derive(SerializeValue)]
#[cql(forbid_excess_fields)]
struct Address {
    #[scylla(default_when_missing)]
    street: String,
}

fn main() {}
