//! What writing and reading of user-defined types share.

use super::arrange::{Mismatch, Rules, arrange};
use super::record::{Matching, Record};
use crate::value::value_error::BuiltinTypeCheckErrorKind;
use crate::wire::arrangement::Arrangement;
use crate::wire::column::UserDefinedType;

/// Finds the struct's field of each field of the type and remembers it with the type.
#[cold]
pub(in crate::value) fn arrange_udt(
    record: &'static Record,
    definition: &UserDefinedType<'_>,
) -> Result<Arrangement, BuiltinTypeCheckErrorKind> {
    let names = definition.field_types.iter().map(|(name, _)| &**name);
    let arrangement = if record.matching != Matching::Positions && record.is_named(names.clone()) {
        Arrangement::IN_ORDER
    } else {
        let names: Vec<_> = names.collect();
        let rules = Rules { excess: !record.forbids_excess, repeats: false };
        arrange(record, &names, rules).map_err(|mismatch| unfit(record, &names, mismatch))?
    };
    definition.remembered.set(record.address(), &arrangement);
    Ok(arrangement)
}

fn unfit(record: &Record, names: &[&str], mismatch: Mismatch) -> BuiltinTypeCheckErrorKind {
    let name = |position: usize| names.get(position).map_or("?", |name| *name).to_owned();
    match mismatch {
        Mismatch::Count => BuiltinTypeCheckErrorKind::WrongElementCount {
            rust_type_el_count: record.len(),
            cql_type_el_count: names.len(),
        },
        Mismatch::Excess(position) => BuiltinTypeCheckErrorKind::ExcessFieldInUdt { db_field_name: name(position) },
        Mismatch::Missing(field_names) => BuiltinTypeCheckErrorKind::ValuesMissingForUdtFields { field_names },
        Mismatch::Name { position, expected, .. } => BuiltinTypeCheckErrorKind::FieldNameMismatch {
            position,
            rust_field_name: expected,
            db_field_name: name(position),
        },
        Mismatch::Repeated(position) => BuiltinTypeCheckErrorKind::DuplicatedField { field_name: name(position) },
    }
}
