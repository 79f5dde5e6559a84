use crate::wire::budget::at_most;
use crate::wire::notation::{
    capacity, read_short, read_string, read_string_list, write_short_len, write_string, write_string_list,
};
use crate::wire::{Compression, DecodeError, EncodeError, ProtocolVersion};

/// What the server supports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "its body is one map")]
pub struct Supported {
    /// Names of options and their values, in the order in which they came.
    pub options: Vec<(String, Vec<String>)>,
}

/// How many names and values SUPPORTED has in all. Servers have about twenty; who says more has not even been asked for a
/// password yet.
const MAX_STRINGS: usize = 1024;

impl Supported {
    /// The option that lists compressions.
    pub const COMPRESSION: &'static str = "COMPRESSION";
    /// The option that lists versions of CQL.
    pub const CQL_VERSION: &'static str = "CQL_VERSION";
    /// The option that lists versions of the protocol, such as `5/v5`.
    pub const PROTOCOL_VERSIONS: &'static str = "PROTOCOL_VERSIONS";
    /// The option with how many shards a ScyllaDB node has.
    pub const SCYLLA_NR_SHARDS: &'static str = "SCYLLA_NR_SHARDS";
    /// The option with the partitioner that a ScyllaDB node has, by its class.
    pub const SCYLLA_PARTITIONER: &'static str = "SCYLLA_PARTITIONER";
    /// The option with the shard that serves the connection.
    pub const SCYLLA_SHARD: &'static str = "SCYLLA_SHARD";
    /// The option with how shards are computed from tokens.
    pub const SCYLLA_SHARDING_ALGORITHM: &'static str = "SCYLLA_SHARDING_ALGORITHM";
    /// The option with how many of a token's most significant bits say nothing of its shard.
    pub const SCYLLA_SHARDING_IGNORE_MSB: &'static str = "SCYLLA_SHARDING_IGNORE_MSB";

    /// The values of an option; none when the server does not have it.
    pub fn get(&self, name: &str) -> &[String] {
        self.options.iter().find(|(option, _)| option == name).map_or(&[], |(_, values)| values)
    }

    /// The compressions that both the server and this crate know.
    pub fn compressions(&self) -> impl Iterator<Item = Compression> {
        self.get(Self::COMPRESSION).iter().filter_map(|name| name.parse().ok())
    }

    /// The versions of the protocol that both the server and this crate know, those that the server has in beta aside.
    pub fn protocol_versions(&self) -> impl Iterator<Item = ProtocolVersion> {
        // `4/v4`, `6/v6-beta`.
        let named = self.get(Self::PROTOCOL_VERSIONS).iter().filter(|name| !name.ends_with("-beta"));
        named.filter_map(|name| ProtocolVersion::from_number(name.split('/').next()?.parse().ok()?))
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When there are more than 65535 options or values, or one is longer than 65535 bytes.
    pub fn encode(&self, _version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // native_protocol_v5 §4.2.4: the body of a SUPPORTED message is a [string multimap].
        write_short_len(self.options.len(), "options of SUPPORTED", out)?;
        for (name, values) in &self.options {
            write_string(name, "option of SUPPORTED", out)?;
            write_string_list(values, "values of an option of SUPPORTED", out)?;
        }
        Ok(())
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short or not UTF-8, or has more than 1024 names and values in all.
    pub fn decode(_version: ProtocolVersion, mut body: &[u8]) -> Result<Self, DecodeError> {
        let count = usize::from(read_short(&mut body, "options of SUPPORTED")?);
        let mut options = Vec::with_capacity(capacity(body, count, 4, "options of SUPPORTED")?);
        let mut strings = count;
        at_most(MAX_STRINGS, strings, "options of SUPPORTED")?;
        for _ in 0..count {
            let name = read_string(&mut body, "option of SUPPORTED")?.to_owned();
            let mut rest = body;
            strings += usize::from(read_short(&mut rest, "values of an option of SUPPORTED")?);
            at_most(MAX_STRINGS, strings, "options and values of SUPPORTED")?;
            options.push((name, read_string_list(&mut body, "values of an option of SUPPORTED")?));
        }
        Ok(Self { options })
    }
}
