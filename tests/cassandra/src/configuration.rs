//! The files that a node reads when it starts.

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use crate::environment::CQL_PORT;
use crate::error::{Error, ErrorKind};
use crate::loopback::STORAGE_PORT;
use crate::tls::Tls;

/// What the nodes of a cluster have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClusterSettings {
    pub(crate) authentication: bool,
    pub(crate) tls: Option<Tls>,
    /// YAML of the caller, whose top-level keys replace ours.
    pub(crate) extra_yaml: String,
}

/// What one node has of its own.
#[derive(Clone, Debug)]
pub(crate) struct NodeSettings {
    pub(crate) address: Ipv4Addr,
    pub(crate) tokens: Vec<i64>,
    pub(crate) datacenter: String,
    pub(crate) rack: String,
}

/// The paths of one node.
#[derive(Clone, Debug)]
pub(crate) struct NodeFiles {
    directory: PathBuf,
}

impl NodeFiles {
    pub(crate) fn new(cluster: &Path, index: usize) -> Self {
        Self { directory: cluster.join(format!("node{}", index + 1)) }
    }

    /// Where data, commit log, hints and caches go.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    pub(crate) fn temporary(&self) -> PathBuf {
        self.directory.join("tmp")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.directory.join("system.log")
    }

    pub(crate) fn yaml(&self) -> PathBuf {
        self.directory.join("conf").join("cassandra.yaml")
    }

    pub(crate) fn rack(&self) -> PathBuf {
        self.directory.join("conf").join("cassandra-rackdc.properties")
    }

    pub(crate) fn logback(&self) -> PathBuf {
        self.directory.join("conf").join("logback.xml")
    }

    fn key_store(&self) -> PathBuf {
        self.directory.join("conf").join("identity.pem")
    }

    fn trust_store(&self) -> PathBuf {
        self.directory.join("conf").join("authority.pem")
    }

    /// Writes every file anew.
    pub(crate) fn write(
        &self,
        cluster: &ClusterSettings,
        node: &NodeSettings,
        seeds: &[Ipv4Addr],
    ) -> Result<(), Error> {
        for directory in [self.directory.join("conf"), self.temporary()] {
            fs::create_dir_all(&directory).map_err(|error| Error::io("create", &directory, &error))?;
        }
        write(&self.yaml(), &self.yaml_text(cluster, node, seeds)?)?;
        write(&self.rack(), &format!("dc={}\nrack={}\n", node.datacenter, node.rack))?;
        write(&self.logback(), LOGBACK)?;
        if let Some(tls) = &cluster.tls {
            write(&self.key_store(), &tls.key_store())?;
            write(&self.trust_store(), tls.trust_store())?;
        }
        Ok(())
    }

    fn yaml_text(&self, cluster: &ClusterSettings, node: &NodeSettings, seeds: &[Ipv4Addr]) -> Result<String, Error> {
        let overridden = top_level_keys(&cluster.extra_yaml);
        let mut text = String::new();
        for (key, value) in self.entries(cluster, node, seeds)? {
            if !overridden.contains(&key) {
                text.push_str(&format!("{key}: {value}\n"));
            }
        }
        text.push_str(&cluster.extra_yaml);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(text)
    }

    fn entries(
        &self,
        cluster: &ClusterSettings,
        node: &NodeSettings,
        seeds: &[Ipv4Addr],
    ) -> Result<Vec<(&'static str, String)>, Error> {
        let directory = |name: &str| quoted_path(&self.directory.join(name));
        let tokens = joined(node.tokens.iter().map(i64::to_string));
        let seeds = joined(seeds.iter().map(|seed| format!("{seed}:{STORAGE_PORT}")));
        let mut entries = vec![
            ("cluster_name", "ilium".to_owned()),
            ("num_tokens", node.tokens.len().to_string()),
            ("initial_token", quoted(&tokens)),
            ("partitioner", "org.apache.cassandra.dht.Murmur3Partitioner".to_owned()),
            ("data_file_directories", format!("[{}]", directory("data")?)),
            ("commitlog_directory", directory("commitlog")?),
            ("saved_caches_directory", directory("saved_caches")?),
            ("hints_directory", directory("hints")?),
            ("cdc_raw_directory", directory("cdc_raw")?),
            ("commitlog_sync", "periodic".to_owned()),
            ("commitlog_sync_period", "10000ms".to_owned()),
            ("commitlog_segment_size", "8MiB".to_owned()),
            ("listen_address", node.address.to_string()),
            ("rpc_address", node.address.to_string()),
            ("storage_port", STORAGE_PORT.to_string()),
            ("native_transport_port", CQL_PORT.to_string()),
            ("endpoint_snitch", "GossipingPropertyFileSnitch".to_owned()),
            (
                "seed_provider",
                format!("[{{class_name: {SEED_PROVIDER}, parameters: [{{seeds: {}}}]}}]", quoted(&seeds)),
            ),
            // All nodes of a fresh cluster own their tokens from the start: there is nothing to stream.
            ("auto_bootstrap", "false".to_owned()),
            // Tests drop tables by the hundred; a snapshot of each only costs time and disk.
            ("auto_snapshot", "false".to_owned()),
            ("materialized_views_enabled", "true".to_owned()),
            ("user_defined_functions_enabled", "true".to_owned()),
        ];
        if cluster.authentication {
            entries.push(("authenticator", "PasswordAuthenticator".to_owned()));
            entries.push(("authorizer", "CassandraAuthorizer".to_owned()));
        }
        if let Some(tls) = &cluster.tls {
            entries.push(("client_encryption_options", self.encryption(tls)?));
        }
        Ok(entries)
    }

    fn encryption(&self, tls: &Tls) -> Result<String, Error> {
        Ok(format!(
            "{{enabled: true, optional: false, require_client_auth: {}, keystore: {}, truststore: {}, \
             ssl_context_factory: {{class_name: org.apache.cassandra.security.PEMBasedSslContextFactory}}}}",
            tls.is_client_auth_required(),
            quoted_path(&self.key_store())?,
            quoted_path(&self.trust_store())?,
        ))
    }
}

const SEED_PROVIDER: &str = "org.apache.cassandra.locator.SimpleSeedProvider";

/// Everything goes to standard output, which the supervisor appends to the node's log. What tells that another node has become
/// a member is logged as DEBUG.
const LOGBACK: &str = r#"<configuration scan="false">
  <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0} - %msg%n</pattern></encoder>
  </appender>
  <logger name="org.apache.cassandra.service.StorageService" level="DEBUG"/>
  <root level="INFO"><appender-ref ref="STDOUT"/></root>
</configuration>
"#;

/// The keys that start at the left margin of `yaml`.
fn top_level_keys(yaml: &str) -> Vec<&str> {
    yaml.lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once(':'))
        .map(|(key, _)| key.trim_end())
        .collect()
}

fn joined(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(",")
}

/// A YAML single-quoted scalar, in which only the quote itself is special.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn quoted_path(path: &Path) -> Result<String, Error> {
    utf8(path).map(quoted)
}

/// A `file:` URL of `path`, as Java reads it.
pub(crate) fn file_url(path: &Path) -> Result<String, Error> {
    let mut url = String::from("file://");
    for byte in utf8(path)?.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(url)
}

fn utf8(path: &Path) -> Result<&str, Error> {
    path.to_str()
        .ok_or_else(|| Error::new(ErrorKind::Configuration, format!("the path {} is not valid UTF-8", path.display())))
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(|error| Error::io("write", path, &error))
}

#[cfg(test)]
mod tests;
