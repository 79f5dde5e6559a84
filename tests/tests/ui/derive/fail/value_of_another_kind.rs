use ilium_driver::SerializeRow;

#[derive(SerializeRow)]
#[cql(flavor = enforce_order, transparent = "yes", rename_all)]
struct User {
    #[cql(flatten = 1)]
    home: String,
    #[cql(prefix)]
    work: String,
    #[cql(allow_missing = "no")]
    age: i32,
}

fn main() {}
