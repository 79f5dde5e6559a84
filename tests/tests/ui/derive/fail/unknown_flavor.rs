use ilium_driver::DeserializeValue;

#[derive(DeserializeValue)]
#[cql(flavor = "enforce_oder")]
struct Address {
    street: String,
}

fn main() {}
