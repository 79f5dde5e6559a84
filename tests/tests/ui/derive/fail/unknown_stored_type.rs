use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
#[cql(as = "smalint")]
enum Status {
    Active,
}

fn main() {}
