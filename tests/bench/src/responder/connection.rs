//! One connection: everything that one read brought is answered by one write.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::Ordering;

use super::answer::{Answers, push_unsupported_version};
use super::envelope::{self, OP_EXECUTE, OP_STARTUP};
use super::{Counters, segment};
use crate::Error;

/// Room for one read; 256 requests of the benchmarks are some 30 KB.
const READ_LEN: usize = 1 << 20;

/// Answers until the client closes.
pub(super) fn serve(stream: &TcpStream, answers: &Answers, counters: &Counters) -> Result<(), Error> {
    stream.set_nodelay(true)?;
    let mut connection = Connection { answers, is_segmented: false, raw: Vec::new(), plain: Vec::new() };
    let mut room = vec![0; READ_LEN];
    let mut out = Vec::new();
    let (mut reader, mut writer) = (stream, stream);
    loop {
        let len = match reader.read(&mut room) {
            // A client that is dropped may reset instead of closing.
            Ok(0) | Err(_) => return Ok(()),
            Ok(len) => len,
        };
        connection.raw.extend_from_slice(room.get(..len).unwrap_or_default());
        let requests = connection.answer(&mut out)?;
        if requests > 0 {
            counters.requests.fetch_add(requests, Ordering::Relaxed);
            counters.reads.fetch_add(1, Ordering::Relaxed);
        }
        if writer.write_all(&out).is_err() {
            return Ok(());
        }
        out.clear();
    }
}

struct Connection<'a> {
    answers: &'a Answers,
    /// From READY on, in protocol 5: native_protocol_v5.spec section 2.3.1.
    is_segmented: bool,
    /// What came and is not taken apart yet.
    raw: Vec<u8>,
    /// Envelopes out of segments.
    plain: Vec<u8>,
}

impl Connection<'_> {
    /// Appends the answers to all complete requests; returns how many of them were EXECUTE.
    fn answer(&mut self, out: &mut Vec<u8>) -> Result<u64, Error> {
        if !self.is_segmented {
            let raw = std::mem::take(&mut self.raw);
            let (requests, used) = self.answer_envelopes(&raw, out);
            self.raw = raw;
            self.raw.drain(..used);
            return Ok(requests);
        }
        let mut rest = &self.raw[..];
        while let Some((payload, after)) = segment::split(rest)? {
            self.plain.extend_from_slice(payload);
            rest = after;
        }
        let used = self.raw.len() - rest.len();
        self.raw.drain(..used);

        let plain = std::mem::take(&mut self.plain);
        let mut envelopes = Vec::new();
        let (requests, used) = self.answer_envelopes(&plain, &mut envelopes);
        self.plain = plain;
        self.plain.drain(..used);
        segment::push_envelopes(out, &envelopes);
        Ok(requests)
    }

    /// Returns the EXECUTE requests and the bytes taken.
    fn answer_envelopes(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> (u64, usize) {
        let mut requests = 0;
        let mut rest = bytes;
        while let Some((request, after)) = envelope::split(rest) {
            rest = after;
            if !matches!(request.version, 4 | 5) {
                push_unsupported_version(out, &request);
                continue;
            }
            requests += u64::from(request.opcode == OP_EXECUTE);
            self.answers.push(out, &request);
            if request.opcode == OP_STARTUP && request.version == 5 {
                // A client sends nothing after STARTUP before its answer, so nothing of this read is left.
                self.is_segmented = true;
            }
        }
        (requests, bytes.len() - rest.len())
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr};

    use super::*;
    use crate::statement::{INSERT, POINT_READ};

    const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9042);

    fn request(version: u8, opcode: u8, body: &[u8]) -> Vec<u8> {
        let mut bytes = vec![version, 0, 0, 9, opcode];
        bytes.extend_from_slice(&u32::try_from(body.len()).unwrap().to_be_bytes());
        bytes.extend_from_slice(body);
        bytes
    }

    fn prepare(version: u8, cql: &str) -> Vec<u8> {
        let mut body = u32::try_from(cql.len()).unwrap().to_be_bytes().to_vec();
        body.extend_from_slice(cql.as_bytes());
        if version == 5 {
            body.extend_from_slice(&[0; 4]);
        }
        request(version, 0x09, &body)
    }

    fn connection(answers: &Answers) -> Connection<'_> {
        Connection { answers, is_segmented: false, raw: Vec::new(), plain: Vec::new() }
    }

    /// Feeds `bytes` and returns what is answered.
    fn exchange(connection: &mut Connection<'_>, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        connection.raw.extend_from_slice(bytes);
        connection.answer(&mut out).unwrap();
        out
    }

    #[test]
    fn a_point_read_of_protocol_4_honours_skip_metadata() {
        let answers = Answers::new(ADDRESS);
        let mut connection = connection(&answers);
        assert_eq!(exchange(&mut connection, &request(4, 0x01, &[0, 0])), [0x84, 0, 0, 9, 0x02, 0, 0, 0, 0]);
        let prepared = exchange(&mut connection, &prepare(4, POINT_READ));
        // Header, kind PREPARED, the id; then flags, one marker, which is the key.
        assert_eq!(prepared[9..13], [0, 0, 0, 4]);
        assert_eq!(prepared[15..31], *b"bench-point-read");
        assert_eq!(prepared[31..45], [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]);

        let mut body = vec![0, 16];
        body.extend_from_slice(b"bench-point-read");
        body.extend_from_slice(&[0, 6, 0x01, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1]);
        let with = exchange(&mut connection, &request(4, 0x0A, &body));
        body[20] = 0x03;
        let without = exchange(&mut connection, &request(4, 0x0A, &body));
        assert_eq!(with[13..21], [0, 0, 0, 1, 0, 0, 0, 5]);
        assert_eq!(without[13..21], [0, 0, 0, 4, 0, 0, 0, 5]);
        assert_eq!(with[with.len() - 128..], without[without.len() - 128..]);
    }

    #[test]
    fn protocol_5_is_segmented_after_ready_however_it_is_cut() {
        let answers = Answers::new(ADDRESS);
        let mut connection = connection(&answers);
        assert_eq!(exchange(&mut connection, &request(5, 0x01, &[0, 0])), [0x85, 0, 0, 9, 0x02, 0, 0, 0, 0]);
        let mut segments = Vec::new();
        segment::push_envelopes(&mut segments, &prepare(5, INSERT));
        let mut out = Vec::new();
        for byte in segments {
            out.extend(exchange(&mut connection, &[byte]));
        }
        let (payload, rest) = segment::split(&out).unwrap().unwrap();
        assert!(rest.is_empty());
        assert_eq!(payload[9..13], [0, 0, 0, 4]);
        assert_eq!(payload[15..31], *b"bench-insert-row");
        assert_eq!(payload[33..49], *b"bench-metadata-1");
    }

    #[test]
    fn a_version_that_is_not_spoken_is_refused_in_version_5() {
        let answers = Answers::new(ADDRESS);
        let refused = exchange(&mut connection(&answers), &request(6, 0x05, &[]));
        assert_eq!(refused[..5], [0x85, 0, 0, 9, 0x00]);
        assert_eq!(refused[9..13], [0, 0, 0, 0x0A]);
    }
}
