use ilium_driver::DeserializeRow;

#[derive(DeserializeRow)]
#[cql(renameall = "camelCase")]
struct User {
    #[cql(renmae = "user_id")]
    id: i64,
    #[scylla(flatten)]
    name: String,
}

fn main() {}
