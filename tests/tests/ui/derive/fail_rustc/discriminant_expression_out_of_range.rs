use ilium_driver::SerializeValue;

const BASE: isize = 1 << 15;

#[derive(SerializeValue)]
#[cql(as = "smallint")]
enum Level {
    Low = BASE - 1,
    High = BASE,
}

fn main() {}
