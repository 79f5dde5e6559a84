use super::slot::{Slot, State, StreamId};

/// The stream ids of a connection: a table of slots and a stack of free ids.
///
/// The id freed last is used first, so that a connection with few requests in flight touches few slots.
#[derive(Debug)]
pub(crate) struct Streams {
    /// Grows to `max` and never shrinks.
    slots: Vec<Slot>,
    /// Ids below `slots.len()` that are free.
    free: Vec<u16>,
    /// How many ids may be used.
    max: u16,
}

impl Streams {
    pub(crate) const fn new(max: u16) -> Self {
        Self { slots: Vec::new(), free: Vec::new(), max }
    }

    /// Takes a free id; `None` when all are in use.
    #[inline]
    pub(crate) fn acquire(&mut self) -> Option<(StreamId, &mut Slot)> {
        let id = match self.free.pop() {
            Some(id) => id,
            None => self.grow()?,
        };
        self.slots.get_mut(usize::from(id)).map(|slot| (StreamId(id), slot))
    }

    #[cold]
    fn grow(&mut self) -> Option<u16> {
        let id = u16::try_from(self.slots.len()).ok().filter(|id| *id < self.max)?;
        self.slots.push(Slot::new());
        Some(id)
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, id: StreamId) -> Option<&mut Slot> {
        self.slots.get_mut(usize::from(id.0))
    }

    /// Gives an id back and returns what its slot held.
    #[inline]
    pub(crate) fn release(&mut self, id: StreamId) -> State {
        match self.slots.get_mut(usize::from(id.0)) {
            Some(slot) => {
                slot.waker = None;
                slot.deadline = None;
                self.free.push(id.0);
                std::mem::replace(&mut slot.state, State::Free)
            }
            None => State::Free,
        }
    }

    /// Whether an id is free.
    pub(crate) const fn has_free(&self) -> bool {
        !self.free.is_empty() || self.slots.len() < self.max as usize
    }

    /// How many ids are not free.
    #[cfg(test)]
    pub(crate) const fn in_use(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Every slot.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Slot> {
        self.slots.iter_mut()
    }
}
