use ilium_driver::{DeserializeRow, DeserializeValue, SerializeRow};

#[derive(SerializeRow)]
struct NoParts();

#[derive(DeserializeRow)]
struct Nothing;

#[derive(DeserializeValue)]
union Bits {
    int: i32,
    float: f32,
}

fn main() {}
