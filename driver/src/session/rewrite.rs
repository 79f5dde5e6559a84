//! Writing the values of a request again, where the types that they were written for turn out to have changed.

use crate::error::{Error, ErrorKind};
use crate::statement::{OtherMarkers, PreparedMetadata, PreparedStatement};

/// How often the values of one request are written again: a schema that changes faster is given up.
pub(super) const MAX_REWRITES: u8 = 3;

/// Returns the error of a request that is to be written again: the types of its values have got more fields, which the
/// statement has learned.
///
/// # Errors
/// Any other error.
#[cold]
pub(super) fn grown(error: Error) -> Result<Error, Error> {
    if is_growth(&error) { Ok(error) } else { Err(error) }
}

/// Whether it is the error of [`grown`].
pub(super) fn is_growth(error: &Error) -> bool {
    let cause = error.cause().and_then(|cause| cause.downcast_ref::<OtherMarkers>());
    cause.is_some_and(OtherMarkers::is_growth)
}

/// What the values of a statement are written for, which were written again `rewrites` times.
///
/// # Errors
/// Once the schema has changed, no values are written before a server has described the statement again.
#[inline]
pub(super) fn markers_of(prepared: &PreparedStatement, rewrites: u8) -> Result<&PreparedMetadata, Error> {
    match prepared.certain_markers() {
        Some(markers) => Ok(markers),
        None if rewrites == 0 => Err(in_doubt(prepared)),
        None => Ok(prepared.markers()),
    }
}

/// The schema has changed since a server described the statement.
#[cold]
pub(super) fn in_doubt(prepared: &PreparedStatement) -> Error {
    let found = "the schema has changed since the statement was prepared";
    Error::new(ErrorKind::Unprepared, found).of_statement(prepared.label())
}
