use ilium_driver::DeserializeValue;

#[derive(DeserializeValue)]
#[cql(flavor = "enforce_order", skip_name_checks)]
struct Address {
    #[cql(allow_missing)]
    street: String,
    zip: i32,
    #[cql(allow_missing)]
    country: String,
}

fn main() {}
