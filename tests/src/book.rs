//! The Rust of the documentation, as doctests: all of it compiles, and what needs no server runs.

/// A module for each document, named in the order of the book's summary.
macro_rules! documents {
    ($($name:ident: $path:literal,)+) => {$(
        #[doc = include_str!(concat!("../../", $path))]
        mod $name {}
    )+};
}

documents! {
    readme: "README.md",
    contributing: "CONTRIBUTING.md",
    architecture: "docs/architecture.md",
    design: "docs/design.md",
    protocol: "docs/protocol.md",
    introduction: "docs/book/src/introduction.md",
    quick_start: "docs/book/src/quick_start.md",
    connecting: "docs/book/src/connecting.md",
    versions: "docs/book/src/protocol.md",
    authentication: "docs/book/src/connecting/authentication.md",
    encryption: "docs/book/src/connecting/encryption.md",
    connectors: "docs/book/src/connecting/connectors.md",
    pools: "docs/book/src/connecting/pools.md",
    mapper: "docs/book/src/mapper.md",
    statements: "docs/book/src/statements.md",
    unprepared: "docs/book/src/statements/unprepared.md",
    values: "docs/book/src/statements/values.md",
    results: "docs/book/src/statements/results.md",
    prepared: "docs/book/src/statements/prepared.md",
    paging: "docs/book/src/statements/paging.md",
    batches: "docs/book/src/statements/batches.md",
    keyspaces: "docs/book/src/statements/keyspaces.md",
    lightweight_transactions: "docs/book/src/statements/lightweight_transactions.md",
    tracing: "docs/book/src/statements/tracing.md",
    extensions: "docs/book/src/statements/extensions.md",
    profiles: "docs/book/src/profiles.md",
    remapping: "docs/book/src/remapping.md",
    policies: "docs/book/src/policies.md",
    data_types: "docs/book/src/data_types.md",
    types_numbers: "docs/book/src/data_types/numbers.md",
    types_text_and_blob: "docs/book/src/data_types/text_and_blob.md",
    types_inet: "docs/book/src/data_types/inet.md",
    types_uuid: "docs/book/src/data_types/uuid.md",
    types_dates: "docs/book/src/data_types/dates.md",
    types_duration: "docs/book/src/data_types/duration.md",
    types_decimal_and_varint: "docs/book/src/data_types/decimal_and_varint.md",
    types_counter: "docs/book/src/data_types/counter.md",
    types_collections: "docs/book/src/data_types/collections.md",
    types_tuple: "docs/book/src/data_types/tuple.md",
    types_udt: "docs/book/src/data_types/udt.md",
    types_vector: "docs/book/src/data_types/vector.md",
    types_absent: "docs/book/src/data_types/absent.md",
    types_dynamic: "docs/book/src/data_types/dynamic.md",
    other_crates: "docs/book/src/other_crates.md",
    derives: "docs/book/src/derives.md",
    errors: "docs/book/src/errors.md",
    testing: "docs/book/src/testing.md",
    coming_from_scylla: "docs/book/src/coming_from_scylla.md",
}
