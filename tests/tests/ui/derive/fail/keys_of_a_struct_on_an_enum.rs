use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
#[cql(flavor = "enforce_order", transparent, skip_name_checks, forbid_excess_udt_fields, skip, rename = "a", other)]
enum Level {
    #[cql(skip, as = "int", other)]
    Low,
}

fn main() {}
