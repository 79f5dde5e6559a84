use ilium_driver::SerializeRow;

#[derive(SerializeRow)]
struct User {
    #[cql(skip, rename = "userName")]
    name: String,
    #[cql(skip, flatten)]
    home: String,
    #[cql(skip, allow_missing)]
    age: i32,
    #[cql(default_when_null, skip)]
    seen: bool,
}

fn main() {}
