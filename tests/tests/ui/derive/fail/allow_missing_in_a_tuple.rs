use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
struct Pair(i32, #[cql(allow_missing)] i32);

fn main() {}
