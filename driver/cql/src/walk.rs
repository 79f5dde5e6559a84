//! Walks over what was parsed: each bind marker with its role, each column with its role, each function call.

use crate::expression::Call;
use crate::identifier::Identifier;
use crate::marker::Marker;
use crate::relation::{Clause, Operator};
use crate::type_name::TypeName;

/// What a walk reports to. Every method does nothing unless it is written.
pub trait Visitor<'s, 'a> {
    /// A bind marker, and what its value is for.
    fn marker(&mut self, marker: &'s Marker<'a>, role: Role<'s, 'a>) {
        let _ = (marker, role);
    }

    /// A column, and where it is named.
    fn column(&mut self, column: &'s Identifier<'a>, role: ColumnRole) {
        let _ = (column, role);
    }

    /// A function call; its arguments are reported after it.
    fn call(&mut self, call: &'s Call<'a>) {
        let _ = call;
    }
}

/// Something parsed that can be walked: a [`Statement`](crate::Statement), or a part of one.
pub trait Walk<'a> {
    /// Reports every bind marker, column and call in it, within a clause in the order of the text.
    fn walk<'s>(&'s self, visitor: &mut dyn Visitor<'s, 'a>);

    /// The bind markers in the order of the text, which is the order of the values in a request.
    fn markers(&self) -> Vec<MarkerUse<'_, 'a>> {
        let mut markers = Markers(Vec::new());
        self.walk(&mut markers);
        markers.0.sort_by_key(|found| found.marker.index);
        markers.0
    }

    /// Every mention of a column, in the order of the text.
    fn columns(&self) -> Vec<ColumnUse<'_, 'a>> {
        let mut columns = ColumnUses(Vec::new());
        self.walk(&mut columns);
        columns.0.sort_by_key(|found| found.column.span);
        columns.0
    }
}

/// A bind marker and what its value is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkerUse<'s, 'a> {
    /// The marker.
    pub marker: &'s Marker<'a>,
    /// What its value is for.
    pub role: Role<'s, 'a>,
}

/// A mention of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnUse<'s, 'a> {
    /// The column's name and span.
    pub column: &'s Identifier<'a>,
    /// Where it is named.
    pub role: ColumnRole,
}

/// Where a column is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnRole {
    /// `DELETE column FROM …`
    Deleted,
    /// `GROUP BY column`
    GroupBy,
    /// `IF column = …`
    If,
    /// `INSERT INTO … (column)`
    Inserted,
    /// `ORDER BY column`
    OrderBy,
    /// `SELECT column`, also inside of functions and casts.
    Selected,
    /// `SET column = …`, on both sides.
    Set,
    /// `WHERE column = …`, also inside of `token(…)` and tuples.
    Where,
}

/// What the value of a bind marker is for, and so what type it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role<'s, 'a> {
    /// Added to a column (`SET c = c + :x`, `c += :x`, or before it: `c = :x + c`): the delta of a counter, or elements
    /// of a collection. With [`Part::Whole`] it is a collection of the column's own type.
    Added {
        /// The column.
        column: &'s Identifier<'a>,
        /// What of the column's value the marker stands for.
        part: Part<'s, 'a>,
    },
    /// Compared by similarity: `ORDER BY c ANN OF :x`.
    Ann {
        /// The column.
        column: &'s Identifier<'a>,
    },
    /// An argument of a function other than `token`.
    Argument {
        /// The call.
        call: &'s Call<'a>,
        /// Which argument, from 0.
        index: usize,
    },
    /// Becomes the column's value, or a part of it: `VALUES (:x)`, `SET c = :x`, `SET m[:k] = :v`, `SET u.f = :x`.
    Assigned {
        /// The column.
        column: &'s Identifier<'a>,
        /// What of the column's value the marker stands for.
        part: Part<'s, 'a>,
    },
    /// Compared with a column in `WHERE` or `IF`; also a single one in the list of `IN (:a, :b)`.
    Compared {
        /// The column.
        column: &'s Identifier<'a>,
        /// What of the column's value the marker stands for; with [`Operator::Contains`] and [`Operator::ContainsKey`]
        /// (and their opposites) it is an element or a key of it instead.
        part: Part<'s, 'a>,
        /// How they are compared.
        operator: Operator,
        /// In which clause.
        clause: Clause,
    },
    /// Compared with the token of these columns: `token(a, b) > :t`.
    ComparedToken {
        /// The columns.
        columns: &'s [Identifier<'a>],
        /// How they are compared.
        operator: Operator,
    },
    /// A whole tuple compared with columns: `(a, b) > :t`, `(a, b) IN (:t, :u)`.
    ComparedTuple {
        /// The columns.
        columns: &'s [Identifier<'a>],
        /// How they are compared.
        operator: Operator,
    },
    /// The key of an element to delete: `DELETE m[:k] FROM …`.
    DeletedElement {
        /// The column.
        column: &'s Identifier<'a>,
    },
    /// A whole list of values: `c IN :x`.
    InList {
        /// The column.
        column: &'s Identifier<'a>,
        /// What of the column's value each one stands for.
        part: Part<'s, 'a>,
        /// In which clause.
        clause: Clause,
    },
    /// A whole list of tuples: `(a, b) IN :x`.
    InTuples {
        /// The columns.
        columns: &'s [Identifier<'a>],
    },
    /// The row of an `INSERT … JSON :x`.
    Json,
    /// `LIMIT :x`
    Limit,
    /// None of the others: an operand of arithmetic, a term that is selected, an argument of an index expression.
    Other,
    /// `PER PARTITION LIMIT :x`
    PerPartitionLimit,
    /// Removed from a column: `SET c = c - :x`, `c -= :x`: the delta of a counter, elements of a list or set, keys of a
    /// map. With [`Part::Whole`] it is a collection, for a map a set of its keys.
    Removed {
        /// The column.
        column: &'s Identifier<'a>,
        /// What of the column's value the marker stands for.
        part: Part<'s, 'a>,
    },
    /// The key of an element that is selected: `SELECT m[:k]`.
    SelectedElement {
        /// The column.
        column: &'s Identifier<'a>,
    },
    /// `USING TIMEOUT :x` (ScyllaDB): a duration.
    Timeout,
    /// `USING TIMESTAMP :x`: microseconds.
    Timestamp,
    /// A value in `token(:a, :b)`.
    TokenArgument {
        /// The column at the same place of the `token(…)` that it is compared with, where there is one.
        column: Option<&'s Identifier<'a>>,
        /// Which argument, from 0.
        index: usize,
    },
    /// `USING TTL :x`: seconds.
    Ttl,
    /// A term with a type hint: `(int) :x`.
    Typed {
        /// The type.
        hint: &'s TypeName<'a>,
    },
}

/// What of a column's value something stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'s, 'a> {
    /// An element of a list, set or vector, or a value of a map: `{:x}`, `[:x]`, `m[…] = :x`.
    Element,
    /// A field of a user-defined type: `{street: :x}`, `u.street = :x`.
    Field(&'s Identifier<'a>),
    /// A key of a map or an index of a list: `{:k: …}`, `m[:k] = …`.
    Key,
    /// A part of a part.
    Nested,
    /// All of it.
    Whole,
}

impl<'s, 'a> Role<'s, 'a> {
    /// The column that decides about the value's type, where there is exactly one.
    pub fn column(&self) -> Option<&'s Identifier<'a>> {
        match *self {
            Self::Added { column, .. }
            | Self::Ann { column }
            | Self::Assigned { column, .. }
            | Self::Compared { column, .. }
            | Self::DeletedElement { column }
            | Self::InList { column, .. }
            | Self::Removed { column, .. }
            | Self::SelectedElement { column } => Some(column),
            Self::TokenArgument { column, .. } => column,
            Self::Argument { .. }
            | Self::ComparedToken { .. }
            | Self::ComparedTuple { .. }
            | Self::InTuples { .. }
            | Self::Json
            | Self::Limit
            | Self::Other
            | Self::PerPartitionLimit
            | Self::Timeout
            | Self::Timestamp
            | Self::Ttl
            | Self::Typed { .. } => None,
        }
    }

    /// Whether the value may be left unset: it becomes (a part of) a column's value as a whole. Servers refuse unset
    /// values in conditions and inside of collections.
    pub fn admits_unset(&self) -> bool {
        match self {
            Self::Added { part, .. } | Self::Removed { part, .. } => *part == Part::Whole,
            Self::Assigned { part, .. } => matches!(part, Part::Whole | Part::Field(_)),
            Self::Limit | Self::PerPartitionLimit | Self::Timestamp | Self::Ttl => true,
            _ => false,
        }
    }

    /// The role of a part of the value that has this role.
    pub(crate) fn inside(self, inner: Part<'s, 'a>) -> Self {
        let nest = |outer: Part<'s, 'a>| if outer == Part::Whole { inner } else { Part::Nested };
        match self {
            Self::Added { column, part } => Self::Added { column, part: nest(part) },
            Self::Assigned { column, part } => Self::Assigned { column, part: nest(part) },
            Self::Compared { column, part, operator, clause } => {
                Self::Compared { column, part: nest(part), operator, clause }
            }
            Self::Removed { column, part } => Self::Removed { column, part: nest(part) },
            _ => Self::Other,
        }
    }
}

struct Markers<'s, 'a>(Vec<MarkerUse<'s, 'a>>);

impl<'s, 'a> Visitor<'s, 'a> for Markers<'s, 'a> {
    fn marker(&mut self, marker: &'s Marker<'a>, role: Role<'s, 'a>) {
        self.0.push(MarkerUse { marker, role });
    }
}

struct ColumnUses<'s, 'a>(Vec<ColumnUse<'s, 'a>>);

impl<'s, 'a> Visitor<'s, 'a> for ColumnUses<'s, 'a> {
    fn column(&mut self, column: &'s Identifier<'a>, role: ColumnRole) {
        self.0.push(ColumnUse { column, role });
    }
}
