use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
struct Address {
    #[cql(flatten)]
    at: Point,
    #[cql(prefix = "a_")]
    zip: i32,
}

#[derive(SerializeValue)]
struct Point {
    x: i32,
}

fn main() {}
