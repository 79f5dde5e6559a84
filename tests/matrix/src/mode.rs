use ilium_driver::client::session_builder::SessionBuilder;
use ilium_driver::wire::ProtocolVersion;

/// How the driver talks to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mode {
    /// The name of its rows.
    pub(crate) writer: &'static str,
    /// The name in reports.
    pub(crate) title: &'static str,
    pub(crate) version: ProtocolVersion,
}

impl Mode {
    pub(crate) const ALL: [Self; 2] = [
        Self { writer: "v4", title: "protocol 4", version: ProtocolVersion::V4 },
        Self { writer: "v5", title: "protocol 5", version: ProtocolVersion::V5 },
    ];

    pub(crate) fn builder(self) -> SessionBuilder {
        SessionBuilder::new().protocol_version(self.version)
    }
}
