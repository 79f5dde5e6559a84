use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow, SerializeValue};

#[derive(SerializeRow)]
struct Pair(i32, i32);

#[derive(DeserializeRow)]
struct Nothing;

#[derive(SerializeValue)]
enum Either {
    This,
    That,
}

#[derive(DeserializeValue)]
union Bits {
    int: i32,
    float: f32,
}

fn main() {}
