use std::collections::HashMap;

/// The rows that cqlsh printed: by alias of the third column, by writer and number.
///
/// A result is printed as
/// ```text
///  writer | number | alias
/// --------+--------+-------
///      v5 |      0 | 'it'
///
/// (1 rows)
/// ```
/// Line breaks and other control characters of values are printed as escapes, so a row is a line. The first two columns
/// have no ` | `, so a value may have one.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    columns: HashMap<String, HashMap<(String, i32), String>>,
}

impl Printed {
    pub(crate) fn parse(stdout: &str) -> Self {
        let mut columns: HashMap<String, HashMap<_, _>> = HashMap::new();
        let mut lines = stdout.split('\n').peekable();
        while let Some(line) = lines.next() {
            let Some(("writer", "number", alias)) = cells(line) else { continue };
            if lines.next_if(|line| is_rule(line)).is_none() {
                continue;
            }
            let rows = columns.entry(alias.trim_end().to_owned()).or_default();
            while let Some((writer, number, text)) = lines.next_if(|line| !line.is_empty()).and_then(cells) {
                if let Ok(number) = number.parse() {
                    rows.insert((writer.to_owned(), number), text.to_owned());
                }
            }
        }
        Self { columns }
    }

    /// What was printed for the value of a row; `None` when there was no such row.
    pub(crate) fn text(&self, alias: &str, writer: &str, number: i32) -> Option<&str> {
        self.columns.get(alias)?.get(&(writer.to_owned(), number)).map(String::as_str)
    }
}

/// The three cells of a line. Cells are padded to the width of their column, at the left.
fn cells(line: &str) -> Option<(&str, &str, &str)> {
    let mut cells = line.splitn(3, " | ");
    Some((cells.next()?.trim(), cells.next()?.trim(), cells.next()?.trim_start_matches(' ')))
}

fn is_rule(line: &str) -> bool {
    line.contains("-+-") && line.chars().all(|c| matches!(c, '-' | '+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_whatever_their_values_look_like() {
        let printed = Printed::parse(concat!(
            "WARNING: x\n\n writer  | number | a1\n---------+--------+-------\n",
            "      v5 |      0 |  a | b\n   v5_lz4 |     12 |      \n cqlsh |      0 | writer | number | a9\n",
            "\n(3 rows)\n\n writer | number | j1\n--------+--------+----\n v5 | 0 | \"a\"\n\n(1 rows)\n",
            "\n writer | number | e1\n--------+--------+----\n\n\n(0 rows)\n",
        ));
        assert_eq!(printed.text("a1", "v5", 0), Some("a | b"));
        assert_eq!(printed.text("a1", "v5_lz4", 12), Some(""));
        assert_eq!(printed.text("a1", "cqlsh", 0), Some("writer | number | a9"));
        assert_eq!(printed.text("a1", "v4", 0), None);
        assert_eq!(printed.text("j1", "v5", 0), Some("\"a\""));
        assert_eq!(printed.text("e1", "v5", 0), None);
        assert_eq!(printed.text("a9", "v5", 0), None);
    }
}
