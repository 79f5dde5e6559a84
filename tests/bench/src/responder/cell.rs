//! The CQL types that the tables use, and values of them as bytes.

/// A CQL type, as far as the responder's tables need any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Bigint,
    Blob,
    Boolean,
    Double,
    Inet,
    Int,
    ListOfText,
    MapOfText,
    MapOfUuidToBlob,
    SetOfText,
    Text,
    Timestamp,
    Uuid,
}

impl Type {
    /// Appends the `[option]` of native_protocol_v4.spec section 4.2.5.2.
    pub(super) fn push_option(self, out: &mut Vec<u8>) {
        const VARCHAR: u16 = 0x000D;
        let ids: &[u16] = match self {
            Self::Bigint => &[0x0002],
            Self::Blob => &[0x0003],
            Self::Boolean => &[0x0004],
            Self::Double => &[0x0007],
            Self::Inet => &[0x0010],
            Self::Int => &[0x0009],
            Self::ListOfText => &[0x0020, VARCHAR],
            Self::MapOfText => &[0x0021, VARCHAR, VARCHAR],
            Self::MapOfUuidToBlob => &[0x0021, 0x000C, 0x0003],
            Self::SetOfText => &[0x0022, VARCHAR],
            Self::Text => &[VARCHAR],
            Self::Timestamp => &[0x000B],
            Self::Uuid => &[0x000C],
        };
        for id in ids {
            out.extend_from_slice(&id.to_be_bytes());
        }
    }

    /// The type as CQL writes it, which is how `system_schema.columns` has it.
    pub(super) fn cql(self) -> &'static str {
        match self {
            Self::Bigint => "bigint",
            Self::Blob => "blob",
            Self::Boolean => "boolean",
            Self::Double => "double",
            Self::Inet => "inet",
            Self::Int => "int",
            Self::ListOfText => "list<text>",
            Self::MapOfText => "map<text, text>",
            Self::MapOfUuidToBlob => "map<uuid, blob>",
            Self::SetOfText => "set<text>",
            Self::Text => "text",
            Self::Timestamp => "timestamp",
            Self::Uuid => "uuid",
        }
    }
}

/// A value's bytes; `None` is null.
pub(super) type Cell = Option<Vec<u8>>;

pub(super) fn text(value: &str) -> Cell {
    Some(value.as_bytes().to_vec())
}

pub(super) fn texts(values: &[&str]) -> Cell {
    let mut out = Vec::new();
    push_count(&mut out, values.len());
    for value in values {
        push_cell(&mut out, Some(value.as_bytes()));
    }
    Some(out)
}

pub(super) fn text_map(entries: &[(&str, &str)]) -> Cell {
    let mut out = Vec::new();
    push_count(&mut out, entries.len());
    for (key, value) in entries {
        push_cell(&mut out, Some(key.as_bytes()));
        push_cell(&mut out, Some(value.as_bytes()));
    }
    Some(out)
}

pub(super) fn int(value: i32) -> Cell {
    Some(value.to_be_bytes().to_vec())
}

/// Appends `[bytes]`: a length and the bytes, or a negative length for null.
pub(super) fn push_cell(out: &mut Vec<u8>, cell: Option<&[u8]>) {
    match cell {
        Some(bytes) => {
            push_count(out, bytes.len());
            out.extend_from_slice(bytes);
        }
        None => out.extend_from_slice(&(-1_i32).to_be_bytes()),
    }
}

/// Appends `[int]`, a length or a count.
pub(super) fn push_count(out: &mut Vec<u8>, count: usize) {
    out.extend_from_slice(&i32::try_from(count).unwrap_or(i32::MAX).to_be_bytes());
}

/// Appends `[string]` or `[short bytes]`: both are a short and so many bytes.
pub(super) fn push_short(out: &mut Vec<u8>, bytes: &[u8]) {
    let len = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    out.extend_from_slice(&len.to_be_bytes());
    out.extend(bytes.iter().take(usize::from(len)));
}
