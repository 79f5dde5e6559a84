use crate::cql_type::{Kind, TypeInfo};

/// Longest message; what is over is cut. A table of 100 columns with names of 16 letters fits.
const CAPACITY: usize = 2048;

/// A message of a compile error, put together when a check has failed and not before.
pub(crate) struct Message {
    text: [u8; CAPACITY],
    len: usize,
}

impl Message {
    pub(crate) const fn new() -> Self {
        Self { text: [0; CAPACITY], len: 0 }
    }

    pub(crate) const fn text(mut self, text: &str) -> Self {
        // A part is taken whole or not at all, so that what is cut is still UTF-8.
        let Some((_, room)) = self.text.split_at_mut_checked(self.len) else { return self };
        if let Some((slot, _)) = room.split_at_mut_checked(text.len()) {
            slot.copy_from_slice(text.as_bytes());
            self.len += text.len();
        }
        self
    }

    /// A name, in backticks.
    pub(crate) const fn name(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    /// A type as CQL spells it, such as `map<text, int>`.
    pub(crate) const fn cql(self, cql: &TypeInfo) -> Self {
        if cql.kinds.is_any() {
            return self.text("any type");
        }
        if !cql.udt.is_empty() {
            return self.text(cql.udt);
        }
        let kind = cql.kinds.first();
        let mut message = self.text(kind.name());
        if !matches!(kind, Kind::List | Kind::Set | Kind::Map | Kind::Tuple | Kind::Vector) || cql.elements.is_empty() {
            return message;
        }
        let mut rest = cql.elements;
        let mut separator = "<";
        while let [element, others @ ..] = rest {
            message = message.text(separator).cql(element);
            separator = ", ";
            rest = others;
        }
        message.text(">")
    }

    /// Stops the compilation with this message.
    #[track_caller]
    pub(crate) const fn fail(&self) -> ! {
        match std::str::from_utf8(self.text.split_at(self.len).0) {
            Ok(text) => raise(text),
            Err(_) => raise("a check failed whose message is not UTF-8"),
        }
    }
}

#[track_caller]
#[allow(clippy::panic, reason = "in a constant: this is how a compile error is raised")]
const fn raise(text: &str) -> ! {
    panic!("{}", text)
}
