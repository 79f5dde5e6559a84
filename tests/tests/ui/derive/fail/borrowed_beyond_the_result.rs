use ilium_driver::DeserializeRow;

#[derive(DeserializeRow)]
struct Row {
    id: i64,
    name: &'static str,
}

fn main() {}
