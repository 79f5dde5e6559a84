use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
#[cql(rename_all = "lowercase")]
struct Address {
    zip_code: String,
    zipcode: String,
    #[cql(rename = "zipcode")]
    post: String,
}

fn main() {}
