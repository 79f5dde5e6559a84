use std::collections::BTreeMap;
use std::fmt;

use ilium_driver::observability::Counts;

use crate::context::Context;
use crate::mode::Mode;
use crate::verdict::Difference;

/// What the matrix found. It displays as a table, and lists every disagreement.
#[derive(Debug, Default)]
pub struct Report {
    pub(crate) kinds: Vec<&'static str>,
    /// The legal cells.
    pub(crate) cells: BTreeMap<Place, Cell>,
    /// Types that the server does not take in a place.
    pub(crate) refused: BTreeMap<Place, Refused>,
    /// Values that the server does not take in a place where it takes others of their type: how many, and those that it took.
    pub(crate) refused_values: (usize, Vec<String>),
    /// Values whose own literal was written by cqlsh: how many, and those that were not what they had been.
    pub(crate) literals: (usize, Vec<Disagreement>),
    /// The cells whose difference was made on purpose.
    pub(crate) planted: BTreeMap<Place, Cell>,
    /// What cqlsh cannot read, and why.
    pub(crate) json_only: BTreeMap<&'static str, Vec<Place>>,
    /// What went over the sockets in each mode, by the mode's writer.
    pub(crate) traffic: BTreeMap<&'static str, Counts>,
    /// How many values were compared.
    pub(crate) values: usize,
}

/// A type and where it stands.
pub(crate) type Place = (&'static str, Context);

/// The findings on a type in a place.
#[derive(Debug, Default)]
pub(crate) struct Cell {
    /// The disagreements in each mode, by the mode's writer; a mode that was tried has an entry.
    pub(crate) modes: BTreeMap<&'static str, Vec<Disagreement>>,
}

/// A case that did not agree.
#[derive(Clone, Debug)]
pub(crate) struct Disagreement {
    pub(crate) place: Place,
    pub(crate) literal: String,
    pub(crate) difference: Difference,
}

/// A type in a place that the server refuses.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) reason: &'static str,
    /// The modes in which it was taken instead, or in which something else failed.
    pub(crate) wrong: Vec<String>,
}

impl Cell {
    fn agreed(&self) -> usize {
        self.modes.values().filter(|disagreements| disagreements.is_empty()).count()
    }
}

impl Report {
    /// How many cells agreed, and how many there are: a cell is a type in a place in a mode.
    pub fn agreed(&self) -> (usize, usize) {
        let agreed = self.cells.values().map(Cell::agreed).sum();
        (agreed, self.cells.len() * Mode::ALL.len())
    }

    /// Whether every cell agreed, every value's own literal was the value, and everything was refused that should be.
    pub fn is_whole(&self) -> bool {
        let (agreed, all) = self.agreed();
        let refused = self.refused.values().all(|refused| refused.wrong.is_empty());
        agreed == all && all > 0 && refused && self.refused_values.1.is_empty() && self.literals.1.is_empty()
    }

    /// The cells in which a difference was planted and not seen: both by the driver and by cqlsh.
    pub fn unseen_differences(&self) -> Vec<String> {
        let mut unseen = Vec::new();
        for ((kind, context), cell) in &self.planted {
            for mode in Mode::ALL {
                let found = cell.modes.get(mode.writer).map(Vec::as_slice).unwrap_or_default();
                for what in ["written by cqlsh, read by the driver", "read by cqlsh", "JSON read by cqlsh"] {
                    if !found.iter().any(|disagreement| disagreement.difference.what == what) {
                        unseen.push(format!("{kind} {}, {}: {what}", context.name(), mode.title));
                    }
                }
            }
        }
        if self.planted.len() < Context::ALL.len() {
            unseen.push(format!("planted in {} of {} places", self.planted.len(), Context::ALL.len()));
        }
        unseen
    }

    /// The modes that should have compressed and did not: as much was written, or read, as without.
    pub fn not_compressed(&self) -> Vec<&'static str> {
        let has_saved = |mode: &Mode, plain: Mode| {
            let (Some(small), Some(large)) = (self.traffic.get(mode.writer), self.traffic.get(plain.writer)) else {
                return false;
            };
            // Most of what is written is filler.
            small.bytes_written < large.bytes_written / 4 && small.bytes_read < large.bytes_read
        };
        let wrong = |mode: &Mode| mode.uncompressed().is_some_and(|plain| !has_saved(mode, plain));
        Mode::ALL.into_iter().filter(wrong).map(|mode| mode.title).collect()
    }

    fn write_table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:16}", "")?;
        for context in Context::ALL {
            write!(f, "{:>11}", context.name())?;
        }
        writeln!(f)?;
        for kind in &self.kinds {
            write!(f, "{kind:16}")?;
            for context in Context::ALL {
                let place = (*kind, context);
                let text = match (self.cells.get(&place), self.refused.get(&place)) {
                    (Some(cell), _) => format!("{}/{}", cell.agreed(), Mode::ALL.len()),
                    (None, Some(refused)) if refused.wrong.is_empty() => "refused".to_owned(),
                    (None, Some(_)) => "NOT REFUSED".to_owned(),
                    (None, None) => "NOT TRIED".to_owned(),
                };
                write!(f, "{text:>11}")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }

    fn write_refusals(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut by_reason: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for ((kind, context), refused) in &self.refused {
            by_reason.entry((kind, refused.reason)).or_default().push(context.name());
            for wrong in &refused.wrong {
                writeln!(f, "NOT REFUSED: {kind} {}: {wrong}", context.name())?;
            }
        }
        for ((kind, reason), contexts) in by_reason {
            writeln!(f, "refused: {kind} {}: {reason}", contexts.join(", "))?;
        }
        let (count, taken) = &self.refused_values;
        writeln!(f, "refused values: {} of {count}, empty ones where a value must have bytes", count - taken.len())?;
        taken.iter().try_for_each(|value| writeln!(f, "NOT REFUSED: {value}"))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "In how many of {} modes the values of a type (row) agreed in a place (column):", Mode::ALL.len())?;
        self.write_table(f)?;
        self.write_refusals(f)?;
        for (reason, places) in &self.json_only {
            let places: Vec<_> = places.iter().map(|(kind, context)| format!("{kind} {}", context.name())).collect();
            writeln!(f, "compared by the server's JSON alone: {}: {reason}", places.join(", "))?;
        }
        let disagreements = self.cells.values().flat_map(|cell| &cell.modes);
        for (writer, found) in disagreements {
            found.iter().try_for_each(|disagreement| writeln!(f, "DISAGREED in {writer}: {disagreement}"))?;
        }
        let (count, wrong) = &self.literals;
        wrong.iter().try_for_each(|disagreement| writeln!(f, "LITERAL IS ANOTHER VALUE: {disagreement}"))?;
        for mode in Mode::ALL {
            let agreed = |cell: &&Cell| cell.modes.get(mode.writer).is_some_and(Vec::is_empty);
            let cells = self.cells.values().filter(agreed).count();
            write!(f, "{}: {cells} of {} cells agreed", mode.title, self.cells.len())?;
            let Counts { bytes_written, bytes_read, .. } = self.traffic.get(mode.writer).copied().unwrap_or_default();
            writeln!(f, "; {} KiB written, {} KiB read", bytes_written / 1024, bytes_read / 1024)?;
        }
        let differing: usize = count - wrong.len();
        writeln!(f, "literals that values display as: {differing} of {count} were the value again")?;
        let (agreed, all) = self.agreed();
        write!(f, "matrix: {agreed} of {all} cells agreed ({} values)", self.values)
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place: (kind, context), literal, difference: Difference { what, expected, found } } = self;
        write!(f, "{kind} {}, `{literal}`: {what}\n  expected {expected}\n  found    {found}", context.name())
    }
}
