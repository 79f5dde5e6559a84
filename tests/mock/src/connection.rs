//! One connection of a client to a node.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use ilium_driver::wire::{
    Compression, EnvelopeError, EnvelopeReader, Flags, Header, HeaderError, Opcode, ProtocolVersion,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::action::{Action, Base, End};
use crate::answer::Answer;
use crate::greeting::Greeting;
use crate::held::Held;
use crate::outbound::{Outbound, Piece, Reply, Writer};
use crate::state::State;
use crate::usual;

/// How long the pause between the two parts of a split answer is: enough for the other side to read the first.
const PAUSE: Duration = Duration::from_millis(5);

/// Greets a client, and serves it until either side closes. `reset` makes the stream's end a reset, as far as it has such
/// a thing. `shard` is the one that it is to come to, where the node has shards; without it the node chooses.
pub(crate) async fn run<S>(
    state: Arc<State>,
    node: usize,
    shard: Option<u32>,
    mut stream: S,
    reset: fn(&S) -> io::Result<()>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let greeting = state.lock().nodes.get_mut(node).map_or(Greeting::Close, |node| {
        node.accepted += 1;
        node.greeting.clone()
    });
    match greeting {
        Greeting::Close => {}
        Greeting::Hang => std::future::pending().await,
        Greeting::Say(bytes) => {
            let _gone = talk(&mut stream, &bytes).await;
        }
        Greeting::Serve => {
            let (sender, receiver) = mpsc::unbounded_channel();
            let number = state.lock().open(node, shard, sender.clone());
            let _closing = Closing { state: Arc::clone(&state), number };
            let connection = Connection {
                state,
                node,
                number,
                sender,
                reader: EnvelopeReader::unframed(),
                writer: Writer::default(),
                version: ProtocolVersion::LATEST,
                compression: None,
                framed: false,
                end: End::Stay,
                delayed: JoinSet::new(),
            };
            // The client is gone, which is its right.
            let _gone = connection.serve(stream, reset, receiver).await;
        }
    }
}

/// Strikes a connection off the list when it ends, whatever way it ends.
struct Closing {
    state: Arc<State>,
    number: u64,
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.state.lock().connections.remove(&self.number);
        self.state.changed.notify_waiters();
    }
}

/// Says something, and listens until the other side has enough.
async fn talk(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), bytes: &Bytes) -> io::Result<()> {
    stream.write_all(bytes).await?;
    let mut heard = [0; 1024];
    while stream.read(&mut heard).await? > 0 {}
    Ok(())
}

struct Connection {
    state: Arc<State>,
    node: usize,
    number: u64,
    /// Where delayed and held answers come back.
    sender: mpsc::UnboundedSender<Outbound>,
    reader: EnvelopeReader,
    writer: Writer,
    /// The version that the client speaks.
    version: ProtocolVersion,
    /// What the client's STARTUP asked for.
    compression: Option<Compression>,
    framed: bool,
    /// Whether the connection ends once everything is written.
    end: End,
    /// Answers that wait for their time; they end with the connection.
    delayed: JoinSet<()>,
}

impl Connection {
    async fn serve<S>(
        mut self,
        mut stream: S,
        reset: fn(&S) -> io::Result<()>,
        mut receiver: mpsc::UnboundedReceiver<Outbound>,
    ) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut inbound = BytesMut::with_capacity(64 * 1024);
        while self.end == End::Stay {
            tokio::select! {
                read = stream.read_buf(&mut inbound) => {
                    if read? == 0 {
                        return Ok(());
                    }
                    self.receive(&mut inbound);
                }
                Some(outbound) = receiver.recv() => {
                    self.send(outbound);
                    while let Ok(outbound) = receiver.try_recv() {
                        self.send(outbound);
                    }
                }
                Some(_done) = self.delayed.join_next() => {}
            }
            for piece in self.writer.take() {
                match piece {
                    Piece::Bytes(bytes) => {
                        stream.write_all(&bytes).await?;
                        stream.flush().await?;
                    }
                    Piece::Pause => tokio::time::sleep(PAUSE).await,
                }
            }
        }
        if self.end == End::Reset {
            reset(&stream)?;
        } else {
            stream.shutdown().await?;
        }
        Ok(())
    }

    fn receive(&mut self, inbound: &mut BytesMut) {
        while self.end == End::Stay {
            match self.reader.next(inbound) {
                Ok(Some((header, body))) => self.handle(&header, &body),
                Ok(None) => return,
                Err(error) => return self.refuse(&error),
            }
        }
    }

    fn handle(&mut self, header: &Header, body: &Bytes) {
        let own = self.state.version_of(self.node);
        if header.version > own {
            self.writer.refuse_version(header.version.number(), own);
            self.end = End::Close;
            return;
        }
        self.version = header.version;
        let body = match self.compression {
            Some(compression) if !self.framed && header.flags.contains(Flags::COMPRESSION) => {
                match compression.decompress_body(body) {
                    Ok(body) => body,
                    Err(error) => return self.refuse(&error.into()),
                }
            }
            _ => body.clone(),
        };
        let (request, action) = self.state.receive(header, &body, self.node, self.number);
        if let Ok(Some(compression)) = usual::asked_compression(&self.state, &request) {
            self.agree(compression);
        }
        let action = action.unwrap_or(Action::usual());
        match action.delay {
            None => self.reply(&Reply { request, action }),
            Some(delay) => {
                let sender = self.sender.clone();
                let reply = Reply { request, action: Action { delay: None, ..action } };
                self.delayed.spawn(async move {
                    tokio::time::sleep(delay).await;
                    // The connection has ended, and this task with it.
                    let _gone = sender.send(Outbound::Reply(reply));
                });
            }
        }
    }

    fn send(&mut self, outbound: Outbound) {
        match outbound {
            Outbound::Reply(reply) => self.reply(&reply),
            Outbound::Event(event) => self.writer.event(&event, self.version),
            Outbound::Close => self.end = End::Close,
        }
    }

    fn reply(&mut self, reply: &Reply) {
        let Reply { request, action } = reply;
        let answer = match &action.base {
            Base::Usual => Some(usual::answer(&self.state, request)),
            Base::Answer(answer) => Some(answer.clone()),
            Base::Compute(compute) => Some(compute(request)),
            Base::Bytes(bytes) => {
                self.writer.bytes(bytes);
                None
            }
            Base::Hold(holder) => {
                // Nobody holds any more: the request is never answered.
                let _unheld = holder.send(Held::new(Arc::clone(request), self.sender.clone()));
                return;
            }
            Base::Nothing => None,
        };
        if let Some(answer) = answer {
            if let Answer::SetKeyspace(keyspace) = &answer {
                self.state.use_keyspace(self.number, keyspace);
            }
            let answer = match action.extensions(request) {
                Some(extensions) => Answer::Extended(extensions, Box::new(answer)),
                None => answer,
            };
            for _ in 0..action.times {
                let opcode = self.writer.answer(&answer, request, &action.damage);
                self.follow(opcode, request.version);
            }
        }
        for event in &action.events {
            self.writer.event(event, request.version);
        }
        if action.end != End::Stay {
            self.end = action.end;
        }
    }

    /// native_protocol_v5 §2.3.1: after READY or AUTHENTICATE both sides use segments.
    fn follow(&mut self, answered: Opcode, version: ProtocolVersion) {
        if !self.framed && version.has_segments() && matches!(answered, Opcode::Ready | Opcode::Authenticate) {
            self.framed = true;
            self.reader = match self.compression {
                None => EnvelopeReader::framed(),
                Some(_) => EnvelopeReader::framed_lz4(),
            };
            self.writer.start_segments();
        }
    }

    /// native_protocol_v4 §5: once the STARTUP has been received messages can be compressed, its answer too.
    fn agree(&mut self, compression: Compression) {
        self.compression = Some(compression);
        self.writer.compress(compression);
        if !self.version.has_segments() {
            self.reader = EnvelopeReader::unframed_compressed();
        }
    }

    /// The client sent no envelope.
    fn refuse(&mut self, error: &EnvelopeError) {
        if let EnvelopeError::Header(HeaderError::UnknownVersion { number, .. }) = error {
            self.writer.refuse_version(*number, self.state.version_of(self.node));
        }
        self.end = End::Close;
    }
}
