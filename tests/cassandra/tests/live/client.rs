//! As much of the CQL native protocol, version 4, as shows that a node works; independent of the driver.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const STARTUP: u8 = 0x01;
const OPTIONS: u8 = 0x05;
const QUERY: u8 = 0x07;
const AUTH_RESPONSE: u8 = 0x0f;

pub(crate) const ERROR: u8 = 0x00;
pub(crate) const READY: u8 = 0x02;
pub(crate) const AUTHENTICATE: u8 = 0x03;
pub(crate) const SUPPORTED: u8 = 0x06;
pub(crate) const AUTH_SUCCESS: u8 = 0x10;

/// The codes after which the same statement may be sent again: a node that has just restarted is not yet trusted by all, and a table
/// that was just created is not yet known to all.
const PASSING: [[u8; 4]; 5] = [
    [0, 0, 0x10, 0x00], // Unavailable
    [0, 0, 0x11, 0x00], // Write_timeout
    [0, 0, 0x12, 0x00], // Read_timeout
    [0, 0, 0x13, 0x00], // Read_failure
    [0, 0, 0x15, 0x00], // Write_failure
];

pub(crate) struct Client(TcpStream);

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(60))?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        Ok(Self(stream))
    }

    /// A connection on which statements can be sent.
    pub(crate) fn ready(address: SocketAddr) -> Self {
        let mut client = Self::connect(address).unwrap();
        assert_eq!(client.startup().unwrap(), READY);
        client
    }

    pub(crate) fn set_read_timeout(&self, limit: Duration) {
        self.0.set_read_timeout(Some(limit)).unwrap();
    }

    /// Sends OPTIONS and returns the opcode of the answer.
    pub(crate) fn options(&mut self) -> io::Result<u8> {
        self.send(OPTIONS, &[])?;
        Ok(self.receive()?.0)
    }

    pub(crate) fn startup(&mut self) -> io::Result<u8> {
        let mut body = 1_u16.to_be_bytes().to_vec();
        for text in ["CQL_VERSION", "3.0.0"] {
            body.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
            body.extend(text.as_bytes());
        }
        self.send(STARTUP, &body)?;
        Ok(self.receive()?.0)
    }

    pub(crate) fn log_in(&mut self, user: &str, password: &str) -> io::Result<u8> {
        let token = format!("\0{user}\0{password}");
        let mut body = u32::try_from(token.len()).unwrap().to_be_bytes().to_vec();
        body.extend(token.as_bytes());
        self.send(AUTH_RESPONSE, &body)?;
        Ok(self.receive()?.0)
    }

    /// Runs `cql` at consistency ALL and returns the body of its result.
    pub(crate) fn query(&mut self, cql: &str) -> Vec<u8> {
        const ALL: u16 = 0x0005;
        let mut body = u32::try_from(cql.len()).unwrap().to_be_bytes().to_vec();
        body.extend(cql.as_bytes());
        body.extend(ALL.to_be_bytes());
        body.push(0);
        for _ in 0..300 {
            self.send(QUERY, &body).unwrap();
            let (opcode, answer) = self.receive().unwrap();
            if opcode != ERROR {
                return answer;
            }
            let may_repeat = PASSING.iter().any(|code| answer.starts_with(code));
            assert!(may_repeat, "{cql}: {}", String::from_utf8_lossy(&answer));
            std::thread::sleep(Duration::from_millis(200));
        }
        panic!("{cql}: still unavailable after 300 attempts");
    }

    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    pub(crate) fn receive_bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.0.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn send(&mut self, opcode: u8, body: &[u8]) -> io::Result<()> {
        let mut frame = vec![0x04, 0x00, 0x00, 0x00, opcode];
        frame.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        frame.extend(body);
        self.0.write_all(&frame)
    }

    fn receive(&mut self) -> io::Result<(u8, Vec<u8>)> {
        let [version, _, _, _, opcode, len @ ..]: [u8; 9] = self.receive_bytes()?;
        assert_eq!(version, 0x84);
        let mut body = vec![0; usize::try_from(u32::from_be_bytes(len)).unwrap()];
        self.0.read_exact(&mut body)?;
        Ok((opcode, body))
    }
}

pub(crate) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
