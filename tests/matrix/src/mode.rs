use ilium_driver::client::Compression;
use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::wire::ProtocolVersion;

/// How the driver talks to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mode {
    /// The name of its rows.
    pub(crate) writer: &'static str,
    /// The name in reports.
    pub(crate) title: &'static str,
    version: ProtocolVersion,
    compression: Option<Compression>,
}

impl Mode {
    pub(crate) const ALL: [Self; 4] = [
        Self { writer: "v4", title: "protocol 4", version: ProtocolVersion::V4, compression: None },
        Self { writer: "v4_lz4", title: "protocol 4, lz4", version: ProtocolVersion::V4, compression: LZ4 },
        Self { writer: "v5", title: "protocol 5", version: ProtocolVersion::V5, compression: None },
        Self { writer: "v5_lz4", title: "protocol 5, lz4", version: ProtocolVersion::V5, compression: LZ4 },
    ];

    pub(crate) fn builder(self) -> SessionBuilder {
        SessionBuilder::new().protocol_version(self.version).compression(self.compression)
    }

    /// Of a mode that compresses, the one that differs in nothing else.
    pub(crate) fn uncompressed(self) -> Option<Self> {
        self.compression?;
        Self::ALL.into_iter().find(|other| other.version == self.version && other.compression.is_none())
    }
}

const LZ4: Option<Compression> = Some(Compression::Lz4);
