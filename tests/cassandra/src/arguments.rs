//! The command line.

pub(crate) const HELP: &str = "\
Runs real Apache Cassandra nodes on this machine, for tests and for trying things out.

Usage:
  ilium-cassandra up [NODES] [--auth] [--yaml TEXT]...
      Starts NODES nodes (default 1), prints CQL_NODES=host:port,... on standard output,
      and runs until Ctrl-C. Nothing is left afterwards.
      --auth         clients log in; the first role is cassandra, password cassandra
      --yaml TEXT    adds TEXT to cassandra.yaml, e.g. --yaml 'read_request_timeout: 1s'
  ilium-cassandra fetch
      Only gets Java and Cassandra's jars; prints the jars' folder.
  ilium-cassandra --help
";

/// What the program was asked to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Fetch,
    Help,
    Up(Up),
}

/// The options of `up`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Up {
    pub(crate) nodes: usize,
    pub(crate) authentication: bool,
    pub(crate) yaml: Vec<String>,
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Command, String> {
    let mut arguments = arguments.into_iter().peekable();
    let Some(command) = arguments.next() else { return Err("a command is missing".to_owned()) };
    match command.as_str() {
        "--help" | "-h" | "help" => Ok(Command::Help),
        "fetch" => match arguments.next() {
            None => Ok(Command::Fetch),
            Some(help) if is_help(&help) => Ok(Command::Help),
            Some(other) => Err(format!("`fetch` takes no argument, got `{other}`")),
        },
        "up" => parse_up(arguments),
        other => Err(format!("unknown command `{other}`; expected `up` or `fetch`")),
    }
}

fn parse_up(mut arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut nodes = None;
    let mut up = Up { nodes: 1, authentication: false, yaml: Vec::new() };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            help if is_help(help) => return Ok(Command::Help),
            "--auth" => up.authentication = true,
            "--yaml" => up.yaml.push(arguments.next().ok_or("`--yaml` needs a text after it")?),
            option if option.starts_with('-') => {
                return Err(format!("unknown option `{option}`; expected `--auth` or `--yaml`"));
            }
            number if nodes.is_none() => {
                nodes = Some(number.parse().map_err(|_| format!("expected a number of nodes, got `{number}`"))?);
            }
            other => return Err(format!("one number of nodes is enough, got also `{other}`")),
        }
    }
    up.nodes = nodes.unwrap_or(up.nodes);
    Ok(Command::Up(up))
}

fn is_help(argument: &str) -> bool {
    matches!(argument, "--help" | "-h")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    fn up(nodes: usize, authentication: bool, yaml: &[&str]) -> Command {
        Command::Up(Up { nodes, authentication, yaml: yaml.iter().map(|text| (*text).to_owned()).collect() })
    }

    #[test]
    fn up_takes_its_options_in_any_order() {
        assert_eq!(parsed("up"), Ok(up(1, false, &[])));
        assert_eq!(parsed("up 3"), Ok(up(3, false, &[])));
        assert_eq!(parsed("up --auth 2 --yaml a:1 --yaml b:2"), Ok(up(2, true, &["a:1", "b:2"])));
    }

    #[test]
    fn help_is_found_everywhere() {
        for line in ["--help", "-h", "help", "fetch --help", "up 3 -h"] {
            assert_eq!(parsed(line), Ok(Command::Help), "{line}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (line, message) in [
            ("", "a command is missing"),
            ("down", "unknown command `down`; expected `up` or `fetch`"),
            ("fetch 3", "`fetch` takes no argument, got `3`"),
            ("up three", "expected a number of nodes, got `three`"),
            ("up 3 4", "one number of nodes is enough, got also `4`"),
            ("up --tls", "unknown option `--tls`; expected `--auth` or `--yaml`"),
            ("up --yaml", "`--yaml` needs a text after it"),
        ] {
            assert_eq!(parsed(line), Err(message.to_owned()), "{line}");
        }
    }
}
