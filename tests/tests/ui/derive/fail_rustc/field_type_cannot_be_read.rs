use ilium_driver::{DeserializeRow, DeserializeValue};

struct Point {
    x: f64,
}

#[derive(DeserializeRow)]
struct Row {
    id: i64,
    path: Option<Vec<Point>>,
}

#[derive(DeserializeValue)]
struct Udt {
    at: Point,
    id: i64,
}

fn main() {}
