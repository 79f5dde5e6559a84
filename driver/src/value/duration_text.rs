//! Durations from text, in the forms that Cassandra reads.

use std::str::FromStr;

use super::calendar::number;
use super::duration::{CqlDuration, HOUR, MICROSECOND, MILLISECOND, MINUTE, SECOND};
use super::parse_error::ParseError;

/// What a unit is made of: months, days or nanoseconds.
#[derive(Clone, Copy)]
enum Part {
    Months,
    Days,
    Nanoseconds,
}

/// Units as Cassandra spells them, the largest first, and how much of which part each is. They follow each other in this
/// order, each once at most. Two spellings of one unit stand side by side.
const UNITS: [(&str, Part, u64); 11] = [
    ("y", Part::Months, 12),
    ("mo", Part::Months, 1),
    ("w", Part::Days, 7),
    ("d", Part::Days, 1),
    ("h", Part::Nanoseconds, HOUR),
    ("m", Part::Nanoseconds, MINUTE),
    ("s", Part::Nanoseconds, SECOND),
    ("ms", Part::Nanoseconds, MILLISECOND),
    ("us", Part::Nanoseconds, MICROSECOND),
    ("µs", Part::Nanoseconds, MICROSECOND),
    ("ns", Part::Nanoseconds, 1),
];

/// Units of the ISO form before and after its `T`, as indexes of [`UNITS`].
const ISO_DATE: [(char, usize); 3] = [('Y', 0), ('M', 1), ('D', 3)];
const ISO_TIME: [(char, usize); 3] = [('H', 4), ('M', 5), ('S', 6)];

const EXPECTED: &str = "expected a form such as 1y2mo3d4h5m6s7ms8us9ns, P1Y2M3DT4H5M6S, P0001-02-03T04:05:06 or P2W";
const OUT_OF_RANGE: &str = "it is out of range";

/// The size of a duration, its sign apart.
#[derive(Default)]
struct Magnitude {
    months: u64,
    days: u64,
    nanoseconds: u64,
}

impl Magnitude {
    fn add(&mut self, count: u64, part: Part, factor: u64) -> Result<(), &'static str> {
        let total = match part {
            Part::Months => &mut self.months,
            Part::Days => &mut self.days,
            Part::Nanoseconds => &mut self.nanoseconds,
        };
        let sum = count.checked_mul(factor).and_then(|more| total.checked_add(more));
        *total = sum.ok_or(OUT_OF_RANGE)?;
        Ok(())
    }

    fn add_unit(&mut self, count: &str, unit: usize) -> Result<(), &'static str> {
        let (_, part, factor) = UNITS.get(unit).ok_or(EXPECTED)?;
        if count.is_empty() || !count.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(EXPECTED);
        }
        self.add(count.parse().map_err(|_| OUT_OF_RANGE)?, *part, *factor)
    }

    fn signed(&self, is_negative: bool) -> Option<CqlDuration> {
        let signed = |magnitude: u64| if is_negative { -i128::from(magnitude) } else { i128::from(magnitude) };
        Some(CqlDuration {
            months: signed(self.months).try_into().ok()?,
            days: signed(self.days).try_into().ok()?,
            nanoseconds: signed(self.nanoseconds).try_into().ok()?,
        })
    }
}

/// One of these forms, a `-` before it or not:
/// - `1y2mo3w4d5h6m7s8ms9us10ns`: any of these units, in this order, in letters of any case;
/// - ISO 8601: `P1Y2M3DT4H5M6S`, `P0001-02-03T04:05:06` or `P2W`.
impl FromStr for CqlDuration {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let (is_negative, magnitude) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let parsed = match magnitude.strip_prefix('P') {
            Some(iso) if iso.contains('-') => iso_alternative(iso),
            Some(iso) => iso.strip_suffix('W').map_or_else(|| iso_units(iso), iso_weeks),
            None => units(magnitude),
        };
        let error = |reason| ParseError::new("duration", text, reason);
        parsed.map_err(error)?.signed(is_negative).ok_or_else(|| error(OUT_OF_RANGE))
    }
}

/// Reads `1y2mo3w`.
fn units(text: &str) -> Result<Magnitude, &'static str> {
    let mut magnitude = Magnitude::default();
    let (mut rest, mut next) = (text, 0);
    loop {
        let (count, tail) = split_number(rest)?;
        let unit_len = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(unit_len).ok_or(EXPECTED)?;
        let index = UNITS.iter().position(|(name, ..)| *name == unit.to_lowercase()).ok_or(EXPECTED)?;
        if index < next {
            return Err("its units are not in order, from the largest, each once");
        }
        magnitude.add_unit(count, index)?;
        // `µs` is the same unit as `us`.
        next = if unit.eq_ignore_ascii_case("us") { index + 2 } else { index + 1 };
        rest = tail;
        if rest.is_empty() {
            return Ok(magnitude);
        }
    }
}

/// Reads `1Y2M3DT4H5M6S`; what is zero may be left out, in either half.
fn iso_units(text: &str) -> Result<Magnitude, &'static str> {
    let mut magnitude = Magnitude::default();
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    for (half, mut units) in [(date, &ISO_DATE[..]), (time, &ISO_TIME[..])] {
        let mut rest = half;
        while !rest.is_empty() {
            let (count, tail) = split_number(rest)?;
            let mut letters = tail.chars();
            let letter = letters.next();
            let position = units.iter().position(|(unit, _)| Some(*unit) == letter).ok_or(EXPECTED)?;
            let (unit, later) = units.get(position..).and_then(<[_]>::split_first).ok_or(EXPECTED)?;
            magnitude.add_unit(count, unit.1)?;
            (units, rest) = (later, letters.as_str());
        }
    }
    Ok(magnitude)
}

/// Reads the `2` of `P2W`.
fn iso_weeks(count: &str) -> Result<Magnitude, &'static str> {
    let mut magnitude = Magnitude::default();
    magnitude.add_unit(count, 2)?;
    Ok(magnitude)
}

/// Reads `0001-02-03T04:05:06`, whose fields have these lengths and no bounds but their digits.
fn iso_alternative(text: &str) -> Result<Magnitude, &'static str> {
    let mut magnitude = Magnitude::default();
    let (date, time) = text.split_once('T').ok_or(EXPECTED)?;
    let mut fields = date.split('-').chain(time.split(':'));
    if date.split('-').count() != 3 {
        return Err(EXPECTED);
    }
    for (len, unit) in [(4, 0), (2, 1), (2, 3), (2, 4), (2, 5), (2, 6)] {
        let field = fields.next().filter(|field| number(field, len..=len).is_some()).ok_or(EXPECTED)?;
        magnitude.add_unit(field, unit)?;
    }
    if fields.next().is_some() { Err(EXPECTED) } else { Ok(magnitude) }
}

/// Splits digits, one at least, off the front.
fn split_number(text: &str) -> Result<(&str, &str), &'static str> {
    let len = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if len == 0 { Err(EXPECTED) } else { text.split_at_checked(len).ok_or(EXPECTED) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn duration(months: i32, days: i32, nanoseconds: i64) -> CqlDuration {
        CqlDuration { months, days, nanoseconds }
    }

    #[test]
    fn every_form_is_read() {
        let time = 5 * 3_600_000_000_000 + 6 * 60_000_000_000 + 7_000_000_000;
        let table = [
            ("1y2mo3w4d5h6m7s8ms9us10ns", duration(14, 25, time + 8_009_010)),
            ("1Y2MO3W4D5H6M7S8MS9US10NS", duration(14, 25, time + 8_009_010)),
            ("9µs10ns", duration(0, 0, 9_010)),
            ("0ns", duration(0, 0, 0)),
            ("-1mo1d", duration(-1, -1, 0)),
            ("P1Y2M3DT5H6M7S", duration(14, 3, time)),
            ("P1Y", duration(12, 0, 0)),
            ("PT6M", duration(0, 0, 360_000_000_000)),
            ("P6M", duration(6, 0, 0)),
            ("-PT1S", duration(0, 0, -1_000_000_000)),
            ("P0001-02-03T05:06:07", duration(14, 3, time)),
            ("-P0000-99-00T00:00:99", duration(-99, 0, -99_000_000_000)),
            ("P2W", duration(0, 14, 0)),
            ("-P0W", duration(0, 0, 0)),
            ("2147483647mo", duration(i32::MAX, 0, 0)),
            ("-2147483648d", duration(0, i32::MIN, 0)),
            ("-9223372036854775808ns", duration(0, 0, i64::MIN)),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_errors_that_say_why() {
        let reason = |text: &str| text.parse::<CqlDuration>().unwrap_err().to_string();
        for text in [
            "",
            "-",
            "1",
            "y",
            "1x",
            "1y 2mo",
            "--1d",
            "+1d",
            "1d-1h",
            "1.5h",
            "P-1D",
            "P1D2Y",
            "PT1D",
            "P1H",
            "P1DT1H1H",
            "p1y",
            "P1W2D",
            "PW",
            "P0001-02-03",
            "P001-02-03T04:05:06",
            "P0001-02-03T04:05",
            "P0001-02-03T04:05:06:07",
            "P0001-02T03:04:05:06",
            "1M\u{0301}o",
        ] {
            assert!(reason(text).contains("expected a form"), "{text}");
        }
        for text in ["1d1d", "1h1d", "1ns1us", "1us1µs", "1µs1us", "1mo1y"] {
            assert!(reason(text).contains("not in order"), "{text}: {}", reason(text));
        }
        for text in ["2147483648mo", "178956971y", "306783379w", "2562048h", "99999999999999999999ns", "-2147483649d"] {
            assert!(reason(text).ends_with("it is out of range"), "{text}");
        }
        assert_eq!(
            reason("1y1y"),
            "cannot read \"1y1y\" as duration: its units are not in order, from the largest, each once"
        );
    }

    proptest! {
        #[test]
        fn what_displays_is_read(months in 0..=i32::MAX, days in 0..=i32::MAX, nanos in 0..=i64::MAX, negative: bool) {
            let sign = if negative { -1 } else { 1 };
            let value = duration(months * sign, days * sign, nanos * i64::from(sign));
            prop_assert_eq!(value.to_string().parse(), Ok(value));
        }

        #[test]
        fn any_text_is_a_duration_or_an_error(text in "[-P0-9yYmMowWdDhHsSnuµT:]{0,12}") {
            if let Ok(value) = text.parse::<CqlDuration>() {
                prop_assert_eq!(value.to_string().parse(), Ok(value));
            }
        }
    }
}
