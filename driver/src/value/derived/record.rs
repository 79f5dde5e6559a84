//! What a derive says of a struct.

use std::borrow::Cow;

/// The fields of a struct with a derive, and how they are matched with columns or with the fields of a type.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// The struct's name.
    pub(in crate::value) name: &'static str,
    pub(in crate::value) fields: &'static [Field],
    /// How many columns the fields are for: a flattened one is for as many as its struct.
    len: usize,
    has_flat_fields: bool,
    pub(super) matching: Matching,
    /// Whether a field of a user-defined type that the struct does not have is an error.
    pub(super) forbids_excess: bool,
}

/// A field of a struct with a derive.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in Rust.
    pub(in crate::value) rust: &'static str,
    /// Its name in CQL; of a flattened field what stands before the names of its struct.
    pub(super) cql: &'static str,
    pub(super) kind: FieldKind,
}

/// How a field stands for columns.
#[derive(Clone, Copy, Debug)]
pub(super) enum FieldKind {
    /// For the columns of another struct.
    Flat(&'static Record),
    /// For one column, which may be missing.
    Optional,
    /// For one column.
    Required,
}

/// How the fields of a struct are matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matching {
    /// By name, in any order.
    ByName,
    /// By name, in the order of the struct.
    InOrder,
    /// By position alone.
    Positions,
}

/// A field that is for one column, found through all flattened fields.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// The column's name.
    pub(super) name: Cow<'static, str>,
    pub(super) is_optional: bool,
}

impl Record {
    /// A struct whose fields are matched by name.
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        let (mut len, mut has_flat_fields) = (0, false);
        let mut rest = fields;
        while let [field, others @ ..] = rest {
            len += field.len();
            has_flat_fields |= matches!(field.kind, FieldKind::Flat(_));
            rest = others;
        }
        Self { name, fields, len, has_flat_fields, matching: Matching::ByName, forbids_excess: false }
    }

    /// The same, matched by name in the order of the struct.
    #[must_use]
    pub const fn in_order(mut self) -> Self {
        self.matching = Matching::InOrder;
        self
    }

    /// The same, matched by position alone.
    #[must_use]
    pub const fn by_position(mut self) -> Self {
        self.matching = Matching::Positions;
        self
    }

    /// The same, for user-defined types that have no other fields.
    #[must_use]
    pub const fn without_excess(mut self) -> Self {
        self.forbids_excess = true;
        self
    }

    /// How many columns the fields are for.
    #[inline]
    #[allow(clippy::len_without_is_empty, reason = "a count of columns, not of elements")]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Stops the compiler when two fields are for one column, one of them through a flattened field.
    ///
    /// # Panics
    /// When there are such.
    #[allow(clippy::panic, reason = "runs in the compiler")]
    pub const fn assert_distinct(&self) {
        // The compiler takes the names letter by letter; a struct as large as this is left to the first statement.
        const MOST: usize = 48;
        let mut first = 0;
        while first < self.len && self.len <= MOST {
            let mut second = first + 1;
            while second < self.len {
                if self.is_same_name(first, second) {
                    panic!("two fields are for the same column; give the flattened one a `prefix`");
                }
                second += 1;
            }
            first += 1;
        }
    }

    const fn is_same_name(&self, first: usize, second: usize) -> bool {
        let mut at = 0;
        loop {
            match (self.letter(first, at), self.letter(second, at)) {
                (Some(a), Some(b)) if a == b => at += 1,
                (None, None) => return true,
                _ => return false,
            }
        }
    }

    /// The byte at `at` of the name of a column; `None` after the last.
    #[allow(clippy::indexing_slicing, reason = "compared with the length before")]
    const fn letter(&self, mut column: usize, at: usize) -> Option<u8> {
        let mut rest = self.fields;
        while let [field, others @ ..] = rest {
            let name = field.cql.as_bytes();
            if column < field.len() {
                return match field.kind {
                    _ if at < name.len() => Some(name[at]),
                    FieldKind::Flat(record) => record.letter(column, at - name.len()),
                    FieldKind::Optional | FieldKind::Required => None,
                };
            }
            column -= field.len();
            rest = others;
        }
        None
    }

    /// What arrangements remember the struct by.
    #[inline]
    pub(crate) fn address(&'static self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// The name in CQL of the field at `index`, which is for one column.
    pub(super) fn cql_name(&self, index: usize) -> &'static str {
        self.fields.get(index).map_or("?", |field| field.cql)
    }

    /// The fields that are for one column, flattened ones in their place.
    pub(super) fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::with_capacity(self.len);
        self.add_leaves("", &mut leaves);
        leaves
    }

    fn add_leaves(&self, prefix: &str, leaves: &mut Vec<Leaf>) {
        for field in self.fields {
            let name = match prefix {
                "" => Cow::Borrowed(field.cql),
                prefix => Cow::Owned([prefix, field.cql].concat()),
            };
            match field.kind {
                FieldKind::Flat(record) => record.add_leaves(&name, leaves),
                FieldKind::Optional => leaves.push(Leaf { name, is_optional: true }),
                FieldKind::Required => leaves.push(Leaf { name, is_optional: false }),
            }
        }
    }

    /// Whether the names are those of the fields, in their order and as many.
    #[inline]
    pub(super) fn is_named<'a>(&self, mut names: impl ExactSizeIterator<Item = &'a str>) -> bool {
        if names.len() != self.len {
            return false;
        }
        if self.has_flat_fields {
            return self.takes(&Prefix::NONE, &mut names);
        }
        names.zip(self.fields).all(|(name, field)| name == field.cql)
    }

    /// Whether the next names are those of the fields.
    fn takes(&self, prefix: &Prefix<'_>, names: &mut dyn Iterator<Item = &str>) -> bool {
        self.fields.iter().all(|field| match field.kind {
            FieldKind::Flat(record) => record.takes(&Prefix { text: field.cql, outer: Some(prefix) }, names),
            FieldKind::Optional | FieldKind::Required => {
                names.next().and_then(|name| prefix.strip(name)) == Some(field.cql)
            }
        })
    }
}

impl Field {
    /// A field that is for the column `cql`.
    pub const fn new(rust: &'static str, cql: &'static str) -> Self {
        Self { rust, cql, kind: FieldKind::Required }
    }

    /// A field that is for the column `cql`, if there is one.
    pub const fn optional(rust: &'static str, cql: &'static str) -> Self {
        Self { rust, cql, kind: FieldKind::Optional }
    }

    /// A field that is for the columns of `record`, each with `prefix` before its name.
    pub const fn flat(rust: &'static str, prefix: &'static str, record: &'static Record) -> Self {
        Self { rust, cql: prefix, kind: FieldKind::Flat(record) }
    }

    const fn len(&self) -> usize {
        match self.kind {
            FieldKind::Flat(record) => record.len,
            FieldKind::Optional | FieldKind::Required => 1,
        }
    }
}

/// What stands before a name, piece by piece from the innermost.
struct Prefix<'a> {
    text: &'a str,
    outer: Option<&'a Self>,
}

impl Prefix<'_> {
    const NONE: Self = Self { text: "", outer: None };

    /// What is left of `name`; `None` when it does not start with this.
    fn strip<'n>(&self, name: &'n str) -> Option<&'n str> {
        let name = self.outer.map_or(Some(name), |outer| outer.strip(name))?;
        name.strip_prefix(self.text)
    }
}
