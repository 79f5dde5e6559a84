use ilium_driver::DeserializeRow;

#[derive(DeserializeRow)]
struct User {
    #[cql(default_when_null)]
    id: NoDefault,
    #[cql(allow_missing)]
    name: NoDefault,
}

#[derive(ilium_driver::DeserializeValue)]
#[cql(transparent)]
struct NoDefault(i32);

fn main() {}
