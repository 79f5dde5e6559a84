//! Tables of text, and the numbers in them.

/// The rows as a table, the first of which is its head: the first column to the left, all others to the right.
pub(super) fn format(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; columns];
    for row in rows {
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

/// What stands where nothing was measured.
pub(super) fn none() -> String {
    "-".to_owned()
}

/// `1234567` as `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
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

pub(super) fn hundredths(number: u64) -> String {
    format!("{}.{:02}", grouped(number / 100), number % 100)
}

/// In hundredths, rounded; `None` of nothing.
pub(super) fn ratio(part: u64, whole: u64) -> Option<u64> {
    (part * 100 + whole / 2).checked_div(whole)
}

/// A limit, and in parentheses what it is to become.
pub(super) fn limit(limit: Option<String>, goal: Option<String>) -> String {
    match (limit, goal) {
        (Some(limit), Some(goal)) => format!("{limit} ({goal})"),
        (Some(limit), None) => limit,
        (None, Some(goal)) => format!("({goal})"),
        (None, None) => none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_rounded() {
        assert_eq!((grouped(0), grouped(999), grouped(12_345_678)), ("0".into(), "999".into(), "12,345,678".into()));
        assert_eq!((hundredths(5), hundredths(123_456)), ("0.05".into(), "1,234.56".into()));
        assert_eq!((ratio(1, 3), ratio(2, 3), ratio(1, 0)), (Some(33), Some(67), None));
    }

    #[test]
    fn all_rows_are_as_wide_as_the_widest_cells() {
        let text = format(&[vec!["a".into(), "long head".into()], vec!["longer".into(), "1".into()]]);
        assert_eq!(text, "| a      | long head |\n|--------|----------:|\n| longer |         1 |\n");
    }
}
