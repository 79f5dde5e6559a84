//! Which field of a struct each column, bind marker or field of a type is for.

use super::record::{Leaf, Matching, Record};
use crate::wire::arrangement::Arrangement;

/// What is allowed of the names beside those of the fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// Names that no field has.
    pub(super) excess: bool,
    /// A name more than once.
    pub(super) repeats: bool,
}

/// Why names and fields do not go together.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// There are more or fewer names than fields.
    Count,
    /// The name at this position is that of no field.
    Excess(usize),
    /// The fields of these names are for none of the names.
    Missing(Vec<String>),
    /// The name at `position` is not that of the field `field`, which is in its place.
    Name { field: usize, position: usize, expected: String },
    /// The name at this position came before.
    Repeated(usize),
}

/// Finds the field of each name.
pub(super) fn arrange(record: &Record, names: &[&str], rules: Rules) -> Result<Arrangement, Mismatch> {
    let leaves = record.leaves();
    let fields = match record.matching {
        Matching::ByName => by_name(&leaves, names, rules),
        Matching::InOrder => in_order(&leaves, names, rules),
        Matching::Positions => by_position(&leaves, names, rules),
    }?;
    let is_in_order = fields.split_at_checked(leaves.len()).is_some_and(|(own, excess)| {
        own.iter().enumerate().all(|(part, field)| part == usize::from(*field))
            && excess.iter().all(|field| *field == Arrangement::NO_FIELD)
    });
    Ok(if is_in_order { Arrangement::IN_ORDER } else { Arrangement::by_part(fields) })
}

/// The names of the fields, for an error that lists them.
pub(super) fn names_of(record: &Record) -> Vec<String> {
    record.leaves().into_iter().map(|leaf| leaf.name.into_owned()).collect()
}

fn by_name(leaves: &[Leaf], names: &[&str], rules: Rules) -> Result<Vec<u16>, Mismatch> {
    let mut fields = Vec::with_capacity(names.len());
    let mut is_taken = vec![false; leaves.len()];
    let mut guess = 0;
    for (position, name) in names.iter().enumerate() {
        let Some(field) = find(leaves, name, guess) else {
            if !rules.excess {
                return Err(Mismatch::Excess(position));
            }
            fields.push(Arrangement::NO_FIELD);
            continue;
        };
        if let Some(is_taken) = is_taken.get_mut(field)
            && std::mem::replace(is_taken, true)
            && !rules.repeats
        {
            return Err(Mismatch::Repeated(position));
        }
        fields.push(number(field));
        guess = field + 1;
    }
    none_is_missing(leaves.iter().zip(is_taken).filter(|(_, is_taken)| !is_taken).map(|(leaf, _)| leaf))?;
    Ok(fields)
}

/// The field called `name`, sought from `guess` on and then from the start.
fn find(leaves: &[Leaf], name: &str, guess: usize) -> Option<usize> {
    let (before, after) = leaves.split_at_checked(guess)?;
    let is_it = |leaf: &Leaf| leaf.name == name;
    after.iter().position(is_it).map(|index| guess + index).or_else(|| before.iter().position(is_it))
}

/// A struct has fewer fields than `NO_FIELD`; the conversion cannot lose one.
fn number(field: usize) -> u16 {
    u16::try_from(field).unwrap_or(Arrangement::NO_FIELD)
}

fn none_is_missing<'a>(missing: impl Iterator<Item = &'a Leaf>) -> Result<(), Mismatch> {
    let names: Vec<_> = missing.filter(|leaf| !leaf.is_optional).map(|leaf| leaf.name.to_string()).collect();
    if names.is_empty() { Ok(()) } else { Err(Mismatch::Missing(names)) }
}

fn in_order(leaves: &[Leaf], names: &[&str], rules: Rules) -> Result<Vec<u16>, Mismatch> {
    let mut fields = Vec::with_capacity(names.len());
    let mut rest = leaves.iter().enumerate().peekable();
    for (position, name) in names.iter().enumerate() {
        while rest.next_if(|(_, leaf)| leaf.is_optional && leaf.name != *name).is_some() {}
        match rest.next() {
            Some((field, leaf)) if leaf.name == *name => fields.push(number(field)),
            Some((field, leaf)) => {
                return Err(Mismatch::Name { field, position, expected: leaf.name.to_string() });
            }
            None if rules.excess => fields.push(Arrangement::NO_FIELD),
            None => return Err(Mismatch::Excess(position)),
        }
    }
    none_is_missing(rest.map(|(_, leaf)| leaf))?;
    Ok(fields)
}

fn by_position(leaves: &[Leaf], names: &[&str], rules: Rules) -> Result<Vec<u16>, Mismatch> {
    let given = names.len();
    if (given > leaves.len() && !rules.excess) || leaves.iter().skip(given).any(|leaf| !leaf.is_optional) {
        return Err(Mismatch::Count);
    }
    let field = |position| if position < leaves.len() { number(position) } else { Arrangement::NO_FIELD };
    Ok((0..given).map(field).collect())
}

#[cfg(test)]
mod tests {
    use super::super::record::Field;
    use super::*;

    const ALL: Rules = Rules { excess: true, repeats: true };
    const NONE: Rules = Rules { excess: false, repeats: false };
    static PLACE: Record = Record::new("Place", &[Field::new("street", "street"), Field::optional("zip", "zip")]);
    static USER: Record = Record::new("User", &[Field::new("id", "id"), Field::flat("home", "home_", &PLACE)]);

    fn fields(record: &Record, names: &[&str], rules: Rules) -> Result<Vec<u16>, Mismatch> {
        let arrangement = arrange(record, names, rules)?;
        let in_order = || (0..u16::try_from(record.len()).unwrap()).collect();
        Ok(arrangement.fields().map_or_else(in_order, <[u16]>::to_vec))
    }

    #[test]
    fn names_are_found_in_any_order_through_prefixes() {
        assert_eq!(fields(&USER, &["id", "home_street", "home_zip"], NONE), Ok(vec![0, 1, 2]));
        assert_eq!(fields(&USER, &["home_zip", "id", "home_street"], NONE), Ok(vec![2, 0, 1]));
        assert_eq!(fields(&USER, &["home_street", "id"], NONE), Ok(vec![1, 0]));
        assert_eq!(fields(&USER, &["id", "street"], NONE), Err(Mismatch::Excess(1)));
        assert_eq!(fields(&USER, &["id"], NONE), Err(Mismatch::Missing(vec!["home_street".to_owned()])));
        assert_eq!(fields(&USER, &["id", "id", "home_street"], NONE), Err(Mismatch::Repeated(1)));
        assert_eq!(fields(&USER, &["id", "id", "x", "home_street"], ALL), Ok(vec![0, 0, u16::MAX, 1]));
        assert_eq!(fields(&PLACE, &["street", "zip", "street"], ALL), Ok(vec![0, 1, 0]));
        assert!(USER.is_named(["id", "home_street", "home_zip"].into_iter()));
        for others in [&["id", "home_street"][..], &["id", "street", "zip"], &["id", "home_street", "home_zip", "a"]] {
            assert!(!USER.is_named(others.iter().copied()), "{others:?}");
        }
    }

    #[test]
    fn an_order_that_is_enforced_leaves_out_only_what_may_be_missing() {
        static ORDERED: Record =
            Record::new("A", &[Field::new("a", "a"), Field::optional("b", "b"), Field::new("c", "c")]).in_order();
        assert_eq!(fields(&ORDERED, &["a", "b", "c"], NONE), Ok(vec![0, 1, 2]));
        assert_eq!(fields(&ORDERED, &["a", "c"], NONE), Ok(vec![0, 2]));
        assert_eq!(fields(&ORDERED, &["a", "c", "d"], ALL), Ok(vec![0, 2, u16::MAX]));
        assert_eq!(fields(&ORDERED, &["a", "c", "d"], NONE), Err(Mismatch::Excess(2)));
        let expected = "a".to_owned();
        assert_eq!(fields(&ORDERED, &["b", "a"], NONE), Err(Mismatch::Name { field: 0, position: 0, expected }));
        assert_eq!(fields(&ORDERED, &["a"], NONE), Err(Mismatch::Missing(vec!["c".to_owned()])));
    }

    #[test]
    fn positions_count_alone() {
        static PAIR: Record = Record::new("A", &[Field::new("0", "0"), Field::optional("1", "1")]).by_position();
        assert_eq!(fields(&PAIR, &["x", "y"], NONE), Ok(vec![0, 1]));
        assert_eq!(fields(&PAIR, &["x"], NONE), Ok(vec![0]));
        assert_eq!(fields(&PAIR, &["x", "y", "z"], NONE), Err(Mismatch::Count));
        assert!(arrange(&PAIR, &["x", "y", "z"], ALL).unwrap().fields().is_none());
        assert_eq!(fields(&PAIR, &[], NONE), Err(Mismatch::Count));
    }
}
