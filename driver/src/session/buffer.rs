use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// How many buffers a thread keeps.
///
/// As many as requests that a thread has in flight at a busy time; at 128 bytes or so each they weigh next to nothing.
const KEPT: usize = 1024;

/// A buffer over this is given back to the allocator.
///
/// One large blob should not hold its size for the life of the thread.
const KEPT_CAPACITY: usize = 16 * 1024;

/// How large a new buffer is: most prepared requests fit.
const NEW_CAPACITY: usize = 256;

thread_local! {
    static BUFFERS: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// The body of a request; its memory is used again by a later request of the thread that it ends on.
#[derive(Debug)]
pub(super) struct Buffer(Vec<u8>);

impl Buffer {
    /// Takes an empty buffer.
    #[inline]
    pub(super) fn take() -> Self {
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
}
