use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
#[cql(transparent)]
struct Id(u32);

fn main() {}
