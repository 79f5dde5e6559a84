//! Names that are not there, or there twice.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::wire::shown::{debug_by_chain, escaped};
use ilium_cql::nearest;

/// A profile name that the session does not know.
///
/// It prints the name, the nearest known one when there is one alike, and all known names.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownProfile {
    name: Box<str>,
    known: Vec<Arc<str>>,
}

impl UnknownProfile {
    pub(super) fn new(name: &str, known: Vec<Arc<str>>) -> Self {
        Self { name: name.into(), known }
    }

    /// The name that was asked for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names that the session knows, sorted.
    pub fn known(&self) -> &[Arc<str>] {
        &self.known
    }

    /// The known name that looks like a different spelling of what was asked for.
    pub fn nearest(&self) -> Option<&str> {
        nearest(&self.name, self.known.iter().map(AsRef::as_ref))
    }
}

impl fmt::Display for UnknownProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| {
            write!(f, "unknown execution profile `{}`", self.name)?;
            if let Some(nearest) = self.nearest() {
                write!(f, ", did you mean `{nearest}`?")?;
            }
            f.write_str(" (known:")?;
            for (position, name) in self.known.iter().enumerate() {
                write!(f, "{} `{name}`", if position == 0 { "" } else { "," })?;
            }
            f.write_str(")")
        })
    }
}

/// So that `?` takes it where a session's errors are returned.
impl From<UnknownProfile> for crate::error::Error {
    #[cold]
    fn from(unknown: UnknownProfile) -> Self {
        Self::caused(crate::error::ErrorKind::UnknownProfile, unknown)
    }
}

impl Error for UnknownProfile {}

/// A profile name that was registered twice for one session.
#[derive(Clone, PartialEq, Eq)]
pub struct DuplicateProfile {
    name: Arc<str>,
}

impl DuplicateProfile {
    pub(super) fn new(name: Arc<str>) -> Self {
        Self { name }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for DuplicateProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, |f| write!(f, "execution profile `{}` is registered twice", self.name))
    }
}

impl Error for DuplicateProfile {}

debug_by_chain!(UnknownProfile, DuplicateProfile);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn a_session_error_says_which_names_there_are() {
        let error: crate::error::Error = UnknownProfile::new("reeds", vec!["reads".into(), "writes".into()]).into();
        assert_eq!(error.kind(), ErrorKind::UnknownProfile);
        let said = "cannot find the profile: unknown execution profile `reeds`, did you mean `reads`? (known: `reads`, \
                    `writes`)";
        assert_eq!(error.to_string(), said);
    }
}
