//! Every mistake is reported, each where it was made, and nothing follows from them.

use ilium_driver::{DeserializeRow, SerializeRow};

#[derive(SerializeRow, DeserializeRow)]
#[cql(rename_all = "camelCse", skip)]
struct User {
    #[cql(rename = 7)]
    id: i64,
    #[cql(skip, skip)]
    name: String,
    #[cql(crate = a::b)]
    mail: String,
    #[cql(rename = "mail")]
    email: String,
    #[cql(rename = "")]
    age: i32,
    #[cql(skip, rename = "hidden")]
    seen: bool,
}

fn reads<R: for<'frame, 'metadata> ilium_driver::deserialize::row::DeserializeRow<'frame, 'metadata>>() {}

fn main() {
    reads::<User>();
}
