use std::fmt;

use ilium_cql::Escaped;
use ilium_driver::errors::Error;
use ilium_driver::private::write_chain;

/// Why a DAO cannot be prepared: every problem of every statement.
#[derive(Clone)]
pub struct PrepareError {
    dao: &'static str,
    problems: Vec<Problem>,
}

/// One reason why a statement cannot be prepared.
#[derive(Clone)]
pub struct Problem {
    statement: &'static str,
    location: &'static str,
    message: String,
    cause: Option<Error>,
}

impl PrepareError {
    pub(super) const fn new(dao: &'static str, problems: Vec<Problem>) -> Self {
        Self { dao, problems }
    }

    /// The problems, in the order of the DAO's fields.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Problem {
    pub(super) const fn new(statement: &'static str, location: &'static str, message: String) -> Self {
        Self { statement, location, message, cause: None }
    }

    pub(super) fn caused_by(mut self, cause: Error) -> Self {
        self.cause = Some(cause);
        self
    }

    /// The statement's name, such as `UserDao::get`.
    pub const fn statement(&self) -> &str {
        self.statement
    }

    /// Where its field stands in the source, as `file:line`.
    pub const fn location(&self) -> &str {
        self.location
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The error of the request, when it was one.
    pub const fn cause(&self) -> Option<&Error> {
        self.cause.as_ref()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.statement, self.location, Escaped(&self.message))
    }
}

/// As it is displayed.
impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Each problem has a line of its own.
impl fmt::Display for PrepareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.problems.len();
        let plural = if count == 1 { "" } else { "s" };
        write!(f, "cannot prepare `{}`: {count} problem{plural}", self.dao)?;
        for problem in &self.problems {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

/// The text, and a line for each source that it does not contain.
impl fmt::Debug for PrepareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_chain(self, f)
    }
}

/// The source is that of the first cause that has one: the [causes](Problem::cause) themselves are part of the text.
impl std::error::Error for PrepareError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.problems.iter().filter_map(Problem::cause).find_map(std::error::Error::source)
    }
}
