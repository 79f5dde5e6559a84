use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
enum Counted<const N: usize> {
    One,
}

fn main() {}
