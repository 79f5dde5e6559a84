use ilium_driver::DeserializeRow;

#[derive(DeserializeRow)]
struct User {
    #[cql(flatten, rename = "home")]
    home: Place,
    #[cql(flatten, allow_missing)]
    work: Place,
    #[cql(flatten, default_when_null)]
    post: Place,
}

#[derive(DeserializeRow)]
struct Place {
    street: String,
}

fn main() {}
