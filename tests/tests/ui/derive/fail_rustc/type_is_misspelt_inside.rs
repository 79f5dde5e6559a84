use ilium::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeValue, DeserializeValue)]
#[cql(crate = ilium)]
struct Address {
    street: Option<Street>,
    tags: Vec<Tag>,
    #[cql(skip)]
    cached: Option<Cached>,
    #[cql(allow_missing)]
    zip: Option<ZipCode>,
}

#[derive(SerializeValue, DeserializeValue)]
#[cql(crate = ilium)]
struct Point(Option<Degrees>, i32);

#[derive(SerializeValue, DeserializeValue)]
#[cql(crate = ilium, transparent)]
struct Names(Vec<Name>);

#[derive(SerializeRow, DeserializeRow)]
#[cql(crate = ilium)]
struct Row {
    id: i32,
    street: Option<Street>,
    #[cql(flatten)]
    rest: Rest<Part>,
}

#[derive(SerializeRow, DeserializeRow)]
#[cql(crate = ilium)]
struct Rest<T> {
    tag: T,
    name: Option<Name>,
}

fn main() {}
