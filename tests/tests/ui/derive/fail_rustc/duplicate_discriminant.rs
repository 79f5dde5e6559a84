use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
#[cql(as = "int")]
enum Level {
    Low = 1,
    High = 1,
}

fn main() {}
