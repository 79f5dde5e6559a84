use super::Record;

/// How many fields the bits of [`Seen`] are enough for.
const BITS: usize = 64;

/// Which fields of a record have come, kept without memory of its own.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// A bit for each of the first fields.
    bits: u64,
    /// Whether a field has come that has no bit.
    beyond: bool,
}

impl Seen {
    /// Notes that the field at `index` has come.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) {
        if index < BITS {
            self.bits |= 1 << index;
        } else {
            self.beyond = true;
        }
    }

    /// Whether every field of `record` has come; false when that is not known.
    #[inline]
    pub(super) fn is_all_of(&self, record: &Record) -> bool {
        let count = record.fields.len();
        let all = match count {
            BITS => u64::MAX,
            _ if count < BITS => (1 << count) - 1,
            _ => return false,
        };
        self.bits == all
    }
}
