//! An entity as its derive understood it.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Generics, Type};

use crate::attribute::Spanned;

/// A struct that is a row of a table.
#[derive(Debug)]
pub(super) struct Entity {
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    /// The path of the mapper.
    pub(super) library: TokenStream,
    pub(super) table: String,
    pub(super) keyspace: Option<String>,
    /// The fields that CQL knows, in their order.
    pub(super) columns: Vec<Column>,
    /// The fields that CQL does not know.
    pub(super) skipped: Vec<(Ident, Type)>,
}

/// A field that is a column.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) field: Ident,
    pub(super) ty: Type,
    /// The name in CQL; the span is that of the tokens it comes from.
    pub(super) name: Spanned<String>,
    pub(super) kind: Kind,
}

/// What a column is to its table.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Clustering(Order),
    Computed(Spanned<String>),
    PartitionKey,
    Regular,
}

/// How the table keeps a clustering column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Asc,
    Desc,
}

impl Column {
    /// Whether it is part of the primary key.
    pub(super) fn is_key(&self) -> bool {
        matches!(self.kind, Kind::PartitionKey | Kind::Clustering(_))
    }

    /// Where an error about the whole column points.
    pub(super) fn span(&self) -> Span {
        self.field.span()
    }
}
