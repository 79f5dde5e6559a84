use crate::wire::event::EventType;
use crate::wire::notation::{read_string_list, write_string_list};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// Asks for events on this connection; answered by READY.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct Register {
    /// Which events.
    pub event_types: Vec<EventType>,
}

impl Register {
    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When there are more than 65535 types.
    pub fn encode(&self, _version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // native_protocol_v5 §4.1.8: the body is a [string list] representing the event types to register for.
        let names: Vec<&str> = self.event_types.iter().map(|event_type| event_type.name()).collect();
        write_string_list(&names, "event types of REGISTER", out)
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short, or names an event type that the specification does not have.
    pub fn decode(_version: ProtocolVersion, mut body: &[u8]) -> Result<Self, DecodeError> {
        let names: Vec<&str> = read_string_list(&mut body, "event types of REGISTER")?;
        let event_types = names.into_iter().map(EventType::from_name).collect::<Result<_, _>>()?;
        Ok(Self { event_types })
    }
}
