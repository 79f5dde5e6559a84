//! The table that a benchmark prints, and whether its budgets hold.

use crate::measure::Cost;

/// The most that a request may cost.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// User space instructions.
    pub instructions: u64,
    /// Heap allocations.
    pub allocations: u64,
    /// The fewest requests that a system call may write; zero where nothing gathers.
    pub requests_per_write: u64,
}

/// Allocations of background work that do not count against a budget, in hundredths a request.
const BACKGROUND: u64 = 5;

impl Budget {
    fn holds(&self, cost: &Cost) -> bool {
        cost.instructions <= self.instructions
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
    /// What the same costs the one it is compared with, where that could be measured.
    pub compared: Option<Cost>,
}

impl Line {
    /// Whether there is a budget and it is exceeded.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.budget.is_some_and(|budget| !budget.holds(&self.cost))
    }

    fn cells(&self) -> [String; 10] {
        let none = || "-".to_owned();
        let budget =
            |value: fn(&Budget) -> u64| self.budget.as_ref().map_or_else(none, |budget| grouped(value(budget)));
        let verdict = match self.budget {
            None => none(),
            Some(_) if self.is_over() => "OVER".to_owned(),
            Some(_) => "ok".to_owned(),
        };
        [
            self.label.clone(),
            grouped(self.cost.instructions),
            budget(|budget| budget.instructions),
            hundredths(self.cost.allocation_hundredths),
            budget(|budget| budget.allocations),
            grouped(self.cost.requests_per_write),
            verdict,
            self.compared.map_or_else(none, |cost| grouped(cost.instructions)),
            self.compared.map_or_else(none, |cost| hundredths(cost.allocation_hundredths)),
            self.compared.map_or_else(none, |cost| ratio(self.cost.instructions, cost.instructions)),
        ]
    }
}

/// The table as text; `subject` is what was measured and `peer` what it is compared with.
#[must_use]
pub fn table(subject: &str, peer: &str, lines: &[Line]) -> String {
    let head = [
        "a request".to_owned(),
        format!("{subject}: instructions"),
        "budget".to_owned(),
        "allocations".to_owned(),
        "budget".to_owned(),
        "requests a write".to_owned(),
        String::new(),
        format!("{peer}: instructions"),
        "allocations".to_owned(),
        "ratio".to_owned(),
    ];
    let rows: Vec<_> = std::iter::once(head).chain(lines.iter().map(Line::cells)).collect();
    let mut widths = [0; 10];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        for (column, (width, cell)) in widths.iter().zip(row).enumerate() {
            out.push_str(&if column == 0 { format!("| {cell:<width$} |") } else { format!(" {cell:>width$} |") });
        }
        out.push('\n');
        if number == 0 {
            for (column, width) in widths.iter().enumerate() {
                let dashes = "-".repeat(*width);
                out.push_str(&if column == 0 { format!("|-{dashes}-|") } else { format!("-{dashes}:|") });
            }
            out.push('\n');
        }
    }
    out
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn hundredths(number: u64) -> String {
    format!("{}.{:02}", grouped(number / 100), number % 100)
}

fn ratio(part: u64, whole: u64) -> String {
    (part * 100 + whole / 2).checked_div(whole).map_or_else(|| "-".to_owned(), hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(instructions: u64, allocation_hundredths: u64, requests_per_write: u64) -> Line {
        Line {
            label: "point read".to_owned(),
            cost: Cost { instructions, allocation_hundredths, requests_per_write },
            budget: Some(Budget { instructions: 6_000, allocations: 4, requests_per_write: 128 }),
            compared: Some(Cost { instructions: 20_000, allocation_hundredths: 1_200, requests_per_write: 42 }),
        }
    }

    #[test]
    fn each_part_of_a_budget_is_held() {
        assert!(!line(6_000, 405, 128).is_over());
        assert!(line(6_001, 400, 256).is_over());
        assert!(line(6_000, 406, 256).is_over());
        assert!(line(6_000, 400, 127).is_over());
    }

    #[test]
    fn the_table_shows_both_and_their_ratio() {
        let text = table("ilium", "scylla", &[line(5_000, 400, 256), line(12_345_678, 400, 256)]);
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 4);
        assert!(rows[2].contains("5,000") && rows[2].contains("ok") && rows[2].contains("0.25"), "{text}");
        assert!(rows[3].contains("12,345,678") && rows[3].contains("OVER"), "{text}");
        assert!(rows.iter().all(|row| row.chars().count() == rows[0].chars().count()), "{text}");
    }
}
