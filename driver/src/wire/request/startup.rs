use crate::wire::notation::{capacity, read_short, read_string, write_short_len, write_string};
use crate::wire::{DecodeError, EncodeError, ProtocolVersion};

/// Begins a connection; answered by READY or AUTHENTICATE. Never in a segment, never compressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "its body is one map")]
pub struct Startup<'a> {
    /// Names and values, in the order in which they are written.
    pub options: Vec<(&'a str, &'a str)>,
}

impl<'a> Startup<'a> {
    /// The option that names the version of CQL; must be given.
    pub const CQL_VERSION: &'static str = "CQL_VERSION";
    /// The only version of CQL that servers take.
    pub const CQL_VERSION_3: &'static str = "3.0.0";
    /// The option that names the compression of bodies or segments; none when left out.
    pub const COMPRESSION: &'static str = "COMPRESSION";
    /// The option that names the driver, shown by `nodetool clientstats`.
    pub const DRIVER_NAME: &'static str = "DRIVER_NAME";
    /// The option that names the driver's version.
    pub const DRIVER_VERSION: &'static str = "DRIVER_VERSION";
    /// The option that makes an overloaded server answer with an error, instead of reading more slowly.
    pub const THROW_ON_OVERLOAD: &'static str = "THROW_ON_OVERLOAD";

    /// The value of an option.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.options.iter().find(|(option, _)| *option == name).map(|(_, value)| *value)
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When a name or value is longer than 65535 bytes.
    pub fn encode(&self, _version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // native_protocol_v5 §4.1.1: the body is a [string map] of options.
        write_short_len(self.options.len(), "options of STARTUP", out)?;
        for (name, value) in &self.options {
            write_string(name, "option of STARTUP", out)?;
            write_string(value, "value of an option of STARTUP", out)?;
        }
        Ok(())
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short or no UTF-8.
    pub fn decode(_version: ProtocolVersion, mut body: &'a [u8]) -> Result<Self, DecodeError> {
        let count = usize::from(read_short(&mut body, "options of STARTUP")?);
        let mut options = Vec::with_capacity(capacity(body, count, 4, "options of STARTUP")?);
        for _ in 0..count {
            let name = read_string(&mut body, "option of STARTUP")?;
            options.push((name, read_string(&mut body, "value of an option of STARTUP")?));
        }
        Ok(Self { options })
    }
}
