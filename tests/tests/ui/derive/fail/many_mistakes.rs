//! Every mistake is reported, each where it was made, and nothing follows from them.

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow)]
#[cql(rename_all = "camelCse", skip, skip_name_checks)]
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
    #[cql(prefix = "home_")]
    home: String,
    #[cql(flatten, rename = "work")]
    work: String,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(as = "tinyint", flavour = "enforce_order")]
enum Level {
    #[cql(rename = "low")]
    Low = 1,
    High = 1000,
}

fn reads<R: for<'frame, 'metadata> ilium_driver::deserialize::row::DeserializeRow<'frame, 'metadata>>() {}
fn writes<V: ilium_driver::serialize::value::SerializeValue>() {}

fn main() {
    reads::<User>();
    writes::<Level>();
}
