//! Prepared statements with their values.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::markers::expect_same;
use super::metadata::PreparedMetadata;
use super::options::{CallOptions, all_options, paging_option, statement_options};
use super::prepared::PreparedStatement;
use crate::observe::HistoryListener;
use crate::policy::LoadBalancingPolicy;
use crate::policy::retry::RetryPolicy;
use crate::policy::speculative_execution::SpeculativeExecutionPolicy;
use crate::profile::ExecutionProfileHandle;
use crate::topology::Token;
use crate::value::SerializationError;
use crate::wire::consistency::{Consistency, SerialConsistency};

/// A prepared statement together with its values, which are serialized already.
///
/// It can be executed more than once, and pushed into a [`Batch`](super::Batch). It begins with the options of the
/// statement it was bound from. When the statement's bind markers get other types, since its table was dropped and made
/// anew, executing it is an error and nothing is sent: bind the values again. Where a user-defined type has only got more
/// fields, the values stay what they are, without those fields.
#[derive(Clone)]
pub struct BoundStatement {
    prepared: PreparedStatement,
    /// What the values were written for.
    markers: Arc<PreparedMetadata>,
    values: Bytes,
    count: u16,
}

impl fmt::Debug for BoundStatement {
    /// Shows the statement and how many values there are; of the values, which may be secrets, nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoundStatement")
            .field("prepared", &self.prepared)
            .field("value_count", &self.count)
            .finish_non_exhaustive()
    }
}

impl BoundStatement {
    pub(crate) const fn new(
        prepared: PreparedStatement,
        markers: Arc<PreparedMetadata>,
        values: Bytes,
        count: u16,
    ) -> Self {
        Self { prepared, markers, values, count }
    }

    /// The statement.
    pub const fn prepared(&self) -> &PreparedStatement {
        &self.prepared
    }

    /// The statement, to change its options.
    pub const fn prepared_mut(&mut self) -> &mut PreparedStatement {
        &mut self.prepared
    }

    /// How many values are bound.
    pub const fn value_count(&self) -> u16 {
        self.count
    }

    /// Computes the token of the partition that the values belong to; `None` when they do not bind a whole key.
    ///
    /// # Errors
    /// When the statement has other bind markers by now, after a change of its table or because it was replaced by way of
    /// [`prepared_mut`](Self::prepared_mut).
    pub fn calculate_token(&self) -> Result<Option<Token>, SerializationError> {
        let markers = self.prepared.markers();
        Ok(markers.token(self.values(markers)?.0))
    }

    /// Under protocol 4, asks the server to leave the description of the columns out of its answers; see
    /// [`PreparedStatement::set_use_cached_result_metadata`].
    pub const fn set_use_cached_result_metadata(&mut self, use_cached_metadata: bool) {
        self.prepared.set_use_cached_result_metadata(use_cached_metadata);
    }

    /// The values as they go on the wire, one `[value]` after the other, and how many they are. `markers` are those that
    /// the statement has now.
    ///
    /// # Errors
    /// When these are others than those that the values were written for.
    pub(crate) fn values(&self, markers: &PreparedMetadata) -> Result<(&Bytes, u16), SerializationError> {
        if !std::ptr::eq(markers, &*self.markers) {
            markers.expect_count::<Self>(usize::from(self.count))?;
            match expect_same(&self.markers.specs, &markers.specs) {
                Err(other) if !other.is_growth() => return Err(SerializationError::new(other)),
                _ => {}
            }
        }
        Ok((&self.values, self.count))
    }

    statement_options!(prepared.options);
    paging_option!(prepared.options);
    all_options!(prepared.options);
}
