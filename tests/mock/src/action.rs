use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ilium_driver::wire::event::Event;
use ilium_driver::wire::response::Extensions;
use tokio::sync::mpsc;

use crate::answer::Answer;
use crate::held::Held;
use crate::request::Request;

/// What a node does with a request: what it answers, what it does to the answer, and what it does afterwards.
///
/// ```
/// use std::time::Duration;
/// use ilium_mock::{Action, Answer};
///
/// let late_and_twice = Action::usual().delayed(Duration::from_millis(20)).twice();
/// let half_an_answer = Action::answer(Answer::Void).cut_at(5).then_close();
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Action {
    pub(crate) base: Base,
    pub(crate) extensions: Option<Box<Extensions>>,
    pub(crate) echoes: bool,
    pub(crate) delay: Option<Duration>,
    pub(crate) damage: Damage,
    pub(crate) times: usize,
    pub(crate) events: Vec<Event>,
    pub(crate) end: End,
}

/// What is answered.
#[derive(Clone)]
pub(crate) enum Base {
    Usual,
    Answer(Answer),
    Compute(Arc<dyn Fn(&Request) -> Answer + Send + Sync>),
    Bytes(Bytes),
    Hold(mpsc::UnboundedSender<Held>),
    Nothing,
}

/// What is done to the answer's bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Damage {
    pub(crate) stream: Option<i16>,
    pub(crate) version_byte: Option<u8>,
    pub(crate) opcode: Option<u8>,
    pub(crate) length: Option<u32>,
    pub(crate) flip: Option<usize>,
    pub(crate) split: Option<usize>,
    pub(crate) cut: Option<usize>,
}

impl Damage {
    /// Whether the answer goes out as it is, and may share a segment with others.
    pub(crate) const fn is_none(&self) -> bool {
        matches!(
            self,
            Self { stream: None, version_byte: None, opcode: None, length: None, flip: None, split: None, cut: None }
        )
    }
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    #[default]
    Stay,
    Close,
    Reset,
}

impl Action {
    const fn of(base: Base) -> Self {
        let damage =
            Damage { stream: None, version_byte: None, opcode: None, length: None, flip: None, split: None, cut: None };
        Self {
            base,
            extensions: None,
            echoes: false,
            delay: None,
            damage,
            times: 1,
            events: Vec::new(),
            end: End::Stay,
        }
    }

    /// Answers as the node does without a rule.
    pub const fn usual() -> Self {
        Self::of(Base::Usual)
    }

    /// Answers with this.
    pub fn answer(answer: impl Into<Answer>) -> Self {
        Self::of(Base::Answer(answer.into()))
    }

    /// Answers with what the closure makes of the request.
    pub fn compute(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        Self::of(Base::Compute(Arc::new(answer)))
    }

    /// Writes these bytes where the answer would be, without a header and without a segment.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Base::Bytes(bytes.into()))
    }

    /// Never answers.
    pub const fn ignore() -> Self {
        Self::of(Base::Nothing)
    }

    /// Closes the connection without an answer.
    pub const fn close() -> Self {
        Self::of(Base::Nothing).then_close()
    }

    /// Ends the connection by a TCP reset, without an answer.
    pub const fn reset() -> Self {
        let mut action = Self::of(Base::Nothing);
        action.end = End::Reset;
        action
    }

    pub(crate) const fn hold(sender: mpsc::UnboundedSender<Held>) -> Self {
        Self::of(Base::Hold(sender))
    }

    /// Puts a tracing id, warnings or a payload before the answer, whatever it is.
    pub fn extended(mut self, extensions: Extensions) -> Self {
        self.extensions = Some(Box::new(extensions));
        self
    }

    /// Sends the request's custom payload back with the answer, as a query handler might.
    pub const fn echoing(mut self) -> Self {
        self.echoes = true;
        self
    }

    /// What stands before the answer to `request`.
    pub(crate) fn extensions(&self, request: &Request) -> Option<Extensions> {
        let extensions = self.extensions.as_deref().cloned();
        if !self.echoes {
            return extensions;
        }
        Some(Extensions { custom_payload: request.custom_payload.clone(), ..extensions.unwrap_or_default() })
    }

    /// Waits before it answers; other requests of the connection do not wait.
    pub const fn delayed(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// Answers on another stream than the request's.
    pub const fn on_stream(mut self, stream: i16) -> Self {
        self.damage.stream = Some(stream);
        self
    }

    /// Puts another version byte into the answer's header; a response of version 5 has 0x85.
    pub const fn with_version_byte(mut self, byte: u8) -> Self {
        self.damage.version_byte = Some(byte);
        self
    }

    /// Puts another opcode into the answer's header.
    pub const fn with_opcode(mut self, opcode: u8) -> Self {
        self.damage.opcode = Some(opcode);
        self
    }

    /// Puts another length into the answer's header.
    pub const fn with_length(mut self, length: u32) -> Self {
        self.damage.length = Some(length);
        self
    }

    /// Flips the lowest bit of the byte at `offset` of what goes on the wire: of the segment in version 5, where the
    /// header takes 6 bytes and the checksum at the end 4, of the envelope in version 4.
    pub const fn flip_bit_at(mut self, offset: usize) -> Self {
        self.damage.flip = Some(offset);
        self
    }

    /// Writes the first `len` bytes of what goes on the wire, and the rest a little later.
    pub const fn split_at(mut self, len: usize) -> Self {
        self.damage.split = Some(len);
        self
    }

    /// Writes the first `len` bytes of what goes on the wire, and nothing of the rest.
    pub const fn cut_at(mut self, len: usize) -> Self {
        self.damage.cut = Some(len);
        self
    }

    /// Answers twice.
    pub const fn twice(mut self) -> Self {
        self.times = 2;
        self
    }

    /// Pushes an event on the same connection, after the answer.
    pub fn and_push(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }

    /// Closes the connection afterwards.
    pub const fn then_close(mut self) -> Self {
        self.end = End::Close;
        self
    }
}

impl From<Answer> for Action {
    fn from(answer: Answer) -> Self {
        Self::answer(answer)
    }
}

impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usual => f.write_str("Usual"),
            Self::Answer(answer) => answer.fmt(f),
            Self::Compute(_) => f.write_str("Compute"),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Self::Hold(_) => f.write_str("Hold"),
            Self::Nothing => f.write_str("Nothing"),
        }
    }
}
