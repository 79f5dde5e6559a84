use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
#[cql(as = "tinyint")]
enum Level {
    Low = -129,
    High = 127,
    Higher,
}

fn main() {}
