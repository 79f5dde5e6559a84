//! What one run of a client does, as it goes through the command line.

use std::env;
use std::fmt;
use std::net::SocketAddr;

use crate::Error;

/// The protocol version a client is told to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Version 4: bare envelopes.
    V4,
    /// Version 5: envelopes in checksummed segments.
    V5,
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V4 => "v4",
            Self::V5 => "v5",
        })
    }
}

/// One run of a client: so many requests of one kind, so many at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// What a request is; the names are the benchmark's own.
    pub scenario: String,
    /// The protocol version to speak.
    pub protocol: Protocol,
    /// How many tasks do requests at the same time.
    pub in_flight: u32,
    /// How many threads run them; 0 is the client's own alone.
    pub workers: usize,
    /// Requests in all that are done before the client looks what it has used; the tasks' shares together.
    pub warm_up: u32,
    /// Requests in all after those; the tasks' shares together.
    pub requests: u32,
    /// Where the responder listens.
    pub address: SocketAddr,
}

impl Work {
    /// What each of the tasks does of so many requests.
    #[must_use]
    pub fn share(&self, requests: u32) -> u32 {
        requests.checked_div(self.in_flight).unwrap_or(0)
    }

    /// The arguments from which [`Part::from_args`] reads this back.
    #[must_use]
    pub fn to_args(&self) -> Vec<String> {
        vec![
            CLIENT.to_owned(),
            self.scenario.clone(),
            self.protocol.to_string(),
            self.in_flight.to_string(),
            self.workers.to_string(),
            self.warm_up.to_string(),
            self.requests.to_string(),
            self.address.to_string(),
        ]
    }

    fn parse(args: &[String]) -> Result<Self, Error> {
        let [scenario, protocol, in_flight, workers, warm_up, requests, address] = args else {
            return Err(format!("a client takes 7 arguments, got {}", args.len()).into());
        };
        let protocol = match protocol.as_str() {
            "v4" => Protocol::V4,
            "v5" => Protocol::V5,
            other => return Err(format!("protocol: expected v4 or v5, got {other}").into()),
        };
        Ok(Self {
            scenario: scenario.clone(),
            protocol,
            in_flight: in_flight.parse()?,
            workers: workers.parse()?,
            warm_up: warm_up.parse()?,
            requests: requests.parse()?,
            address: address.parse()?,
        })
    }
}

const CLIENT: &str = "client";
pub(crate) const RESPONDER: &str = "responder";

/// Which part of the benchmark this process plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Answer requests until the owner's pipe closes.
    Responder,
    /// Do this work and end.
    Client(Work),
    /// Measure and print; the words are what a person wrote to choose scenarios (empty: all).
    Report(Vec<String>),
    /// Not started by `cargo bench`: there is nothing to test, so there is nothing to do.
    Nothing,
}

impl Part {
    /// Reads the part from this process's arguments.
    ///
    /// # Errors
    /// When the arguments of a client are incomplete or do not parse.
    pub fn from_args() -> Result<Self, Error> {
        Self::parse(env::args().skip(1).collect())
    }

    fn parse(args: Vec<String>) -> Result<Self, Error> {
        match args.split_first() {
            Some((first, _)) if first == RESPONDER => Ok(Self::Responder),
            Some((first, rest)) if first == CLIENT => Work::parse(rest).map(Self::Client),
            _ if args.iter().any(|arg| arg == "--bench") => {
                Ok(Self::Report(args.into_iter().filter(|arg| !arg.starts_with("--")).collect()))
            }
            _ => Ok(Self::Nothing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_survives_the_command_line() {
        let work = Work {
            scenario: "point_read".to_owned(),
            protocol: Protocol::V5,
            in_flight: 256,
            workers: 2,
            warm_up: 512,
            requests: 1024,
            address: SocketAddr::from(([127, 0, 0, 1], 9042)),
        };
        assert_eq!((work.share(work.warm_up), work.share(work.requests)), (2, 4));
        assert_eq!(Part::parse(work.to_args()).unwrap(), Part::Client(work));
    }

    #[test]
    fn cargo_bench_reports_and_cargo_test_does_nothing() {
        let args = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(Part::parse(args(&["--bench"])).unwrap(), Part::Report(Vec::new()));
        assert_eq!(Part::parse(args(&["page", "--bench"])).unwrap(), Part::Report(args(&["page"])));
        assert_eq!(Part::parse(args(&["--test-threads=1"])).unwrap(), Part::Nothing);
        assert_eq!(Part::parse(Vec::new()).unwrap(), Part::Nothing);
        assert!(Part::parse(args(&["client", "page"])).is_err());
    }
}
