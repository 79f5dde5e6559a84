use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
enum Never {}

fn main() {}
