use ilium_driver::SerializeRow;

#[derive(SerializeRow)]
#[cql(flavor = "enforce_order")]
struct User {
    id: i64,
    #[cql(allow_missing)]
    name: String,
}

fn main() {}
