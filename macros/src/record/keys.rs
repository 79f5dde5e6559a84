//! The keys of `#[cql(…)]` on structs and their fields.

use syn::{Attribute, Path};

use super::expand::{Derive, Subject};
use super::model::Matching;
use crate::attribute::{self, Key, Slot, Spanned};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::keyword;
use crate::nearest::meant;

/// The attributes that these derives read; both mean the same.
pub(super) const ATTRIBUTES: &[&str] = &[keyword::CQL, keyword::SCYLLA];

/// The keys on a struct.
const ON_STRUCT: &[&str] =
    &[keyword::CRATE, keyword::FLAVOR, keyword::RENAME_ALL, keyword::SKIP_NAME_CHECKS, keyword::TRANSPARENT];
/// The keys on a struct that is a user-defined type.
const ON_UDT: &[&str] = &[
    keyword::CRATE,
    keyword::FLAVOR,
    keyword::FORBID_EXCESS_UDT_FIELDS,
    keyword::RENAME_ALL,
    keyword::SKIP_NAME_CHECKS,
    keyword::TRANSPARENT,
];
/// The keys on a field of a row.
const ON_COLUMN: &[&str] = &[
    keyword::ALLOW_MISSING,
    keyword::DEFAULT_WHEN_NULL,
    keyword::FLATTEN,
    keyword::PREFIX,
    keyword::RENAME,
    keyword::SKIP,
];
/// The keys on a field of a user-defined type.
const ON_UDT_FIELD: &[&str] = &[keyword::ALLOW_MISSING, keyword::DEFAULT_WHEN_NULL, keyword::RENAME, keyword::SKIP];

/// The spellings that `flavor` takes.
const FLAVORS: [(&str, Matching); 2] = [("match_by_name", Matching::ByName), ("enforce_order", Matching::InOrder)];

/// The keys of a struct.
#[derive(Default)]
pub(super) struct StructKeys {
    pub(super) library: Slot<Path>,
    pub(super) rename_all: Slot<Case>,
    pub(super) flavor: Slot<Matching>,
    pub(super) skip_name_checks: Slot<bool>,
    pub(super) forbid_excess: Slot<bool>,
    pub(super) transparent: Slot<bool>,
}

/// The keys of a field.
#[derive(Default)]
pub(super) struct FieldKeys {
    pub(super) rename: Slot<String>,
    pub(super) skip: Slot<bool>,
    pub(super) flatten: Slot<bool>,
    pub(super) prefix: Slot<String>,
    pub(super) allow_missing: Slot<bool>,
    pub(super) default_when_null: Slot<bool>,
}

impl StructKeys {
    /// Reads the keys on a struct with `derive`.
    pub(super) fn read(attributes: &[Attribute], derive: &Derive, diagnostics: &mut Diagnostics) -> Self {
        let mut keys = Self::default();
        let known = if derive.subject == Subject::Value { ON_UDT } else { ON_STRUCT };
        attribute::read(attributes, ATTRIBUTES, diagnostics, |key| match key.name() {
            keyword::CRATE => keys.library.set(key, key.path()?),
            keyword::RENAME_ALL => keys.rename_all.set(key, case(key)?),
            keyword::FLAVOR => keys.flavor.set(key, flavor(key)?),
            keyword::SKIP_NAME_CHECKS => keys.skip_name_checks.set(key, key.flag()?),
            keyword::TRANSPARENT => keys.transparent.set(key, key.flag()?),
            keyword::FORBID_EXCESS_UDT_FIELDS if derive.subject == Subject::Value => {
                keys.forbid_excess.set(key, key.flag()?)
            }
            keyword::FORBID_EXCESS_UDT_FIELDS => {
                Err(key.misplaced("a user-defined type (`SerializeValue`, `DeserializeValue`)"))
            }
            keyword::AS => Err(key.misplaced("an enum")),
            name if ON_COLUMN.contains(&name) => Err(key.misplaced("a field")),
            _ => Err(key.unknown(known)),
        });
        keys
    }
}

impl FieldKeys {
    /// Reads the keys on a field of a struct with `derive`.
    pub(super) fn read(attributes: &[Attribute], derive: &Derive, diagnostics: &mut Diagnostics) -> Self {
        let mut keys = Self::default();
        let is_value = derive.subject == Subject::Value;
        attribute::read(attributes, ATTRIBUTES, diagnostics, |key| match key.name() {
            keyword::RENAME => keys.rename.set(key, key.string()?),
            keyword::SKIP => keys.skip.set(key, key.flag()?),
            keyword::ALLOW_MISSING => keys.allow_missing.set(key, key.flag()?),
            keyword::DEFAULT_WHEN_NULL => keys.default_when_null.set(key, key.flag()?),
            keyword::FLATTEN | keyword::PREFIX if is_value => {
                Err(key.misplaced("a field of a row (`SerializeRow`, `DeserializeRow`)"))
            }
            keyword::FLATTEN => keys.flatten.set(key, key.flag()?),
            keyword::PREFIX => keys.prefix.set(key, key.string()?),
            keyword::AS => Err(key.misplaced("an enum")),
            name if ON_UDT.contains(&name) => Err(key.misplaced("the struct")),
            _ => Err(key.unknown(if is_value { ON_UDT_FIELD } else { ON_COLUMN })),
        });
        keys
    }
}

/// Reads `rename_all = "…"`.
pub(super) fn case(key: &Key<'_>) -> syn::Result<Spanned<Case>> {
    let name = key.string()?;
    Ok(Spanned { value: Case::parse(&name)?, span: name.span })
}

/// Reads `flavor = "…"`.
fn flavor(key: &Key<'_>) -> syn::Result<Spanned<Matching>> {
    let name = key.string()?;
    match FLAVORS.iter().find(|(spelling, _)| *spelling == name.value) {
        Some((_, matching)) => Ok(Spanned { value: *matching, span: name.span }),
        None => {
            let known = FLAVORS.map(|(spelling, _)| spelling);
            let meant = meant(&name.value, known);
            let message = format!("unknown flavor `{}`; {meant}known: {}", name.value, known.join(", "));
            Err(syn::Error::new(name.span, message))
        }
    }
}
