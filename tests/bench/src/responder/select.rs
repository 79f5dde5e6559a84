//! Enough of `SELECT` to answer what drivers ask of the system tables.

/// `SELECT columns FROM keyspace.table …`; what follows the table is not looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Select {
    /// `None` for `*`.
    pub(super) columns: Option<Vec<String>>,
    pub(super) keyspace: String,
    pub(super) table: String,
}

pub(super) fn parse(statement: &str) -> Option<Select> {
    let mut words = statement.trim_end_matches(';').split_whitespace();
    if !words.next()?.eq_ignore_ascii_case("select") {
        return None;
    }
    let listed: String = words.by_ref().take_while(|word| !word.eq_ignore_ascii_case("from")).collect();
    let (keyspace, table) = words.next()?.split_once('.')?;
    let columns = (listed != "*").then(|| listed.split(',').map(str::to_owned).collect());
    Some(Select { columns, keyspace: keyspace.to_owned(), table: table.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_columns_and_table() {
        let select = parse("SELECT host_id,\n tokens FROM system.local WHERE key='local'").unwrap();
        assert_eq!(select.columns.unwrap(), ["host_id", "tokens"]);
        assert_eq!((select.keyspace.as_str(), select.table.as_str()), ("system", "local"));

        let all = parse("select * from system.peers_v2;").unwrap();
        assert_eq!((all.columns, all.table.as_str()), (None, "peers_v2"));
        assert_eq!(parse("USE bench"), None);
        assert_eq!(parse("SELECT now()"), None);
    }
}
