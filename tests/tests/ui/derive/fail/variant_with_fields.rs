use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
enum Shape {
    Circle(f64),
    Square { side: f64 },
    Point,
}

fn main() {}
