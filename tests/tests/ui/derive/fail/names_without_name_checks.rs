use ilium_driver::SerializeRow;

#[derive(SerializeRow)]
#[cql(flavor = "enforce_order", skip_name_checks, rename_all = "camelCase")]
struct User {
    #[cql(rename = "user_id")]
    id: i64,
    #[cql(flatten, prefix = "home_")]
    home: Place,
}

#[derive(SerializeRow)]
struct Place {
    street: String,
}

fn main() {}
