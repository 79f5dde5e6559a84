use std::fmt;

use super::metadata::{MetadataFlags, RowsHeader, encode_column_specs, read_column_specs};
use crate::wire::budget::{TypeBudget, at_most};
use crate::wire::column::ColumnSpec;
use crate::wire::notation::{
    capacity, consumed, read_count, read_int, read_short, read_short_bytes, write_int, write_int_len, write_short,
    write_short_bytes,
};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// A statement was prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Prepared<'a> {
    /// The statement's id, by which EXECUTE and BATCH name it.
    pub id: &'a [u8],
    /// The id of `result`, which EXECUTE sends along; since version 5.
    pub result_metadata_id: Option<&'a [u8]>,
    /// Whether all bind markers belong to one table, which is named once.
    pub global_table: bool,
    /// The bind markers.
    pub variables: Vec<ColumnSpec<'a>>,
    /// For each column of the partition key, in order, which bind marker gives it; empty when one has none. Since
    /// version 4.
    pub pk_indexes: Vec<u16>,
    /// The columns of the results.
    pub result: ResultMetadata<'a>,
}

/// The columns of a prepared statement's results.
#[derive(Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct ResultMetadata<'a> {
    /// How the columns are described; as a later result with the same flags and the same bytes describes them.
    pub flags: MetadataFlags,
    /// The columns; none when the statement gives no rows.
    pub specs: Vec<ColumnSpec<'a>>,
    /// What `specs` were read from. A result whose specs are these bytes need not be read again. Not encoded.
    pub specs_bytes: &'a [u8],
}

/// The columns once, not their bytes, too.
impl fmt::Debug for ResultMetadata<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResultMetadata").field("flags", &self.flags).field("specs", &self.specs).finish_non_exhaustive()
    }
}

impl<'a> ResultMetadata<'a> {
    /// Of a statement that gives no rows.
    pub const NONE: Self = Self { flags: MetadataFlags::NO_METADATA, specs: Vec::new(), specs_bytes: &[] };

    fn write(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        RowsHeader::new(self.flags, self.specs.len(), None, None).encode(version, out)?;
        match self.flags.contains(MetadataFlags::NO_METADATA) {
            true => Ok(()),
            false => encode_column_specs(version, self.flags, &self.specs, out),
        }
    }

    fn read(version: ProtocolVersion, buf: &mut &'a [u8], budget: &mut TypeBudget) -> Result<Self, DecodeError> {
        let header = RowsHeader::decode(version, buf)?;
        if !header.has_specs {
            return Ok(Self { flags: header.flags, ..Self::NONE });
        }
        let before = *buf;
        let specs = read_column_specs(buf, header.flags, header.column_count, budget)?;
        Ok(Self { flags: header.flags, specs, specs_bytes: consumed(before, buf) })
    }
}

impl<'a> Prepared<'a> {
    pub(super) fn write(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_short_bytes(self.id, "id of a prepared statement", out)?;
        if version.has_result_metadata_id() {
            write_short_bytes(self.result_metadata_id.unwrap_or_default(), "result metadata id", out)?;
        }
        let flags = if self.global_table { MetadataFlags::GLOBAL_TABLES_SPEC } else { MetadataFlags::NONE };
        write_int(flags.0, out);
        write_int_len(self.variables.len(), "bind markers", out)?;
        if version.has_partition_key_indexes() {
            write_int_len(self.pk_indexes.len(), "partition key indexes", out)?;
            self.pk_indexes.iter().for_each(|index| write_short(*index, out));
        }
        encode_column_specs(version, flags, &self.variables, out)?;
        self.result.write(version, out)
    }

    // native_protocol_v5 §4.2.5.4: <id><result_metadata_id><metadata><result_metadata>, where <metadata> is
    // <flags><columns_count><pk_count>[<pk_index_1>...<pk_index_n>][<global_table_spec>?<col_spec_1>...<col_spec_n>].
    pub(super) fn read(version: ProtocolVersion, buf: &mut &'a [u8]) -> Result<Self, DecodeError> {
        let id = read_short_bytes(buf, "id of a prepared statement")?;
        let result_metadata_id =
            if version.has_result_metadata_id() { Some(read_short_bytes(buf, "result metadata id")?) } else { None };
        let flags = MetadataFlags(read_int(buf, "flags of the metadata of bind markers")?);
        let count = read_count(buf, "bind markers")?;
        // native_protocol_v4 §10: since version 4 "Prepared responses now include partition-key bind indexes".
        let pk_indexes = if version.has_partition_key_indexes() { read_pk_indexes(buf, count)? } else { Vec::new() };
        let mut budget = TypeBudget::of_answer();
        let variables = read_column_specs(buf, flags, count, &mut budget)?;
        Ok(Self {
            id,
            result_metadata_id,
            global_table: flags.contains(MetadataFlags::GLOBAL_TABLES_SPEC),
            variables,
            pk_indexes,
            result: ResultMetadata::read(version, buf, &mut budget)?,
        })
    }
}

/// How many columns a partition key may have. Each execution looks them up and copies them; Cassandra allows a key 65,535
/// bytes, so nobody has nearly so many.
const MAX_PARTITION_KEY: usize = 1024;

fn read_pk_indexes(buf: &mut &[u8], variables: usize) -> Result<Vec<u16>, DecodeError> {
    const WHAT: &str = "partition key indexes";
    let count = read_count(buf, WHAT)?;
    let mut indexes = Vec::with_capacity(capacity(buf, count, 2, WHAT)?);
    at_most(MAX_PARTITION_KEY, count, WHAT)?;
    for _ in 0..count {
        let index = read_short(buf, WHAT)?;
        if usize::from(index) >= variables {
            return Err(DecodeError::invalid(WHAT, format!("index {index} of {variables} bind markers")));
        }
        indexes.push(index);
    }
    Ok(indexes)
}
