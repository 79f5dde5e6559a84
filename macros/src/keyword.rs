//! The names of attributes and of their keys, each spelled once.

/// `#[cql(…)]` on the value and row derives.
pub(crate) const CQL: &str = "cql";
/// `#[scylla(…)]`, read as `#[cql(…)]` so that structs written for the `scylla` crate compile unchanged.
pub(crate) const SCYLLA: &str = "scylla";

/// `crate = path`: where the generated code finds the library.
pub(crate) const CRATE: &str = "crate";
/// `rename = "…"`: the name in CQL.
pub(crate) const RENAME: &str = "rename";
/// `rename_all = "…"`: how all names in CQL follow from the names in Rust.
pub(crate) const RENAME_ALL: &str = "rename_all";
/// `skip`: a field that CQL does not know.
pub(crate) const SKIP: &str = "skip";
/// `flavor = "…"`: how fields are matched.
pub(crate) const FLAVOR: &str = "flavor";
/// `skip_name_checks`: fields are matched by position alone.
pub(crate) const SKIP_NAME_CHECKS: &str = "skip_name_checks";
/// `forbid_excess_udt_fields`: a user-defined type has no other fields than the struct.
pub(crate) const FORBID_EXCESS_UDT_FIELDS: &str = "forbid_excess_udt_fields";
/// `transparent`: a struct that is what its only field is.
pub(crate) const TRANSPARENT: &str = "transparent";
/// `as = "…"`: what the variants of an enum are stored as.
pub(crate) const AS: &str = "as";
/// `flatten`: a field whose own fields are columns.
pub(crate) const FLATTEN: &str = "flatten";
/// `prefix = "…"`: what stands before the names of a flattened field's columns.
pub(crate) const PREFIX: &str = "prefix";
/// `allow_missing`: a field whose column may be missing.
pub(crate) const ALLOW_MISSING: &str = "allow_missing";
/// `default_when_null`: a field that is its default when the column is null.
pub(crate) const DEFAULT_WHEN_NULL: &str = "default_when_null";

/// `#[entity(…)]` on an entity.
pub(crate) const ENTITY: &str = "entity";
/// `#[col(…)]` on a field of an entity.
pub(crate) const COL: &str = "col";
/// `table = "…"`: the table of an entity.
pub(crate) const TABLE: &str = "table";
/// `keyspace = "…"`: the keyspace of an entity's table.
pub(crate) const KEYSPACE: &str = "keyspace";
/// `partition_key`: a field that is part of the partition key.
pub(crate) const PARTITION_KEY: &str = "partition_key";
/// `clustering_key`: a field that is a clustering column.
pub(crate) const CLUSTERING_KEY: &str = "clustering_key";
/// `order = asc|desc`: how the table keeps a clustering column.
pub(crate) const ORDER: &str = "order";
/// `computed = "…"`: an expression that is selected and never written.
pub(crate) const COMPUTED: &str = "computed";

/// `#[dao(…)]` on a DAO.
pub(crate) const DAO: &str = "dao";
/// `profile = "…"`: the name of the execution profile that statements are tied to.
pub(crate) const PROFILE: &str = "profile";
/// `nulls = unset|null`: what `None` is written as.
pub(crate) const NULLS: &str = "nulls";
/// `#[select]` on a field of a DAO.
pub(crate) const SELECT: &str = "select";
/// `#[insert]` on a field of a DAO.
pub(crate) const INSERT: &str = "insert";
/// `#[update]` on a field of a DAO.
pub(crate) const UPDATE: &str = "update";
/// `#[delete]` on a field of a DAO.
pub(crate) const DELETE: &str = "delete";
/// `#[query("…")]` on a field of a DAO.
pub(crate) const QUERY: &str = "query";
/// `where = "…"`
pub(crate) const WHERE: &str = "where";
/// `limit = …`
pub(crate) const LIMIT: &str = "limit";
/// `per_partition_limit = …`
pub(crate) const PER_PARTITION_LIMIT: &str = "per_partition_limit";
/// `order_by = "…"`
pub(crate) const ORDER_BY: &str = "order_by";
/// `allow_filtering`
pub(crate) const ALLOW_FILTERING: &str = "allow_filtering";
/// `page_size = …`: how many rows a page has.
pub(crate) const PAGE_SIZE: &str = "page_size";
/// `if_not_exists`
pub(crate) const IF_NOT_EXISTS: &str = "if_not_exists";
/// `if_exists`
pub(crate) const IF_EXISTS: &str = "if_exists";
/// `if = "…"`
pub(crate) const IF: &str = "if";
/// `set = "…"`
pub(crate) const SET: &str = "set";
/// `ttl = …`: seconds.
pub(crate) const TTL: &str = "ttl";
/// `timestamp = …`: microseconds since 1970.
pub(crate) const TIMESTAMP: &str = "timestamp";
/// `consistency = …`
pub(crate) const CONSISTENCY: &str = "consistency";
/// `serial_consistency = …`
pub(crate) const SERIAL_CONSISTENCY: &str = "serial_consistency";
/// `timeout = "…"`
pub(crate) const TIMEOUT: &str = "timeout";
/// `idempotent = true|false`
pub(crate) const IDEMPOTENT: &str = "idempotent";
