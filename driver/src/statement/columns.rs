//! The columns of a statement's result as they are now known.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;

use super::metadata::ResultMetadata;

/// The columns of a statement's result, replaced whole when the server says that they changed (native_protocol_v5 §4.2.5.2).
///
/// Nearly all statements keep the first ones, which are read without a look at what may replace them.
#[derive(Debug)]
pub(super) struct Columns {
    first: Arc<ResultMetadata>,
    /// Set after `now` was stored.
    have_changed: AtomicBool,
    now: ArcSwap<ResultMetadata>,
}

impl Columns {
    pub(super) fn new(first: Arc<ResultMetadata>) -> Self {
        Self { have_changed: AtomicBool::new(false), now: ArcSwap::new(Arc::clone(&first)), first }
    }

    /// The columns now.
    #[inline]
    pub(super) fn load(&self) -> Arc<ResultMetadata> {
        if self.have_changed.load(Ordering::Acquire) { self.now.load_full() } else { Arc::clone(&self.first) }
    }

    /// The columns now, to be looked at: no reference is counted while they are the first ones.
    #[inline]
    pub(super) fn see(&self) -> SeenColumns<'_> {
        if self.have_changed.load(Ordering::Acquire) {
            SeenColumns::Later(self.now.load_full())
        } else {
            SeenColumns::First(&self.first)
        }
    }

    /// They have become these.
    #[cold]
    pub(super) fn store(&self, columns: Arc<ResultMetadata>) {
        self.now.store(columns);
        self.have_changed.store(true, Ordering::Release);
    }
}

/// The columns of a statement at one moment: a request is written with them, and its answer read with them.
#[derive(Debug)]
pub(crate) enum SeenColumns<'a> {
    /// Those that the statement began with.
    First(&'a Arc<ResultMetadata>),
    /// Those that it had by then.
    Later(Arc<ResultMetadata>),
}

impl SeenColumns<'_> {
    /// The columns, to be kept.
    #[inline]
    pub(crate) fn into_shared(self) -> Arc<ResultMetadata> {
        match self {
            Self::First(first) => Arc::clone(first),
            Self::Later(later) => later,
        }
    }
}

impl Deref for SeenColumns<'_> {
    type Target = ResultMetadata;

    #[inline]
    fn deref(&self) -> &ResultMetadata {
        match self {
            Self::First(first) => first,
            Self::Later(later) => later,
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn the_last_ones_stored_are_loaded() {
        let named = |id: &'static str| Arc::new(ResultMetadata::new(Vec::new(), Bytes::new(), false, Bytes::from(id)));
        let first = named("first");
        let columns = Columns::new(Arc::clone(&first));
        assert!(Arc::ptr_eq(&columns.load(), &first));
        assert!(Arc::ptr_eq(&columns.see().into_shared(), &first));
        for id in ["second", "third"] {
            let next = named(id);
            columns.store(Arc::clone(&next));
            assert!(Arc::ptr_eq(&columns.load(), &next));
            assert!(Arc::ptr_eq(&columns.see().into_shared(), &next));
        }
        columns.store(Arc::clone(&first));
        assert!(Arc::ptr_eq(&columns.load(), &first));
    }
}
