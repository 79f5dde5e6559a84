//! Bodies of requests, whose memory is used again.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// How many buffers a thread keeps: as many as the requests that a busy thread has in flight.
const KEPT: usize = 256;

/// A buffer with more capacity in bytes goes back to the allocator.
///
/// With [`KEPT`] it bounds what a thread keeps to 1 MiB, and lets the bodies of most writes be used again.
const KEPT_CAPACITY: usize = 4 * 1024;

/// How large a new buffer is: most prepared requests fit.
const NEW_CAPACITY: usize = 256;

thread_local! {
    static BUFFERS: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// The body of a request; its memory is used again by a later request of the thread that it ends on.
#[derive(Debug)]
pub(in crate::session) struct Buffer(Vec<u8>);

impl Buffer {
    /// Takes an empty buffer.
    #[inline]
    pub(in crate::session) fn take() -> Self {
        let kept = BUFFERS.with(|buffers| buffers.try_borrow_mut().ok().and_then(|mut buffers| buffers.pop()));
        Self(kept.unwrap_or_else(|| Vec::with_capacity(NEW_CAPACITY)))
    }
}

impl Deref for Buffer {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl Drop for Buffer {
    #[inline]
    fn drop(&mut self) {
        if self.0.capacity() > KEPT_CAPACITY {
            return;
        }
        let mut buffer = std::mem::take(&mut self.0);
        buffer.clear();
        // A thread that is ending has no list any more; then the allocator gets it.
        let _ending = BUFFERS.try_with(|buffers| {
            if let Ok(mut buffers) = buffers.try_borrow_mut()
                && buffers.len() < KEPT
            {
                buffers.push(buffer);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_buffer_is_used_again_and_empty() {
        let mut first = Buffer::take();
        first.extend_from_slice(&[1; 1000]);
        let address = first.as_ptr();
        drop(first);
        let second = Buffer::take();
        assert!(second.is_empty());
        assert_eq!(second.as_ptr(), address);
    }
    #[test]
    fn a_thread_keeps_a_bounded_number_of_bytes() {
        let grown = |capacity: usize| {
            let mut buffer = Buffer::take();
            buffer.reserve_exact(capacity);
            buffer
        };
        let held: Vec<Buffer> = (0..4 * KEPT).map(|_| grown(KEPT_CAPACITY)).collect();
        drop(held);
        drop(grown(KEPT_CAPACITY + 1));
        let kept: usize = BUFFERS.with(|buffers| buffers.borrow().iter().map(Vec::capacity).sum());
        assert!((1..=1024 * 1024).contains(&kept), "{kept} bytes");
    }
}
