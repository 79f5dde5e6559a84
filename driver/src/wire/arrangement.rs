//! Where the parts of a CQL type go in a Rust type, remembered beside the CQL type.

use std::sync::OnceLock;

/// For each part of a CQL type (a field, a column or a bind marker) the field of a Rust type that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arrangement {
    /// `None` when part 0 is for field 0, and so on to the last field.
    fields: Option<Box<[u16]>>,
}

/// How many Rust types are remembered: a statement or type that meets more is rare, and each takes memory in all.
const REMEMBERED: usize = 4;

/// The arrangements for the first Rust types that asked; others find theirs anew each time.
///
/// It belongs to where it stands and not to the value of what it stands in: a clone starts without one, and all are
/// equal.
#[derive(Debug, Default)]
pub(crate) struct Remembered([OnceLock<(usize, Arrangement)>; REMEMBERED]);

impl Arrangement {
    /// Stands for a part that no field is for.
    pub(crate) const NO_FIELD: u16 = u16::MAX;

    /// Part 0 is for field 0, and so on to the last field.
    pub(crate) const IN_ORDER: Self = Self { fields: None };

    /// Part `i` is for field `fields[i]`, or for none when that is [`NO_FIELD`](Self::NO_FIELD).
    pub(crate) fn by_part(fields: impl Into<Box<[u16]>>) -> Self {
        Self { fields: Some(fields.into()) }
    }

    /// For each part its field; `None` when they are in order.
    #[inline]
    pub(crate) fn fields(&self) -> Option<&[u16]> {
        self.fields.as_deref()
    }
}

impl Remembered {
    /// Remembers nothing.
    pub(crate) const fn nothing() -> Self {
        Self([const { OnceLock::new() }; REMEMBERED])
    }

    /// What is remembered, if it is for the Rust type `owner`: the address of its description.
    #[inline]
    pub(crate) fn get(&self, owner: usize) -> Option<&Arrangement> {
        let known = self.0.iter().map_while(OnceLock::get);
        { known }.find(|(remembered, _)| *remembered == owner).map(|(_, arrangement)| arrangement)
    }

    /// Remembers the arrangement for `owner`, unless too many came first.
    pub(crate) fn set(&self, owner: usize, arrangement: &Arrangement) {
        for place in &self.0 {
            // Whoever was faster stays: the next place is tried, unless it was this very one.
            let (first, _) = place.get_or_init(|| (owner, arrangement.clone()));
            if *first == owner {
                return;
            }
        }
    }
}

impl Clone for Remembered {
    fn clone(&self) -> Self {
        Self::nothing()
    }
}

impl PartialEq for Remembered {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Remembered {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_ask_are_remembered() {
        let remembered = Remembered::default();
        assert_eq!(remembered.get(1), None);
        remembered.set(1, &Arrangement::by_part([1, 0]));
        for owner in 1..=REMEMBERED {
            remembered.set(owner, &Arrangement::IN_ORDER);
            assert!(remembered.get(owner).is_some(), "{owner}");
        }
        assert_eq!(remembered.get(1).unwrap().fields(), Some([1, 0].as_slice()));
        remembered.set(REMEMBERED + 1, &Arrangement::IN_ORDER);
        assert_eq!(remembered.get(REMEMBERED + 1), None);
    }

    #[test]
    fn a_clone_starts_anew_and_is_equal() {
        let remembered = Remembered::default();
        remembered.set(1, &Arrangement::IN_ORDER);
        assert_eq!(remembered.clone(), remembered);
        assert_eq!(remembered.clone().get(1), None);
    }
}
