use std::sync::Arc;

use ilium_driver::frame::response::result::{ColumnSpec, ColumnType, NativeType, TableSpec};
use ilium_driver::serialize::row::{RowSerializationContext, SerializeRow};
use ilium_driver::serialize::writers::RowWriter;
use ilium_driver::wire::notation::write_int_len;
use ilium_driver::wire::response::{MetadataFlags, Result as Answered, RowsHeader, encode_column_specs};
use ilium_driver::wire::{EncodeError, ProtocolVersion};

use crate::request::{Message, Request};

/// A type of a column, given as what is at hand.
pub trait IntoColumnType {
    /// The type.
    fn into_column_type(self) -> ColumnType<'static>;
}

impl IntoColumnType for ColumnType<'static> {
    fn into_column_type(self) -> ColumnType<'static> {
        self
    }
}

impl IntoColumnType for NativeType {
    fn into_column_type(self) -> ColumnType<'static> {
        ColumnType::Native(self)
    }
}

/// Rows of an answer.
#[derive(Clone)]
pub struct Rows {
    columns: Arc<[ColumnSpec<'static>]>,
    /// The cells, row after row, as they go on the wire.
    content: Vec<u8>,
    count: usize,
    paging_state: Option<Vec<u8>>,
    /// Why a row could not be written; answered in place of the rows.
    problem: Option<String>,
}

impl Rows {
    /// No rows yet, of these columns of the table `mock.rows`.
    pub fn of<T: IntoColumnType>(columns: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let table = TableSpec::owned("mock".to_owned(), "rows".to_owned());
        let column = |(name, typ): (&str, T)| ColumnSpec::owned(name.to_owned(), typ.into_column_type(), table.clone());
        Self::of_specs(columns.into_iter().map(column).collect())
    }

    /// No rows yet, of these columns.
    pub const fn of_specs(columns: Arc<[ColumnSpec<'static>]>) -> Self {
        Self { columns, content: Vec::new(), count: 0, paging_state: None, problem: None }
    }

    pub(crate) fn column_names(&self) -> Vec<&str> {
        self.columns.iter().map(ColumnSpec::name).collect()
    }

    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// Adds a row. Values that do not fit the columns make the whole answer a SERVER_ERROR that says so.
    #[must_use]
    pub fn row(mut self, values: impl SerializeRow) -> Self {
        let before = self.content.len();
        let mut writer = RowWriter::new(&mut self.content);
        match values.serialize(&RowSerializationContext::from_specs(&self.columns), &mut writer) {
            Ok(()) => self.count += 1,
            Err(error) => {
                self.content.truncate(before);
                self.problem.get_or_insert_with(|| format!("scripted row {}: {error}", self.count));
            }
        }
        self
    }

    /// Adds a row of cells as they are: `None` is null. Nothing is checked.
    #[must_use]
    pub fn raw_row<'a>(mut self, cells: impl IntoIterator<Item = Option<&'a [u8]>>) -> Self {
        for cell in cells {
            match cell.map(|cell| (cell, i32::try_from(cell.len()))) {
                Some((cell, Ok(len))) => {
                    self.content.extend_from_slice(&len.to_be_bytes());
                    self.content.extend_from_slice(cell);
                }
                _ => self.content.extend_from_slice(&(-1_i32).to_be_bytes()),
            }
        }
        self.count += 1;
        self
    }

    /// Says that there is another page, which begins at `paging_state`.
    #[must_use]
    pub fn more(mut self, paging_state: impl Into<Vec<u8>>) -> Self {
        self.paging_state = Some(paging_state.into());
        self
    }

    /// Why a row could not be written.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Appends the body of a RESULT that answers `request`: with the columns, unless the client says that it has them.
    pub(crate) fn encode(
        &self,
        version: ProtocolVersion,
        request: &Request,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        let id = metadata_id(version, &self.columns)?;
        let (skip, known) = match &request.message {
            Message::Execute { parameters, result_metadata_id, .. } => {
                (parameters.skip_metadata, result_metadata_id.as_deref())
            }
            Message::Query { parameters, .. } => (parameters.skip_metadata, None),
            _ => (false, None),
        };
        let changed = known.is_some_and(|known| known != id);
        let flags = match (skip && !changed, is_one_table(&self.columns)) {
            (true, _) => MetadataFlags::NO_METADATA,
            (false, true) => MetadataFlags::GLOBAL_TABLES_SPEC,
            (false, false) => MetadataFlags::NONE,
        };
        let new_id = changed.then_some(id.as_slice());
        let header = RowsHeader::new(flags, self.columns.len(), self.paging_state.as_deref(), new_id);
        let mut content = Vec::with_capacity(self.content.len() + 64);
        if header.has_specs {
            encode_column_specs(version, header.flags, &self.columns, &mut content)?;
        }
        write_int_len(self.count, "row count", &mut content)?;
        content.extend_from_slice(&self.content);
        Answered::Rows(ilium_driver::wire::response::Rows { header, content: &content }).encode(version, out)
    }
}

/// Whether all columns belong to one table.
pub(crate) fn is_one_table(columns: &[ColumnSpec<'_>]) -> bool {
    columns.first().is_some_and(|first| columns.iter().all(|column| column.table_spec() == first.table_spec()))
}

/// What a node calls these columns: other columns have another id.
pub(crate) fn metadata_id(version: ProtocolVersion, columns: &[ColumnSpec<'_>]) -> Result<[u8; 16], EncodeError> {
    let mut specs = Vec::new();
    encode_column_specs(version, MetadataFlags::NONE, columns, &mut specs)?;
    Ok(digest(&[&specs]))
}

/// FNV-1a of 128 bits: ids need to differ, not to resist anybody.
pub(crate) fn digest(parts: &[&[u8]]) -> [u8; 16] {
    let step = |hash: u128, byte: &u8| (hash ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013B);
    let offset = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D;
    parts.iter().flat_map(|part| part.iter().chain(&[0xFF])).fold(offset, step).to_be_bytes()
}
