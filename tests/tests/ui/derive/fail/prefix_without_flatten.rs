use ilium_driver::SerializeRow;

#[derive(SerializeRow)]
struct User {
    #[cql(prefix = "home_")]
    street: String,
}

fn main() {}
