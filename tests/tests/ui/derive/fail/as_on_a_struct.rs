use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
#[cql(as = "int")]
struct Level {
    #[cql(as = "int")]
    level: i32,
}

fn main() {}
