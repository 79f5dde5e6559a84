/// Statements for cqlsh, in the order in which they are executed, and where in the file each of them ends.
#[derive(Debug, Default)]
pub(crate) struct Script {
    text: String,
    /// The last line of each statement, counted from 1, and what it is for.
    ends: Vec<(usize, String)>,
    lines: usize,
}

impl Script {
    /// Appends a statement without its semicolon, and what it is for.
    pub(crate) fn push(&mut self, statement: &str, purpose: impl Into<String>) {
        self.text.push_str(statement);
        self.text.push_str(";\n");
        self.lines += statement.matches('\n').count() + 1;
        self.ends.push((self.lines, purpose.into()));
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What the statement on a line, counted from 1, is for.
    fn purpose(&self, line: usize) -> &str {
        let statement = self.ends.iter().find(|(end, _)| line <= *end);
        statement.map_or("no statement", |(_, purpose)| purpose)
    }

    /// The errors that cqlsh told of this script, which was in `file`: what the statement was for, and the error.
    pub(crate) fn errors<'a>(&'a self, file: &str, stderr: &'a str) -> Vec<(&'a str, &'a str)> {
        let prefix = format!("{file}:");
        let error = |line: &'a str| {
            let (number, message) = line.strip_prefix(&prefix)?.split_once(':')?;
            // cqlsh names the line that follows.
            let line = number.parse::<usize>().ok()?.checked_sub(1)?;
            Some((self.purpose(line), message))
        };
        stderr.lines().filter_map(error).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_of_the_statement_on_its_line() {
        let mut script = Script::default();
        script.push("INSERT 1", "first");
        script.push("INSERT 'a\nb'", "second");
        script.push("INSERT 3", "third");
        assert_eq!(script.text(), "INSERT 1;\nINSERT 'a\nb';\nINSERT 3;\n");
        let stderr = "warning\n/x/a.cql:4:SyntaxException: b\n/x/a.cql:5:Bad: c: d\n/x/a.cql:9:Odd\n/y.cql:1:x";
        let errors = script.errors("/x/a.cql", stderr);
        assert_eq!(errors, [("second", "SyntaxException: b"), ("third", "Bad: c: d"), ("no statement", "Odd")]);
    }
}
