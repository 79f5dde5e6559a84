//! What the system tables say, however few rows a page has.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use ilium_driver::client::session::Session;
use ilium_driver::response::{PagingState, PagingStateResponse};
use ilium_driver::statement::Statement;

use crate::lab::{Lab, builder, on_every_cluster, shared};

on_every_cluster!(system_tables_are_read_page_after_page);
on_every_cluster!(@ one_node_v3, 1, V3, [system_tables_are_read_page_after_page]);
on_every_cluster!(@ three_nodes_v3, 3, V3, [system_tables_are_read_page_after_page]);

/// The nodes with their tokens, and the keyspaces with their replication, but for those that other tests make meanwhile.
fn known(lab: &Lab, session: &Session) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let state = session.get_cluster_state();
    let nodes = state.get_nodes_info().iter().map(|node| (node.host_id.to_string(), format!("{:?}", node.tokens())));
    let stays = |name: &str| name.starts_with("system") || name == lab.keyspace;
    let keyspaces = state.keyspaces_iter().filter(|(name, _)| stays(name));
    let keyspaces = keyspaces.map(|(name, keyspace)| (name.to_owned(), format!("{:?}", keyspace.strategy)));
    (nodes.collect(), keyspaces.collect())
}

async fn system_tables_are_read_page_after_page(lab: &Lab) {
    // The server pages them as any other table.
    for table in ["system_schema.keyspaces", "system_schema.tables"] {
        let mut one = Statement::new(format!("SELECT keyspace_name FROM {table}"));
        one.set_page_size(1);
        let (_, next) = lab.session.query_single_page(one, (), PagingState::start()).await.unwrap();
        assert!(matches!(next, PagingStateResponse::HasMorePages { .. }), "{table}");
    }
    lab.session.refresh_metadata().await.unwrap();
    let at_once = known(lab, &lab.session);
    assert_eq!(at_once.0.len(), lab.nodes);
    assert!(at_once.1.len() > 5 && at_once.1.contains_key(&lab.keyspace), "{at_once:?}");
    for rows in [1, 2, 5] {
        let builder = builder(shared(lab.nodes).await).protocol_version(lab.version);
        let session = builder.metadata_page_size(NonZeroU16::new(rows).unwrap()).build().await.unwrap();
        assert_eq!(known(lab, &session), at_once, "pages of {rows}");
        session.refresh_metadata().await.unwrap();
        assert_eq!(known(lab, &session), at_once, "pages of {rows}");
    }
}
