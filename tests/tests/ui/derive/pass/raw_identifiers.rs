//! A raw identifier is the name without `r#` in CQL, and generics may be raw as well.

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow, SerializeValue, DeserializeValue)]
struct r#Match<r#Type> {
    r#type: r#Type,
    r#where: String,
    #[cql(skip)]
    r#fn: i32,
}

fn main() {
    let _ = Match { r#type: 1, r#where: String::new(), r#fn: 2 };
}
