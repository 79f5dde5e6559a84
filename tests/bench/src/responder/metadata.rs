//! Column metadata of answers: native_protocol_v4.spec and v5 sections 4.2.5.2 and 4.2.5.4.

use super::cell::{Type, push_count, push_short};

pub(super) const GLOBAL_SPEC: u32 = 0x0001;
pub(super) const NO_METADATA: u32 = 0x0004;

/// A column by name and type.
pub(super) type Column<'a> = (&'a str, Type);

/// Appends `<global_table_spec><col_spec_1>…<col_spec_n>`.
fn push_specs(out: &mut Vec<u8>, keyspace: &str, table: &str, columns: &[Column<'_>]) {
    push_short(out, keyspace.as_bytes());
    push_short(out, table.as_bytes());
    for (name, typ) in columns {
        push_short(out, name.as_bytes());
        typ.push_option(out);
    }
}

/// Appends the metadata of rows; `with_specs` is false where the client said that it has them.
pub(super) fn push_result(out: &mut Vec<u8>, keyspace: &str, table: &str, columns: &[Column<'_>], with_specs: bool) {
    out.extend_from_slice(&if with_specs { GLOBAL_SPEC } else { NO_METADATA }.to_be_bytes());
    push_count(out, columns.len());
    if with_specs {
        push_specs(out, keyspace, table, columns);
    }
}

/// Appends the metadata of a statement that returns no rows.
pub(super) fn push_no_result(out: &mut Vec<u8>) {
    out.extend_from_slice(&NO_METADATA.to_be_bytes());
    push_count(out, 0);
}

/// Appends the metadata of bind markers; `key` lists which of them make up the partition key.
pub(super) fn push_markers(out: &mut Vec<u8>, keyspace: &str, table: &str, markers: &[Column<'_>], key: &[u16]) {
    out.extend_from_slice(&GLOBAL_SPEC.to_be_bytes());
    push_count(out, markers.len());
    push_count(out, key.len());
    for index in key {
        out.extend_from_slice(&index.to_be_bytes());
    }
    push_specs(out, keyspace, table, markers);
}
