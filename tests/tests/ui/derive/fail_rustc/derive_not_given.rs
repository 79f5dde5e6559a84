//! A struct without the derive, where one with it is needed.

struct User {
    id: i64,
}

fn writes<R: ilium_driver::serialize::row::SerializeRow>() {}
fn reads<R: for<'frame, 'metadata> ilium_driver::deserialize::row::DeserializeRow<'frame, 'metadata>>() {}

fn main() {
    writes::<User>();
    reads::<User>();
}
