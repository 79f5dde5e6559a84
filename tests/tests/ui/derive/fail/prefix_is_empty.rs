use ilium_driver::SerializeRow;

#[derive(SerializeRow)]
struct User {
    #[cql(flatten, prefix = "")]
    home: Place,
}

#[derive(SerializeRow)]
struct Place {
    street: String,
}

fn main() {}
