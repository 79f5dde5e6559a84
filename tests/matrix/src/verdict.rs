//! Whether a case agrees, from what was read and printed of its rows.

use ilium_driver::value::CqlValue;

use crate::case::Case;
use crate::driver::Cell;
use crate::same::same_or_null;

/// Two things that should have been equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// What was compared.
    pub(crate) what: &'static str,
    pub(crate) expected: String,
    pub(crate) found: String,
}

/// What cqlsh printed of one value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown<'a> {
    /// The value as cqlsh reads it; `None` when there is no such row, or cqlsh cannot read the type.
    pub(crate) text: Option<&'a str>,
    /// The server's JSON of it.
    pub(crate) json: Option<&'a str>,
}

/// A row as both sides see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    /// What was said when it was written, if that failed.
    pub(crate) write_error: Option<&'a str>,
    /// What the driver reads; `None` when there is no such row.
    pub(crate) cell: Option<&'a Cell>,
    pub(crate) shown: Shown<'a>,
}

/// How the row that cqlsh wrote and the one that another wrote of the same case differ: from what they should be, and
/// from each other.
pub(crate) fn differences(case: &Case, by_cqlsh: Row<'_>, by_other: Row<'_>, cqlsh_can_read: bool) -> Vec<Difference> {
    let read = [("written by cqlsh, read by the driver", by_cqlsh), ("written and read by the driver", by_other)];
    let mut differences: Vec<Difference> =
        read.into_iter().filter_map(|(what, row)| unexpected(what, case.stored.as_ref(), row)).collect();
    if let (Some(one), Some(other)) = (by_cqlsh.cell, by_other.cell)
        && one.bytes != other.bytes
    {
        let (expected, found) = (hex(one.bytes.as_deref()), hex(other.bytes.as_deref()));
        differences.push(Difference { what: "bytes of cqlsh's and of the driver's row", expected, found });
    }
    if cqlsh_can_read {
        differences.extend(unequal("read by cqlsh", by_cqlsh.shown.text, by_other.shown.text));
    }
    differences.extend(unequal("JSON read by cqlsh", by_cqlsh.shown.json, by_other.shown.json));
    if by_cqlsh.shown.json == Some("") {
        let (expected, found) = ("something".to_owned(), "nothing".to_owned());
        differences.push(Difference { what: "JSON read by cqlsh", expected, found });
    }
    differences
}

fn unexpected(what: &'static str, expected: Option<&CqlValue>, row: Row<'_>) -> Option<Difference> {
    let found = match (row.write_error, row.cell) {
        (Some(error), _) => format!("not written: {error}"),
        (None, None) => "no row".to_owned(),
        (None, Some(Cell { value: Err(error), .. })) => format!("not read: {error}"),
        (None, Some(Cell { value: Ok(value), .. })) if same_or_null(expected, value.as_ref()) => return None,
        (None, Some(Cell { value: Ok(value), bytes })) => format!("{value:?}, from {}", hex(bytes.as_deref())),
    };
    Some(Difference { what, expected: format!("{expected:?}"), found })
}

fn unequal(what: &'static str, one: Option<&str>, other: Option<&str>) -> Option<Difference> {
    let shown = |text: Option<&str>| text.map_or_else(|| "nothing".to_owned(), |text| format!("`{text}`"));
    (one.is_none() || one != other).then(|| Difference { what, expected: shown(one), found: shown(other) })
}

fn hex(bytes: Option<&[u8]>) -> String {
    bytes.map_or_else(|| "null".to_owned(), |bytes| CqlValue::Blob(bytes.to_vec()).to_string())
}

/// Cases that mean different values but were printed alike, by number: of these, printing proves nothing.
pub(crate) fn printed_alike<'a>(cases: &[Case], shown: impl Fn(&Case) -> Shown<'a>) -> Vec<(i32, Difference)> {
    let mut alike = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let Shown { text, json } = shown(case);
        let is_twin = |other: &&Case| {
            let other_shown = shown(other);
            (other_shown.text, other_shown.json) == (text, json)
                && !same_or_null(case.stored.as_ref(), other.stored.as_ref())
        };
        if let Some(twin) = cases.iter().take(index).find(is_twin) {
            let expected = format!("other than `{}`", twin.literal);
            let found = format!("{text:?} and {json:?}");
            alike.push((case.number, Difference { what: "different values, printed by cqlsh", expected, found }));
        }
    }
    alike
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(stored: Option<CqlValue>) -> Case {
        Case { number: 0, literal: "7".to_owned(), value: stored.clone(), stored, displays: true }
    }

    fn seven(bytes: &[u8], value: i32) -> Cell {
        Cell { bytes: Some(bytes.to_vec()), value: Ok(Some(CqlValue::Int(value))) }
    }

    fn row<'a>(cell: Option<&'a Cell>, text: Option<&'a str>, json: Option<&'a str>) -> Row<'a> {
        Row { write_error: None, cell, shown: Shown { text, json } }
    }

    #[test]
    fn equal_rows_agree() {
        let cell = seven(&[0, 0, 0, 7], 7);
        let row = row(Some(&cell), Some("7"), Some("7"));
        assert_eq!(differences(&case(Some(CqlValue::Int(7))), row, row, true), []);
        let unread = Row { shown: Shown { text: None, json: Some("7") }, ..row };
        assert_eq!(differences(&case(Some(CqlValue::Int(7))), unread, unread, false), []);
    }

    #[test]
    fn each_planted_difference_is_found() {
        let (good, wrong, other_bytes) = (seven(&[7], 7), seven(&[7], 8), seven(&[0, 7], 7));
        let unread = Cell { bytes: Some(vec![7]), value: Err("truncated".to_owned()) };
        let null = Cell { bytes: None, value: Ok(None) };
        let right = row(Some(&good), Some("7"), Some("7"));
        let planted = [
            (row(Some(&wrong), Some("7"), Some("7")), "written and read by the driver"),
            (row(Some(&other_bytes), Some("7"), Some("7")), "bytes of cqlsh's and of the driver's row"),
            (row(Some(&unread), Some("7"), Some("7")), "written and read by the driver"),
            (row(Some(&null), Some("7"), Some("7")), "written and read by the driver"),
            (row(None, Some("7"), Some("7")), "written and read by the driver"),
            (row(Some(&good), Some("7.0"), Some("7")), "read by cqlsh"),
            (row(Some(&good), None, Some("7")), "read by cqlsh"),
            (row(Some(&good), Some("7"), Some("8")), "JSON read by cqlsh"),
            (Row { write_error: Some("refused"), ..right }, "written and read by the driver"),
        ];
        for (row, what) in planted {
            let found = differences(&case(Some(CqlValue::Int(7))), right, row, true);
            assert!(found.iter().any(|difference| difference.what == what), "{what}: {found:?}");
        }
        let by_cqlsh = differences(&case(Some(CqlValue::Int(7))), row(Some(&wrong), Some("7"), Some("7")), right, true);
        assert_eq!(by_cqlsh.first().map(|difference| difference.what), Some("written by cqlsh, read by the driver"));
        let nothing = row(None, None, None);
        assert_eq!(differences(&case(None), nothing, nothing, true).len(), 4);
    }

    #[test]
    fn values_that_are_printed_alike_are_told() {
        let cases = [(0, 1), (1, 2), (2, 1)].map(|(number, value)| Case { number, ..case(Some(CqlValue::Int(value))) });
        let shown = |_: &Case| Shown { text: Some("?"), json: Some("?") };
        let alike: Vec<_> = printed_alike(&cases, shown).into_iter().map(|(number, _)| number).collect();
        assert_eq!(alike, [1, 2]);
        let texts = ["1", "2", "1"];
        let shown = |case: &Case| Shown { text: texts.get(usize::try_from(case.number).unwrap()).copied(), json: None };
        assert_eq!(printed_alike(&cases, shown), []);
    }
}
