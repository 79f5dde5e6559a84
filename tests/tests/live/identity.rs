//! Who a session says it is, as the nodes show it.

use std::collections::HashMap;

use ilium_driver::client::SelfIdentity;

use crate::lab::{Lab, builder, on_every_cluster, shared};

on_every_cluster!(the_nodes_show_driver_and_application);

type Client = (Option<String>, Option<String>, Option<HashMap<String, String>>, i32);

async fn the_nodes_show_driver_and_application(lab: &Lab) {
    let id = format!("{:032x}", fastrand::u128(..));
    let identity = SelfIdentity::new()
        .with_application_name("billing")
        .with_application_version("7.0.1")
        .with_client_id(id.clone());
    let cluster = shared(lab.nodes).await;
    let session = builder(cluster)
        .protocol_version(lab.version)
        .custom_identity(identity)
        .throw_on_overload(true)
        .build()
        .await
        .unwrap();

    // Each node shows its own clients, and any of them may answer: all have a connection of this session.
    let cql = "SELECT driver_name, driver_version, client_options, protocol_version FROM system_views.clients";
    let rows = session.query_unpaged(cql, ()).await.unwrap().into_rows_result().unwrap();
    let mut clients: Vec<Client> = rows.rows().unwrap().map(|row| row.unwrap()).collect();
    clients.retain(|(_, _, options, _)| options.as_ref().is_some_and(|options| options.get("CLIENT_ID") == Some(&id)));
    assert!(!clients.is_empty(), "the node does not show this session");
    for (name, version, options, protocol) in clients {
        assert_eq!(name.as_deref(), Some("ilium"));
        let options = options.unwrap();
        assert_eq!(options.get("DRIVER_VERSION"), version.as_ref());
        assert_eq!(options["APPLICATION_NAME"], "billing");
        assert_eq!(options["APPLICATION_VERSION"], "7.0.1");
        assert_eq!(options["THROW_ON_OVERLOAD"], "1");
        assert_eq!(protocol, i32::from(lab.version.number()));
    }
}
