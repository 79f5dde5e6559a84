//! "Did you mean …?" in the errors of macros.

pub(crate) use ilium_cql::nearest;

/// `did you mean …? `, to stand before what is known; empty when nothing is near.
pub(crate) fn meant<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, known).map_or_else(String::new, |meant| format!("did you mean `{meant}`? "))
}
