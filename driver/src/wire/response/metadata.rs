use std::fmt;
use std::ops::BitOr;

use crate::wire::budget::{MAX_COLUMNS, TypeBudget, at_most};
use crate::wire::column::{ColumnSpec, TableSpec};
use crate::wire::notation::{
    capacity, read_bytes, read_count, read_int, read_short_bytes, read_string, write_bytes, write_int, write_int_len,
    write_short_bytes, write_string,
};
use crate::wire::shown::Length;
use crate::wire::type_option::{read_type, write_type};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// The flags of a result's or a prepared statement's metadata.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct MetadataFlags(pub i32);

impl MetadataFlags {
    /// No flag.
    pub const NONE: Self = Self(0x0000);
    /// All columns belong to one table, which is named once.
    pub const GLOBAL_TABLES_SPEC: Self = Self(0x0001);
    /// This is not the last page; a paging state is given.
    pub const HAS_MORE_PAGES: Self = Self(0x0002);
    /// The columns are not described.
    pub const NO_METADATA: Self = Self(0x0004);
    /// The columns are others than the client's metadata id stands for; a new one is given.
    pub const METADATA_CHANGED: Self = Self(0x0008);

    /// Whether every flag of `other` is set.
    #[inline]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for MetadataFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for MetadataFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MetadataFlags({:#06x})", self.0)
    }
}

/// The metadata of a result, up to the descriptions of its columns.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct RowsHeader<'a> {
    /// What follows.
    pub flags: MetadataFlags,
    /// How many columns each row has.
    pub column_count: usize,
    /// Where the next page begins; none after the last.
    pub paging_state: Option<&'a [u8]>,
    /// The id of the metadata that follows, which takes the place of the one the client holds; since version 5.
    pub new_metadata_id: Option<&'a [u8]>,
    /// Whether the columns are described.
    pub has_specs: bool,
}

/// A paging state may hold key values, so only its length is shown.
impl fmt::Debug for RowsHeader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowsHeader")
            .field("flags", &self.flags)
            .field("column_count", &self.column_count)
            .field("paging_state", &self.paging_state.map(Length::of))
            .field("new_metadata_id", &self.new_metadata_id)
            .field("has_specs", &self.has_specs)
            .finish()
    }
}

impl<'a> RowsHeader<'a> {
    /// The header of a result with `column_count` columns, described when `flags` do not say otherwise.
    ///
    /// The flags for `paging_state` and `new_metadata_id` need not be given.
    pub fn new(
        flags: MetadataFlags,
        column_count: usize,
        paging_state: Option<&'a [u8]>,
        new_metadata_id: Option<&'a [u8]>,
    ) -> Self {
        let more = if paging_state.is_some() { MetadataFlags::HAS_MORE_PAGES } else { MetadataFlags::NONE };
        let changed = if new_metadata_id.is_some() { MetadataFlags::METADATA_CHANGED } else { MetadataFlags::NONE };
        let flags = flags | more | changed;
        let has_specs = !flags.contains(MetadataFlags::NO_METADATA);
        Self { flags, column_count, paging_state, new_metadata_id, has_specs }
    }

    /// Reads the header and leaves `buf` at the column specs. Allocates nothing.
    ///
    /// # Errors
    /// When it is cut short or contradicts itself.
    #[inline]
    pub fn decode(version: ProtocolVersion, buf: &mut &'a [u8]) -> Result<Self, DecodeError> {
        // native_protocol_v5 §4.2.5.2: <flags><columns_count>[<paging_state>][<new_metadata_id>].
        let flags = MetadataFlags(read_int(buf, "flags of the result metadata")?);
        let column_count = read_count(buf, "column count")?;
        let paging_state = if flags.contains(MetadataFlags::HAS_MORE_PAGES) {
            // Taken for no paging state, it would end the pages early without an error.
            let Some(paging_state) = read_bytes(buf, "paging state")? else {
                return Err(DecodeError::invalid("paging state", "null though there are more pages"));
            };
            Some(paging_state)
        } else {
            None
        };
        let has_specs = !flags.contains(MetadataFlags::NO_METADATA);
        let changed = version.has_result_metadata_id() && flags.contains(MetadataFlags::METADATA_CHANGED);
        let new_metadata_id = if changed {
            // native_protocol_v5 §4.2.5.2: if Metadata_changed is set, the No_metadata flag has to be unset.
            if !has_specs {
                return Err(DecodeError::invalid("flags of the result metadata", "changed metadata is left out"));
            }
            Some(read_short_bytes(buf, "new metadata id")?)
        } else {
            None
        };
        Ok(Self { flags, column_count, paging_state, new_metadata_id, has_specs })
    }

    /// Appends the header to `out`; the column specs follow if it has them.
    ///
    /// # Errors
    /// When the id is longer than 65535 bytes, or there are more than 2147483647 columns.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_int(self.flags.0, out);
        write_int_len(self.column_count, "column count", out)?;
        if self.flags.contains(MetadataFlags::HAS_MORE_PAGES) {
            write_bytes(Some(self.paging_state.unwrap_or_default()), "paging state", out)?;
        }
        if version.has_result_metadata_id() && self.flags.contains(MetadataFlags::METADATA_CHANGED) {
            write_short_bytes(self.new_metadata_id.unwrap_or_default(), "new metadata id", out)?;
        }
        Ok(())
    }
}

/// Reads `[<global_table_spec>?<col_spec_1>...<col_spec_n>]` of `count` columns.
///
/// [`consumed`](crate::wire::notation::consumed) gives the bytes they took.
///
/// # Errors
/// When they are cut short or not UTF-8, a type is unknown or nested too deep, or there are more than 65535 columns or
/// 262144 types.
pub fn decode_column_specs<'a>(
    buf: &mut &'a [u8],
    flags: MetadataFlags,
    count: usize,
) -> Result<Vec<ColumnSpec<'a>>, DecodeError> {
    read_column_specs(buf, flags, count, &mut TypeBudget::of_answer())
}

/// As [`decode_column_specs`], where an answer describes more than these columns.
pub(super) fn read_column_specs<'a>(
    buf: &mut &'a [u8],
    flags: MetadataFlags,
    count: usize,
    budget: &mut TypeBudget,
) -> Result<Vec<ColumnSpec<'a>>, DecodeError> {
    const WHAT: &str = "column specs";
    let global = flags.contains(MetadataFlags::GLOBAL_TABLES_SPEC);
    // The least is the length of a name and the id of a type, with the lengths of keyspace and table unless global.
    let min_len = if global { 4 } else { 8 };
    capacity(buf, count, min_len, WHAT)?;
    at_most(MAX_COLUMNS, count, WHAT)?;
    let global = if global { Some(read_table(buf)?) } else { None };
    let mut specs = Vec::with_capacity(capacity(buf, count, min_len, WHAT)?);
    for _ in 0..count {
        let table = match &global {
            Some(table) => table.clone(),
            None => read_table(buf)?,
        };
        let name = read_string(buf, "name of a column")?;
        specs.push(ColumnSpec::borrowed(name, read_type(buf, budget)?, table));
    }
    Ok(specs)
}

/// Appends column specs to `out`, with the table once if `flags` say so.
///
/// # Errors
/// When a name is longer than 65535 bytes.
pub fn encode_column_specs(
    version: ProtocolVersion,
    flags: MetadataFlags,
    specs: &[ColumnSpec<'_>],
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    let global = flags.contains(MetadataFlags::GLOBAL_TABLES_SPEC);
    if global {
        let nameless = TableSpec::borrowed("", "");
        write_table(specs.first().map_or(&nameless, ColumnSpec::table_spec), out)?;
    }
    for spec in specs {
        if !global {
            write_table(spec.table_spec(), out)?;
        }
        write_string(spec.name(), "name of a column", out)?;
        write_type(version, spec.typ(), out)?;
    }
    Ok(())
}

fn read_table<'a>(buf: &mut &'a [u8]) -> Result<TableSpec<'a>, DecodeError> {
    let keyspace = read_string(buf, "keyspace of a column")?;
    Ok(TableSpec::borrowed(keyspace, read_string(buf, "table of a column")?))
}

fn write_table(table: &TableSpec<'_>, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    write_string(table.ks_name(), "keyspace of a column", out)?;
    write_string(table.table_name(), "table of a column", out)
}
