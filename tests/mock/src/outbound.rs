//! From what is to be answered to the bytes on the wire.

use std::sync::Arc;

use ilium_driver::wire::event::Event;
use ilium_driver::wire::response::{Error, ErrorCode};
use ilium_driver::wire::segment::{Lz4SegmentEncoder, encode_segments};
use ilium_driver::wire::{Compression, EncodeError, Flags, Header, Opcode, ProtocolVersion};

use crate::action::{Action, Damage};
use crate::answer::Answer;
use crate::request::Request;

/// Something for a connection to do.
#[derive(Debug)]
pub(crate) enum Outbound {
    /// Answer a request.
    Reply(Reply),
    /// Push an event.
    Event(Event),
    /// Close.
    Close,
}

/// A request and what to do with it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) request: Arc<Request>,
    pub(crate) action: Action,
}

/// What is written, piece by piece.
#[derive(Debug)]
pub(crate) enum Piece {
    Bytes(Vec<u8>),
    /// A moment in which the other side reads what it has.
    Pause,
}

/// Gathers what a connection writes.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    /// Whole envelopes that are not in segments yet.
    envelopes: Vec<u8>,
    pieces: Vec<Piece>,
    /// Whether envelopes go in segments.
    framed: bool,
    /// What bodies or segments are compressed by.
    compression: Option<Compression>,
    segments: Lz4SegmentEncoder,
}

impl Writer {
    /// From here on bodies are compressed; or segments, once there are any.
    pub(crate) const fn compress(&mut self, compression: Compression) {
        self.compression = Some(compression);
    }

    /// From here on envelopes go in segments.
    pub(crate) fn start_segments(&mut self) {
        self.flush();
        self.framed = true;
    }

    /// Adds the answer to a request, damaged as asked.
    pub(crate) fn answer(&mut self, answer: &Answer, request: &Request, damage: &Damage) -> Opcode {
        let version = request.version;
        let mut envelope = Vec::new();
        let opcode = match self.encode(answer, version, request, &mut envelope) {
            Ok(opcode) => opcode,
            Err(error) => {
                let problem = Answer::Error(Error::new(ErrorCode::Server, format!("scripted answer: {error}")));
                self.encode(&problem, version, request, &mut envelope).unwrap_or(Opcode::Error)
            }
        };
        if damage.is_none() {
            self.envelopes.extend_from_slice(&envelope);
        } else {
            self.flush();
            damage_header(damage, &mut envelope);
            let mut bytes = self.frame(envelope);
            if let Some(byte) = damage.flip.and_then(|at| bytes.get_mut(at)) {
                *byte ^= 1;
            }
            bytes.truncate(damage.cut.unwrap_or(usize::MAX));
            let rest = damage.split.filter(|at| *at < bytes.len()).map(|at| bytes.split_off(at));
            self.pieces.push(Piece::Bytes(bytes));
            if let Some(rest) = rest {
                self.pieces.push(Piece::Pause);
                self.pieces.push(Piece::Bytes(rest));
            }
        }
        opcode
    }

    /// Adds bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.flush();
        self.pieces.push(Piece::Bytes(bytes.to_vec()));
    }

    /// Adds an event.
    pub(crate) fn event(&mut self, event: &Event, version: ProtocolVersion) {
        // native_protocol_v5 §4.2.6: all EVENT messages have a streamId of -1.
        let mut body = Vec::new();
        // What cannot be written is left out as a whole.
        if event.encode(version, &mut body).is_ok() {
            let (flags, body) = self.compressed(version, Flags::NONE, body);
            let header = Header::response(version, flags, -1, Opcode::Event);
            let _unwritten = write_envelope(header, &body, &mut self.envelopes);
        }
    }

    /// Adds the error of a server that does not speak the client's version, as its newest one has it.
    pub(crate) fn refuse_version(&mut self, number: u8, own: ProtocolVersion) {
        let known: Vec<String> = (3..=own.number()).map(|known| format!("{known}/v{known}")).collect();
        let message = format!(
            "Invalid or unsupported protocol version ({number}); supported versions are ({})",
            known.join(", ")
        );
        let error = Error::new(ErrorCode::Protocol, message);
        let header = Header::response(own, Flags::NONE, 0, Opcode::Error);
        // The message is short.
        let _written: Result<(), EncodeError> =
            header.write_envelope(&mut self.envelopes, |out| error.encode(own, out));
    }

    /// Takes what is to be written.
    pub(crate) fn take(&mut self) -> Vec<Piece> {
        self.flush();
        std::mem::take(&mut self.pieces)
    }

    fn flush(&mut self) {
        if !self.envelopes.is_empty() {
            let envelopes = std::mem::take(&mut self.envelopes);
            let bytes = self.frame(envelopes);
            self.pieces.push(Piece::Bytes(bytes));
        }
    }

    fn encode(
        &self,
        answer: &Answer,
        version: ProtocolVersion,
        request: &Request,
        out: &mut Vec<u8>,
    ) -> Result<Opcode, EncodeError> {
        let mut body = Vec::new();
        let (opcode, flags) = answer.encode(version, request, &mut body)?;
        let (flags, body) = self.compressed(version, flags, body);
        write_envelope(Header::response(version, flags, request.stream, opcode), &body, out)?;
        Ok(opcode)
    }

    /// A body as it is sent, with its flags: compressed however short it is, as Cassandra does.
    fn compressed(&self, version: ProtocolVersion, flags: Flags, body: Vec<u8>) -> (Flags, Vec<u8>) {
        if version.has_segments() {
            return (flags, body);
        }
        match self.compression.and_then(|compression| compression.compress_body(&body)) {
            Some(compressed) => (flags | Flags::COMPRESSION, compressed),
            None => (flags, body),
        }
    }

    fn frame(&mut self, envelopes: Vec<u8>) -> Vec<u8> {
        if !self.framed {
            return envelopes;
        }
        let mut out = Vec::new();
        match self.compression {
            None => encode_segments(&envelopes, &mut out),
            Some(_) => self.segments.encode(&envelopes, &mut out),
        }
        out
    }
}

fn write_envelope(header: Header, body: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
    header.write_envelope(out, |out| {
        out.extend_from_slice(body);
        Ok(())
    })
}

fn damage_header(damage: &Damage, envelope: &mut [u8]) {
    let Some([version, _, stream_high, stream_low, opcode, length @ ..]) = envelope.first_chunk_mut::<9>() else {
        return;
    };
    *version = damage.version_byte.unwrap_or(*version);
    if let Some(stream) = damage.stream {
        [*stream_high, *stream_low] = stream.to_be_bytes();
    }
    *opcode = damage.opcode.unwrap_or(*opcode);
    if let Some(len) = damage.length {
        length.copy_from_slice(&len.to_be_bytes());
    }
}
