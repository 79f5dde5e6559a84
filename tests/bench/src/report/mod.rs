//! The tables that a benchmark prints, and whether its budgets hold.

mod table;
mod time;

use crate::measure::Cost;
use table::{format, grouped, hundredths, none, ratio};

pub use time::{Measure, Peer, TimeLine, time_table};

/// The most that a request may cost.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// User space instructions.
    pub instructions: u64,
    /// Those among them that lock memory; `None` where others decide how many they are.
    pub locked: Option<u64>,
    /// Heap allocations.
    pub allocations: u64,
    /// The fewest requests that a system call may write; zero where nothing gathers.
    pub requests_per_write: u64,
}

/// Allocations and locked instructions of background work that do not count against a budget, in hundredths a request.
const BACKGROUND: u64 = 5;

/// As [`BACKGROUND`], of locked instructions: the runtime has some for each time that it waits, the requests share them.
const LOCKED_BACKGROUND: u64 = 60;

impl Budget {
    fn holds(&self, cost: &Cost) -> bool {
        cost.instructions <= self.instructions
            && self.locked.is_none_or(|locked| cost.locked_hundredths <= locked * 100 + LOCKED_BACKGROUND)
            && cost.allocation_hundredths <= self.allocations * 100 + BACKGROUND
            && cost.requests_per_write >= self.requests_per_write
    }
}

/// One measured scenario.
#[derive(Debug, Clone)]
pub struct Line {
    /// What was done.
    pub label: String,
    /// What it cost.
    pub cost: Cost,
    /// What it may cost; `None` for a line that is only shown.
    pub budget: Option<Budget>,
    /// What the same costs those it is compared with, where that could be measured.
    pub compared: Vec<Option<Cost>>,
}

impl Line {
    /// Whether there is a budget and it is exceeded.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.budget.is_some_and(|budget| !budget.holds(&self.cost))
    }

    fn cells(&self) -> Vec<String> {
        let budget =
            |value: fn(&Budget) -> Option<u64>| self.budget.as_ref().and_then(value).map_or_else(none, grouped);
        let verdict = match self.budget {
            None => none(),
            Some(_) if self.is_over() => "OVER".to_owned(),
            Some(_) => "ok".to_owned(),
        };
        let mut cells = vec![
            self.label.clone(),
            grouped(self.cost.instructions),
            budget(|budget| Some(budget.instructions)),
            hundredths(self.cost.locked_hundredths),
            budget(|budget| budget.locked),
            hundredths(self.cost.allocation_hundredths),
            budget(|budget| Some(budget.allocations)),
            grouped(self.cost.requests_per_write),
            verdict,
        ];
        for compared in &self.compared {
            let shown = |show: &dyn Fn(&Cost) -> String| compared.as_ref().map_or_else(none, show);
            cells.extend([
                shown(&|cost| grouped(cost.instructions)),
                shown(&|cost| hundredths(cost.locked_hundredths)),
                shown(&|cost| hundredths(cost.allocation_hundredths)),
                shown(&|cost| ratio(self.cost.instructions, cost.instructions).map_or_else(none, hundredths)),
            ]);
        }
        cells
    }
}

/// The table as text; `subject` is what was measured, and `peers` what it is compared with.
#[must_use]
pub fn table(subject: &str, peers: &[&str], lines: &[Line]) -> String {
    let mut head = vec!["a request".to_owned(), format!("{subject}: instructions")];
    head.extend(["budget", "locked", "budget", "allocations", "budget", "requests a write", ""].map(ToOwned::to_owned));
    for peer in peers {
        head.extend([format!("{peer}: instructions"), "locked".into(), "allocations".into(), "ratio".into()]);
    }
    format(&std::iter::once(head).chain(lines.iter().map(Line::cells)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget { instructions: 6_000, locked: Some(24), allocations: 4, requests_per_write: 128 };

    fn line(instructions: u64, locked: u64, allocation_hundredths: u64, requests_per_write: u64) -> Line {
        let cost = Cost { instructions, locked_hundredths: locked, allocation_hundredths, requests_per_write };
        Line {
            label: "point read".to_owned(),
            cost,
            budget: Some(BUDGET),
            compared: vec![Some(Cost { instructions: 20_000, ..cost }), None],
        }
    }

    #[test]
    fn each_part_of_a_budget_is_held() {
        assert!(!line(6_000, 2_460, 405, 128).is_over());
        assert!(line(6_001, 2_400, 400, 256).is_over());
        assert!(line(6_000, 2_461, 400, 256).is_over());
        assert!(line(6_000, 2_400, 406, 256).is_over());
        assert!(line(6_000, 2_400, 400, 127).is_over());
    }

    #[test]
    fn the_table_shows_all_and_the_ratio() {
        let lines = [line(5_000, 2_400, 400, 256), line(12_345_678, 2_400, 400, 256)];
        let text = table("ilium", &["scylla", "another"], &lines);
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 4);
        assert!(rows[2].contains("5,000") && rows[2].contains("ok") && rows[2].contains("0.25"), "{text}");
        assert!(rows[2].contains("6,000"), "{text}");
        assert!(rows[3].contains("12,345,678") && rows[3].contains("OVER"), "{text}");
        assert!(rows.iter().all(|row| row.chars().count() == rows[0].chars().count()), "{text}");
    }
}
