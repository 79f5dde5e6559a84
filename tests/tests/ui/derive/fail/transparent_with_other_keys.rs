use ilium_driver::SerializeValue;

#[derive(SerializeValue)]
#[cql(transparent, flavor = "enforce_order", skip_name_checks, forbid_excess_udt_fields, rename_all = "camelCase")]
struct Id {
    #[cql(rename = "id", allow_missing)]
    value: i64,
}

fn main() {}
