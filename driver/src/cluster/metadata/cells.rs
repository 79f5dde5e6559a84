//! Cells of the system tables that may be long, read as they are kept.

use crate::topology::{MAX_REPLICATION_OPTIONS, RowTokens};
use crate::value::collection::ListlikeIterator;
use crate::value::map::MapIterator;
use crate::value::{DeserializationError, DeserializeValue, FrameSlice, TypeCheckError};
use crate::wire::column::ColumnType;

/// A cell that may be null.
pub(super) type Cell<T> = Option<T>;

/// The cell `tokens`, read without a text for each token.
#[derive(Debug)]
pub(super) struct TokensCell(pub(super) RowTokens);

type Tokens<'frame, 'metadata> = ListlikeIterator<'frame, 'metadata, &'frame str>;

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for TokensCell {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        Tokens::type_check(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        cell: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let mut tokens = RowTokens::default();
        for text in Tokens::deserialize(typ, cell)? {
            tokens.push(text?);
        }
        Ok(Self(tokens))
    }
}

/// The tokens of a row; none where the cell is null.
pub(super) fn tokens_of(cell: Cell<TokensCell>) -> RowTokens {
    cell.map(|TokensCell(tokens)| tokens).unwrap_or_default()
}

/// The cell `replication`: its options, and one more than may be used where there are too many.
#[derive(Debug)]
pub(super) struct ReplicationCell(pub(super) Vec<(String, String)>);

type Options<'frame, 'metadata> = MapIterator<'frame, 'metadata, &'frame str, &'frame str>;

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for ReplicationCell {
    fn type_check(typ: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        Options::type_check(typ)
    }

    fn deserialize(
        typ: &'metadata ColumnType<'metadata>,
        cell: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let options = Options::deserialize(typ, cell)?.take(MAX_REPLICATION_OPTIONS + 1);
        let owned = |option: Result<(&str, &str), _>| option.map(|(name, value)| (name.to_owned(), value.to_owned()));
        options.map(owned).collect::<Result<_, _>>().map(Self)
    }
}
