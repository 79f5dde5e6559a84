use ilium_cassandra::{Cassandra, SUPERUSER, Tls};

use crate::client::{AUTH_SUCCESS, AUTHENTICATE, Client, ERROR, SUPPORTED, contains};
use crate::starts_nodes;

#[test]
fn authentication_and_extra_yaml_reach_the_server() {
    if !starts_nodes() {
        return;
    }
    let cluster = Cassandra::builder()
        .authentication(true)
        .yaml("read_request_timeout: 4321ms\nauto_snapshot: true")
        .jvm_option("-Dilium.test=1")
        .start()
        .unwrap();
    let address = cluster.addresses()[0];
    let mut client = Client::connect(address).unwrap();
    assert_eq!(client.options().unwrap(), SUPPORTED);
    assert_eq!(client.startup().unwrap(), AUTHENTICATE);
    assert_eq!(client.log_in(SUPERUSER, "wrong").unwrap(), ERROR);

    let mut client = Client::connect(address).unwrap();
    assert_eq!(client.startup().unwrap(), AUTHENTICATE);
    assert_eq!(client.log_in(SUPERUSER, SUPERUSER).unwrap(), AUTH_SUCCESS);
    for (name, value) in [("read_request_timeout", "4321ms"), ("auto_snapshot", "true")] {
        let row = client.query(&format!("SELECT value FROM system_views.settings WHERE name = '{name}'"));
        assert!(contains(&row, value.as_bytes()), "{name}: {}", String::from_utf8_lossy(&row));
    }
}

#[test]
fn a_node_with_tls_answers_a_handshake_and_nothing_in_the_clear() {
    if !starts_nodes() {
        return;
    }
    let tls = Tls::new(
        include_str!("../tls/node.key"),
        include_str!("../tls/node.crt"),
        include_str!("../tls/authority.crt"),
    );
    let cluster = Cassandra::builder().tls(tls.require_client_auth(true)).start().unwrap();
    let address = cluster.addresses()[0];
    assert!(Client::connect(address).unwrap().options().is_err());

    let mut client = Client::connect(address).unwrap();
    client.send_bytes(&client_hello()).unwrap();
    let [record, _, _, _, _, message]: [u8; 6] = client.receive_bytes().unwrap();
    assert_eq!((record, message), (HANDSHAKE, SERVER_HELLO));
}

/// RFC 5246 A.1 and A.4.
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;

/// The smallest TLS 1.2 hello that a server of today answers: one cipher suite, one curve, two signature algorithms.
fn client_hello() -> Vec<u8> {
    const TLS_1_2: [u8; 2] = [3, 3];
    let extensions: &[u8] = &[
        0, 10, 0, 4, 0, 2, 0, 23, // supported_groups: secp256r1
        0, 11, 0, 2, 1, 0, // ec_point_formats: uncompressed
        0, 13, 0, 6, 0, 4, 4, 1, 4, 3, // signature_algorithms: SHA-256 with RSA, with ECDSA
    ];
    let mut hello = TLS_1_2.to_vec();
    hello.extend([7; 32]); // random
    hello.push(0); // no session
    hello.extend([0, 4, 0xc0, 0x2f, 0xc0, 0x2b]); // ECDHE with RSA, with ECDSA, AES 128 GCM
    hello.extend([1, 0]); // no compression
    hello.extend(u16::try_from(extensions.len()).unwrap().to_be_bytes());
    hello.extend(extensions);
    let body_len = u16::try_from(hello.len()).unwrap();
    let mut record = vec![HANDSHAKE, 3, 1];
    record.extend((body_len + 4).to_be_bytes());
    record.extend([CLIENT_HELLO, 0]);
    record.extend(body_len.to_be_bytes());
    record.extend(hello);
    record
}
