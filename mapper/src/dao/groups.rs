//! Which optional groups of a statement a call wants.

use std::sync::Arc;

use ilium_driver::errors::{Error, ErrorKind};
use ilium_driver::private::statement_error;

use super::argument::Arguments;
use crate::statement::spec::{Piece, StatementSpec};

/// The optional groups of a statement, in their order.
#[derive(Debug)]
pub(super) struct Groups(Box<[Group]>);

#[derive(Debug)]
struct Group {
    /// As the user wrote it.
    text: &'static str,
    /// The parameters that must be there, each with its name.
    params: Vec<(u8, &'static str)>,
}

impl Groups {
    pub(super) fn of(spec: &StatementSpec) -> Self {
        let group = |group: u8| Group { text: text(spec, group), params: params(spec, group) };
        Self((0..spec.group_count()).map(group).collect())
    }

    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The groups whose parameters are there, a bit for each.
    ///
    /// # Errors
    /// When some parameters of a group are there and others are not: leaving the group out would drop a condition that
    /// the caller asked for.
    pub(super) fn present(&self, arguments: &impl Arguments, label: &Arc<str>) -> Result<usize, Error> {
        let mut set = 0;
        for (bit, group) in self.0.iter().enumerate() {
            let present = group.params.iter().filter(|(param, _)| arguments.is_present(*param)).count();
            if present == group.params.len() {
                set |= 1 << bit;
            } else if present > 0 {
                return Err(group.incomplete(arguments, label));
            }
        }
        Ok(set)
    }
}

impl Group {
    #[cold]
    fn incomplete(&self, arguments: &impl Arguments, label: &Arc<str>) -> Error {
        let names = |is_present: bool| {
            let names = self.params.iter().filter(|(param, _)| arguments.is_present(*param) == is_present);
            names.map(|(_, name)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        };
        let (missing, given) = (names(false), names(true));
        let text = self.text;
        let found = format!(
            "optional group `[{text}]` takes all its parameters or none: {missing} is `None`, but {given} is not; give each \
             condition a group of its own to leave them out one by one"
        );
        statement_error(ErrorKind::Serialize, found, label)
    }
}

fn text(spec: &StatementSpec, group: u8) -> &'static str {
    let pieces = spec.clauses.iter().flat_map(|clause| clause.pieces);
    let mut texts = pieces.filter_map(|piece| match piece {
        Piece::Group(at, text) if *at == group => Some(*text),
        _ => None,
    });
    texts.next().unwrap_or_default()
}

fn params(spec: &StatementSpec, group: u8) -> Vec<(u8, &'static str)> {
    let mut params = Vec::new();
    for named in spec.clauses.iter().flat_map(|clause| clause.uses).filter(|named| named.group == Some(group)) {
        let Some((param, _)) = named.param else { continue };
        if params.iter().any(|(known, _)| *known == param) {
            continue;
        }
        params.push((param, spec.params.get(usize::from(param)).map_or("", |param| param.name)));
    }
    params
}
