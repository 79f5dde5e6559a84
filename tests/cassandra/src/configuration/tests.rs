use super::*;

fn node() -> NodeSettings {
    NodeSettings {
        address: Ipv4Addr::new(127, 90, 1, 2),
        tokens: vec![-5, 7],
        datacenter: "dc1".to_owned(),
        rack: "rack2".to_owned(),
    }
}

fn yaml(cluster: &ClusterSettings) -> String {
    let files = NodeFiles::new(Path::new("/it's here"), 1);
    files.yaml_text(cluster, &node(), &[Ipv4Addr::new(127, 90, 1, 1), Ipv4Addr::new(127, 90, 1, 2)]).unwrap()
}

#[test]
fn the_node_s_own_values_are_written_and_quoted() {
    let yaml = yaml(&ClusterSettings::default());
    for line in [
        "num_tokens: 2",
        "initial_token: '-5,7'",
        "listen_address: 127.90.1.2",
        "rpc_address: 127.90.1.2",
        "native_transport_port: 9042",
        "data_file_directories: ['/it''s here/node2/data']",
        "seed_provider: [{class_name: org.apache.cassandra.locator.SimpleSeedProvider, \
         parameters: [{seeds: '127.90.1.1:7000,127.90.1.2:7000'}]}]",
    ] {
        assert!(yaml.lines().any(|found| found == line), "no line `{line}` in\n{yaml}");
    }
    assert!(!yaml.contains("authenticator"));
    assert!(!yaml.contains("client_encryption_options"));
}

#[test]
fn the_caller_s_top_level_keys_replace_ours() {
    let extra = "# num_tokens: 9\nnum_tokens : 4\nclient_encryption_options:\n  listen_address: x".to_owned();
    let yaml = yaml(&ClusterSettings { extra_yaml: extra.clone(), ..ClusterSettings::default() });
    assert!(yaml.ends_with(&format!("{extra}\n")), "{yaml}");
    assert!(!yaml.contains("num_tokens: 2"), "{yaml}");
    assert!(yaml.contains("listen_address: 127.90.1.2"), "a nested key replaces nothing\n{yaml}");
}

#[test]
fn authentication_and_tls_are_switched_on() {
    let cluster = ClusterSettings {
        authentication: true,
        tls: Some(Tls::new("KEY\n", "CERT", "CA\n").require_client_auth(true)),
        extra_yaml: String::new(),
    };
    let yaml = yaml(&cluster);
    assert!(yaml.contains("authenticator: PasswordAuthenticator\nauthorizer: CassandraAuthorizer\n"), "{yaml}");
    assert!(
        yaml.contains(
            "require_client_auth: true, keystore: '/it''s here/node2/conf/identity.pem', \
             truststore: '/it''s here/node2/conf/authority.pem'"
        ),
        "{yaml}"
    );
    assert_eq!(cluster.tls.as_ref().map(Tls::key_store).as_deref(), Some("KEY\nCERT\nCA\n"));
    assert!(!format!("{cluster:?}").contains("KEY"), "the private key shows in Debug");
}

#[test]
fn a_file_url_escapes_what_a_url_reserves() {
    assert_eq!(file_url(Path::new("/a b/#ü.yaml")).unwrap(), "file:///a%20b/%23%C3%BC.yaml");
}
