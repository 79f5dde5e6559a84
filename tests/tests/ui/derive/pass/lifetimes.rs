//! Fields may borrow from the result.

use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow, DeserializeRow)]
struct User<'a> {
    id: i64,
    name: &'a str,
    avatar: Option<&'a [u8]>,
    home: Address<'a>,
}

#[derive(SerializeValue, DeserializeValue)]
struct Address<'a> {
    street: &'a str,
    zip: Option<&'a str>,
}

#[derive(SerializeRow, DeserializeRow)]
struct Two<'frame, 'b: 'frame> {
    a: &'frame str,
    b: &'b str,
}

#[derive(SerializeRow)]
struct Values<'a> {
    id: &'a i64,
    tags: &'a [&'a str],
    home: &'a Address<'a>,
}

fn writes(_: &impl ilium_driver::serialize::row::SerializeRow) {}
fn reads<'a, R: ilium_driver::deserialize::row::DeserializeRow<'a, 'a>>(_: Option<&'a R>) {}

fn main() {
    let home = Address { street: "s", zip: None };
    writes(&Values { id: &1, tags: &["a"], home: &home });
    let user = User { id: 1, name: "n", avatar: None, home };
    writes(&user);
    reads(Some(&user));
    let two = Two { a: "a", b: "b" };
    writes(&two);
    reads(Some(&two));
}
