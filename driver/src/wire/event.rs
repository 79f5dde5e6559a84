//! What a server pushes (section 4.2.6 of the specification).

use std::fmt;
use std::net::SocketAddr;

use super::notation::{read_inet, read_string, read_string_list, write_inet, write_string, write_string_list};
use super::{DecodeError, EncodeError, ProtocolVersion};

/// A kind of event, to REGISTER for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventType {
    /// Nodes come and go.
    TopologyChange,
    /// Nodes are up or down, as the server sees it.
    StatusChange,
    /// The schema changes.
    SchemaChange,
}

impl EventType {
    /// The name in the specification, such as `TOPOLOGY_CHANGE`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TopologyChange => "TOPOLOGY_CHANGE",
            Self::StatusChange => "STATUS_CHANGE",
            Self::SchemaChange => "SCHEMA_CHANGE",
        }
    }

    /// Returns the kind whose name is `name`.
    ///
    /// # Errors
    /// When the specification has no such event.
    pub fn from_name(name: &str) -> Result<Self, DecodeError> {
        match name {
            "TOPOLOGY_CHANGE" => Ok(Self::TopologyChange),
            "STATUS_CHANGE" => Ok(Self::StatusChange),
            "SCHEMA_CHANGE" => Ok(Self::SchemaChange),
            _ => Err(unknown("type of an event", name)),
        }
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something that happened in the cluster. All travel on stream -1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A node came or went.
    TopologyChange {
        /// What happened.
        change: TopologyChange,
        /// The node's address for clients.
        address: SocketAddr,
    },
    /// A node is up or down, as the server sees it.
    StatusChange {
        /// What happened.
        change: StatusChange,
        /// The node's address for clients.
        address: SocketAddr,
    },
    /// The schema changed.
    SchemaChange(SchemaChange),
}

/// How the topology changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TopologyChange {
    /// A node joined.
    NewNode,
    /// A node left.
    RemovedNode,
    /// A node moved to another token. Not in the specification, but Cassandra sends it.
    MovedNode,
}

/// How a node's status changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum StatusChange {
    /// The node is up.
    Up,
    /// The node is down.
    Down,
}

/// What a statement did to the schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the specification closes this list")]
pub struct SchemaChange {
    /// How it changed.
    pub change: SchemaChangeType,
    /// The keyspace that changed, or that holds what changed.
    pub keyspace: String,
    /// What changed.
    pub target: SchemaTarget,
}

/// How a part of the schema changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the specification closes this list")]
pub enum SchemaChangeType {
    /// It is new.
    Created,
    /// It is another.
    Updated,
    /// It is gone.
    Dropped,
}

/// Which part of a keyspace changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemaTarget {
    /// The keyspace itself.
    Keyspace,
    /// The table of this name, or an index of it.
    Table(String),
    /// The user-defined type of this name.
    Type(String),
    /// A user-defined function.
    Function {
        /// Its name.
        name: String,
        /// The CQL types of its arguments, which tell it from others of its name.
        arguments: Vec<String>,
    },
    /// A user-defined aggregate.
    Aggregate {
        /// Its name.
        name: String,
        /// The CQL types of its arguments, which tell it from others of its name.
        arguments: Vec<String>,
    },
}

impl Event {
    /// Which kind of event it is.
    pub const fn event_type(&self) -> EventType {
        match self {
            Self::TopologyChange { .. } => EventType::TopologyChange,
            Self::StatusChange { .. } => EventType::StatusChange,
            Self::SchemaChange(_) => EventType::SchemaChange,
        }
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// When a name is longer than 65535 bytes.
    pub fn encode(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_string(self.event_type().name(), "type of an event", out)?;
        match self {
            Self::TopologyChange { change, address } => {
                write_string(change.name(), "change of a topology event", out)?;
                write_inet(*address, out);
                Ok(())
            }
            Self::StatusChange { change, address } => {
                write_string(change.name(), "change of a status event", out)?;
                write_inet(*address, out);
                Ok(())
            }
            Self::SchemaChange(change) => change.write(version, out),
        }
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is cut short, or of a kind that the specification does not have.
    pub fn decode(_version: ProtocolVersion, mut body: &[u8]) -> Result<Self, DecodeError> {
        let buf = &mut body;
        match EventType::from_name(read_string(buf, "type of an event")?)? {
            EventType::TopologyChange => {
                let change = TopologyChange::from_name(read_string(buf, "change of a topology event")?)?;
                Ok(Self::TopologyChange { change, address: read_inet(buf, "address of a topology event")? })
            }
            EventType::StatusChange => {
                let change = StatusChange::from_name(read_string(buf, "change of a status event")?)?;
                Ok(Self::StatusChange { change, address: read_inet(buf, "address of a status event")? })
            }
            EventType::SchemaChange => SchemaChange::read(buf).map(Self::SchemaChange),
        }
    }
}

impl TopologyChange {
    const fn name(self) -> &'static str {
        match self {
            Self::NewNode => "NEW_NODE",
            Self::RemovedNode => "REMOVED_NODE",
            Self::MovedNode => "MOVED_NODE",
        }
    }

    fn from_name(name: &str) -> Result<Self, DecodeError> {
        match name {
            "NEW_NODE" => Ok(Self::NewNode),
            "REMOVED_NODE" => Ok(Self::RemovedNode),
            "MOVED_NODE" => Ok(Self::MovedNode),
            _ => Err(unknown("change of a topology event", name)),
        }
    }
}

impl StatusChange {
    const fn name(self) -> &'static str {
        match self {
            Self::Up => "UP",
            Self::Down => "DOWN",
        }
    }

    fn from_name(name: &str) -> Result<Self, DecodeError> {
        match name {
            "UP" => Ok(Self::Up),
            "DOWN" => Ok(Self::Down),
            _ => Err(unknown("change of a status event", name)),
        }
    }
}

impl SchemaChangeType {
    const fn name(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Updated => "UPDATED",
            Self::Dropped => "DROPPED",
        }
    }

    fn from_name(name: &str) -> Result<Self, DecodeError> {
        match name {
            "CREATED" => Ok(Self::Created),
            "UPDATED" => Ok(Self::Updated),
            "DROPPED" => Ok(Self::Dropped),
            _ => Err(unknown("type of a schema change", name)),
        }
    }
}

impl SchemaChange {
    /// Appends `<change_type><target><options>` to `out`; what the version cannot say, as servers say it in its place.
    ///
    /// # Errors
    /// When a name is longer than 65535 bytes.
    pub(super) fn write(&self, version: ProtocolVersion, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let is_function = matches!(self.target, SchemaTarget::Function { .. } | SchemaTarget::Aggregate { .. });
        if is_function && !version.has_functions() {
            let (change, target) = (SchemaChangeType::Updated, SchemaTarget::Keyspace);
            return Self { change, keyspace: self.keyspace.clone(), target }.write(version, out);
        }
        write_string(self.change.name(), "type of a schema change", out)?;
        write_string(self.target.name(), "target of a schema change", out)?;
        write_string(&self.keyspace, "keyspace of a schema change", out)?;
        match &self.target {
            SchemaTarget::Keyspace => Ok(()),
            SchemaTarget::Table(name) | SchemaTarget::Type(name) => write_string(name, "name of what changed", out),
            SchemaTarget::Function { name, arguments } | SchemaTarget::Aggregate { name, arguments } => {
                write_string(name, "name of what changed", out)?;
                write_string_list(arguments, "arguments of what changed", out)
            }
        }
    }

    /// Reads `<change_type><target><options>`.
    ///
    /// # Errors
    /// When it is cut short, or of a kind that the specification does not have.
    pub(super) fn read(buf: &mut &[u8]) -> Result<Self, DecodeError> {
        let change = SchemaChangeType::from_name(read_string(buf, "type of a schema change")?)?;
        let target = read_string(buf, "target of a schema change")?;
        let keyspace = read_string(buf, "keyspace of a schema change")?.to_owned();
        Ok(Self { change, keyspace, target: SchemaTarget::read(target, buf)? })
    }
}

impl SchemaTarget {
    const fn name(&self) -> &'static str {
        match self {
            Self::Keyspace => "KEYSPACE",
            Self::Table(_) => "TABLE",
            Self::Type(_) => "TYPE",
            Self::Function { .. } => "FUNCTION",
            Self::Aggregate { .. } => "AGGREGATE",
        }
    }

    /// Reads what `<options>` has after the keyspace.
    fn read(target: &str, buf: &mut &[u8]) -> Result<Self, DecodeError> {
        let mut name = || Ok(read_string(buf, "name of what changed")?.to_owned());
        Ok(match target {
            "KEYSPACE" => Self::Keyspace,
            "TABLE" => Self::Table(name()?),
            "TYPE" => Self::Type(name()?),
            "FUNCTION" => {
                Self::Function { name: name()?, arguments: read_string_list(buf, "arguments of what changed")? }
            }
            "AGGREGATE" => {
                Self::Aggregate { name: name()?, arguments: read_string_list(buf, "arguments of what changed")? }
            }
            _ => return Err(unknown("target of a schema change", target)),
        })
    }
}

fn unknown(what: &'static str, name: &str) -> DecodeError {
    DecodeError::invalid(what, format!("unknown name {name:?}"))
}
