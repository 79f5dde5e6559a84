use ilium_driver::{SerializeRow, SerializeValue};

struct Point {
    x: f64,
}

#[derive(SerializeRow)]
struct Row {
    id: i64,
    path: Vec<Point>,
}

#[derive(SerializeValue)]
struct Udt {
    at: Point,
    id: i64,
}

fn main() {}
