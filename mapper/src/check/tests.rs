//! How the checks grow with the entity.

use super::{ColumnChecks, Facts};
use crate::CqlType as _;
use crate::entity::{ColumnKind, ColumnMeta, EntityMeta, name_id};

const KEY: ColumnMeta = ColumnMeta {
    name: "id",
    id: name_id("id"),
    field: "id",
    field_id: name_id("id"),
    kind: ColumnKind::PartitionKey,
    cql: i32::CQL,
    nullable: false,
};
const COLUMN: ColumnMeta = ColumnMeta {
    name: "column",
    id: name_id("column"),
    field: "column",
    field_id: name_id("column"),
    kind: ColumnKind::Regular,
    cql: i32::CQL,
    nullable: true,
};
static COLUMNS: [ColumnMeta; 4_000] = {
    let mut columns = [COLUMN; 4_000];
    columns[0] = KEY;
    columns
};
static WIDE: EntityMeta = EntityMeta { entity: "Wide", table: "wide", keyspace: None, columns: &COLUMNS };

/// The compiler refuses a constant that takes it more than two million steps (`long_running_const_eval`): the checks of
/// 4,000 columns would take more if each looked at all others.
const CHECKED: usize = {
    let checks = ColumnChecks::of(&WIDE);
    let mut index = 0;
    while index < WIDE.columns.len() {
        checks.check(index);
        index += 1;
    }
    index
};

#[test]
fn the_columns_of_a_wide_entity_are_checked_in_linear_time() {
    assert_eq!(CHECKED, 4_000);
}

/// A reference to a constant in a call would be another constant, for which the compiler goes through all columns again.
#[test]
fn the_checks_take_what_is_known_by_value() {
    let _: fn(ColumnChecks, usize) = ColumnChecks::check;
    let _: [fn(Facts, usize); 3] = [Facts::check_name, Facts::check_type, Facts::check_clause];
    let _: [fn(Facts); 5] = [
        Facts::check_field,
        Facts::check_condition,
        Facts::check_page_size,
        Facts::check_signature,
        Facts::check_output,
    ];
}
