//! Which role the markers and columns within a term have.

use super::{Access, Arguments, Call, Expression, Items, Step};
use crate::walk::{ColumnRole, Part, Role, Visitor};

impl<'a> Expression<'a> {
    /// Reports what is in a term whose value has the role `role` and whose columns have the role `columns`.
    pub(crate) fn walk_as<'s>(&'s self, role: Role<'s, 'a>, columns: ColumnRole, visitor: &mut dyn Visitor<'s, 'a>) {
        match self {
            Self::Access(access) => access.walk_as(columns, visitor),
            Self::Arithmetic(arithmetic) => {
                arithmetic.first.walk_as(Role::Other, columns, visitor);
                for (_, term) in &arithmetic.rest {
                    term.walk_as(Role::Other, columns, visitor);
                }
            }
            Self::Call(call) => call.walk_as(role, columns, visitor),
            Self::Cast(cast) => cast.term.walk_as(Role::Other, columns, visitor),
            Self::Collection(collection) => collection.items.walk_as(role, columns, visitor),
            Self::Column(column) => visitor.column(column, columns),
            Self::Hinted(hinted) => hinted.term.walk_as(Role::Typed { hint: &hinted.hint }, columns, visitor),
            Self::Literal(_) => {}
            Self::Marker(marker) => visitor.marker(marker, role),
            Self::Negated { term, .. } => term.walk_as(role, columns, visitor),
            Self::Parenthesised { term, .. } => {
                // `(a) = (:x)` compares the column, `(a) = :x` a tuple of one.
                term.walk_as(role.of_item(0, 1).unwrap_or(role), columns, visitor);
            }
        }
    }
}

impl<'a> Access<'a> {
    fn walk_as<'s>(&'s self, columns: ColumnRole, visitor: &mut dyn Visitor<'s, 'a>) {
        self.of.walk_as(Role::Other, columns, visitor);
        for (index, step) in self.steps.iter().enumerate() {
            let role = match self.of.as_ref() {
                Expression::Column(column) if index == 0 => Role::SelectedElement { column },
                _ => Role::Other,
            };
            let (key, last) = match step {
                Step::Element(key) => (Some(key), None),
                Step::Field(_) => (None, None),
                Step::Slice { from, to } => (from.as_ref(), to.as_ref()),
            };
            for key in key.into_iter().chain(last) {
                key.walk_as(role, columns, visitor);
            }
        }
    }
}

impl<'a> Call<'a> {
    fn walk_as<'s>(&'s self, role: Role<'s, 'a>, columns: ColumnRole, visitor: &mut dyn Visitor<'s, 'a>) {
        visitor.call(self);
        let Arguments::Terms(terms) = &self.arguments else { return };
        for (index, term) in terms.iter().enumerate() {
            let argument = match role {
                _ if !self.is_token() => Role::Argument { call: self, index },
                Role::ComparedToken { columns, .. } => Role::TokenArgument { column: columns.get(index), index },
                _ => Role::TokenArgument { column: None, index },
            };
            term.walk_as(argument, columns, visitor);
        }
    }
}

impl<'a> Items<'a> {
    fn walk_as<'s>(&'s self, role: Role<'s, 'a>, columns: ColumnRole, visitor: &mut dyn Visitor<'s, 'a>) {
        match self {
            Self::List(items) | Self::Set(items) => {
                for item in items {
                    item.walk_as(role.inside(Part::Element), columns, visitor);
                }
            }
            Self::Map(entries) => {
                for (key, value) in entries {
                    key.walk_as(role.inside(Part::Key), columns, visitor);
                    value.walk_as(role.inside(Part::Element), columns, visitor);
                }
            }
            Self::Tuple(items) => {
                for (index, item) in items.iter().enumerate() {
                    let inner = role.of_item(index, items.len()).unwrap_or_else(|| role.inside(Part::Nested));
                    item.walk_as(inner, columns, visitor);
                }
            }
            Self::Udt(fields) => {
                for (field, value) in fields {
                    value.walk_as(role.inside(Part::Field(field)), columns, visitor);
                }
            }
        }
    }
}

impl Role<'_, '_> {
    /// The role of one item of a tuple that is compared with as many columns.
    fn of_item(self, index: usize, len: usize) -> Option<Self> {
        match self {
            Self::ComparedTuple { columns, operator } if columns.len() == len => columns.get(index).map(|column| {
                Self::Compared { column, part: Part::Whole, operator, clause: crate::relation::Clause::Where }
            }),
            _ => None,
        }
    }
}
