//! Whether a statement may be sent again when it is unknown whether the first one was applied.

use crate::assignment::{Assignment, Change};
use crate::batch::BatchKind;
use crate::expression::{Call, Expression, Items};
use crate::literal::LiteralKind;
use crate::statement::Statement;
use crate::target::Target;
use crate::walk::{Visitor, Walk};

/// What is known of a column, as far as idempotence depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// A counter.
    Counter,
    /// A list.
    List,
    /// A map.
    Map,
    /// Neither a counter nor a list, set or map.
    Other,
    /// A set.
    Set,
    /// Nothing is known.
    Unknown,
}

impl Statement<'_> {
    /// Whether applying it twice leaves the same as applying it once, as far as its text tells. When in doubt it is
    /// not.
    ///
    /// A `SELECT` and a `USE` are. Writes are, unless
    /// - they are conditional;
    /// - they call a function that may yield something else the next time: `now()`, `uuid()`, any of the user's;
    /// - they add to a column or remove from it: it may be a counter or a list. Only `{…}` tells that it is neither;
    /// - they write or delete an element `c[k]` of what may be a list: `k` is a number or a bind marker.
    ///
    /// A batch is when all its statements are; a counter batch is not. Definitions, permissions and `TRUNCATE` are not.
    pub fn is_idempotent(&self) -> bool {
        self.is_idempotent_with(&|_| ColumnKind::Unknown)
    }

    /// The same as [`is_idempotent`](Self::is_idempotent) for one who knows the table: `kind` is asked for the kind of
    /// a column by its name. With it, additions to sets and maps are idempotent with a bind marker too.
    pub fn is_idempotent_with(&self, kind: &dyn Fn(&str) -> ColumnKind) -> bool {
        match self {
            Self::Batch(batch) => {
                batch.kind != BatchKind::Counter
                    && batch.statements.iter().all(|statement| statement.is_idempotent_with(kind))
            }
            Self::Delete(delete) => self.is_repeatable() && delete.targets.iter().all(|target| is_stable(target, kind)),
            Self::Insert(_) => self.is_repeatable(),
            Self::Other(_) => false,
            Self::Select(_) | Self::Use(_) => true,
            Self::Update(update) => {
                let assignments = &update.assignments.assignments;
                self.is_repeatable() && assignments.iter().all(|assignment| is_absolute(assignment, kind))
            }
        }
    }

    /// Whether it is unconditional and means the same the next time.
    fn is_repeatable(&self) -> bool {
        let mut calls = Calls { all_pure: true };
        self.walk(&mut calls);
        calls.all_pure && !self.is_conditional()
    }
}

struct Calls {
    all_pure: bool,
}

impl<'s, 'a> Visitor<'s, 'a> for Calls {
    fn call(&mut self, call: &'s Call<'a>) {
        self.all_pure &= is_pure(call);
    }
}

/// Whether it is a native function known to yield the same for the same arguments.
fn is_pure(call: &Call<'_>) -> bool {
    const PURE: [&str; 17] = [
        "abs",
        "dateof",
        "exp",
        "fromjson",
        "log",
        "log10",
        "maxtimeuuid",
        "mintimeuuid",
        "round",
        "todate",
        "tojson",
        "token",
        "totimestamp",
        "tounixtimestamp",
        "unixtimestampof",
        "ttl",
        "writetime",
    ];
    let is_native = call.keyspace.is_none_or(|keyspace| keyspace.name() == "system");
    // `to_date` and `toDate` are the same function, by versions.
    let name: String = call.function.name().chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase();
    is_native && (PURE.contains(&name.as_str()) || name.starts_with("blobas") || name.ends_with("asblob"))
}

fn kind_of(target: &Target<'_>, kind: &dyn Fn(&str) -> ColumnKind) -> ColumnKind {
    kind(&target.column().name())
}

/// Whether `target` is the same thing the next time: an element of a list may have moved.
fn is_stable(target: &Target<'_>, kind: &dyn Fn(&str) -> ColumnKind) -> bool {
    let Target::Element { key, .. } = target else { return true };
    match (kind_of(target, kind), key) {
        (ColumnKind::Map | ColumnKind::Set, _) => true,
        // An index of a list is a whole number.
        (ColumnKind::Unknown, Expression::Literal(literal)) => literal.kind != LiteralKind::Integer,
        _ => false,
    }
}

/// Whether the result does not depend on what was there.
fn is_absolute(assignment: &Assignment<'_>, kind: &dyn Fn(&str) -> ColumnKind) -> bool {
    let value = match &assignment.change {
        Change::Assign(_) => return is_stable(&assignment.target, kind),
        Change::Add(value) | Change::Prepend(value) | Change::Subtract(value) => value,
    };
    match kind_of(&assignment.target, kind) {
        ColumnKind::Map | ColumnKind::Set => true,
        ColumnKind::Unknown => matches!(
            value,
            Expression::Collection(collection) if matches!(collection.items, Items::Map(_) | Items::Set(_))
        ),
        ColumnKind::Counter | ColumnKind::List | ColumnKind::Other => false,
    }
}
