//! The notations of section 3 of the specification: reading from a slice, writing to a `Vec<u8>`.
//!
//! A reader takes `&mut &[u8]` and leaves the rest in it. On an error what is left is unspecified. A writer appends to
//! `out`. `what` names the thing in errors.

use std::net::{IpAddr, SocketAddr};

use uuid::Uuid;

use super::{Consistency, DecodeError, EncodeError};

/// Splits `len` bytes off the front of `buf`.
///
/// # Errors
/// When fewer are left; nothing is allocated.
#[inline]
pub fn take<'a>(buf: &mut &'a [u8], len: usize, what: &'static str) -> Result<&'a [u8], DecodeError> {
    match buf.split_at_checked(len) {
        Some((head, rest)) => {
            *buf = rest;
            Ok(head)
        }
        None => Err(DecodeError::truncated(what, len, buf.len())),
    }
}

/// Splits an array of `N` bytes off the front of `buf`.
///
/// # Errors
/// When fewer are left.
#[inline]
pub fn take_array<const N: usize>(buf: &mut &[u8], what: &'static str) -> Result<[u8; N], DecodeError> {
    match buf.split_first_chunk::<N>() {
        Some((head, rest)) => {
            *buf = rest;
            Ok(*head)
        }
        None => Err(DecodeError::truncated(what, N, buf.len())),
    }
}

/// Reads a `[byte]`.
///
/// # Errors
/// When nothing is left.
#[inline]
pub fn read_byte(buf: &mut &[u8], what: &'static str) -> Result<u8, DecodeError> {
    take_array::<1>(buf, what).map(|[byte]| byte)
}

/// Reads a `[short]`.
///
/// # Errors
/// When fewer than 2 bytes are left.
#[inline]
pub fn read_short(buf: &mut &[u8], what: &'static str) -> Result<u16, DecodeError> {
    take_array(buf, what).map(u16::from_be_bytes)
}

/// Reads an `[int]`.
///
/// # Errors
/// When fewer than 4 bytes are left.
#[inline]
pub fn read_int(buf: &mut &[u8], what: &'static str) -> Result<i32, DecodeError> {
    take_array(buf, what).map(i32::from_be_bytes)
}

/// Reads a `[long]`.
///
/// # Errors
/// When fewer than 8 bytes are left.
#[inline]
pub fn read_long(buf: &mut &[u8], what: &'static str) -> Result<i64, DecodeError> {
    take_array(buf, what).map(i64::from_be_bytes)
}

/// Reads a `[string]`.
///
/// # Errors
/// When it is cut short or no UTF-8.
#[inline]
pub fn read_string<'a>(buf: &mut &'a [u8], what: &'static str) -> Result<&'a str, DecodeError> {
    let len = read_short(buf, what)?;
    utf8(take(buf, usize::from(len), what)?, what)
}

/// Reads a `[long string]`.
///
/// # Errors
/// When it is cut short, its length is negative, or it is no UTF-8.
#[inline]
pub fn read_long_string<'a>(buf: &mut &'a [u8], what: &'static str) -> Result<&'a str, DecodeError> {
    let len = read_int(buf, what)?;
    let len = usize::try_from(len).map_err(|_| DecodeError::invalid(what, format!("negative length {len}")))?;
    utf8(take(buf, len, what)?, what)
}

/// Reads `[bytes]`; `None` is null.
///
/// # Errors
/// When they are cut short.
#[inline]
pub fn read_bytes<'a>(buf: &mut &'a [u8], what: &'static str) -> Result<Option<&'a [u8]>, DecodeError> {
    let len = read_int(buf, what)?;
    match usize::try_from(len) {
        Ok(len) => take(buf, len, what).map(Some),
        Err(_) => Ok(None),
    }
}

/// Reads `[short bytes]`.
///
/// # Errors
/// When they are cut short.
#[inline]
pub fn read_short_bytes<'a>(buf: &mut &'a [u8], what: &'static str) -> Result<&'a [u8], DecodeError> {
    let len = read_short(buf, what)?;
    take(buf, usize::from(len), what)
}

/// Reads a `[uuid]`.
///
/// # Errors
/// When fewer than 16 bytes are left.
pub fn read_uuid(buf: &mut &[u8], what: &'static str) -> Result<Uuid, DecodeError> {
    take_array(buf, what).map(Uuid::from_bytes)
}

/// Reads a `[consistency]`.
///
/// # Errors
/// When it is cut short, or a level that the specification does not have.
#[inline]
pub fn read_consistency(buf: &mut &[u8], what: &'static str) -> Result<Consistency, DecodeError> {
    let code = read_short(buf, what)?;
    Consistency::from_code(code)
        .ok_or_else(|| DecodeError::invalid(what, format!("unknown consistency level {code:#06x}")))
}

/// Reads a `[string list]`, into `String` or `&str`: at most 65535 of them, so that empty ones take 1.5 MiB.
///
/// # Errors
/// When it is cut short or no UTF-8.
pub fn read_string_list<'a, T: From<&'a str>>(buf: &mut &'a [u8], what: &'static str) -> Result<Vec<T>, DecodeError> {
    let count = usize::from(read_short(buf, what)?);
    let mut strings = Vec::with_capacity(capacity(buf, count, 2, what)?);
    for _ in 0..count {
        strings.push(T::from(read_string(buf, what)?));
    }
    Ok(strings)
}

/// Reads an `[inetaddr]`.
///
/// # Errors
/// When it is cut short, or its size is neither 4 nor 16.
pub fn read_inetaddr(buf: &mut &[u8], what: &'static str) -> Result<IpAddr, DecodeError> {
    match read_byte(buf, what)? {
        4 => take_array::<4>(buf, what).map(IpAddr::from),
        16 => take_array::<16>(buf, what).map(IpAddr::from),
        size => Err(DecodeError::invalid(what, format!("expected an address of 4 or 16 bytes, got {size}"))),
    }
}

/// Reads an `[inet]`.
///
/// # Errors
/// When it is cut short, or the size of the address or the port is out of range.
pub fn read_inet(buf: &mut &[u8], what: &'static str) -> Result<SocketAddr, DecodeError> {
    let address = read_inetaddr(buf, what)?;
    let port = read_int(buf, what)?;
    let port = u16::try_from(port).map_err(|_| DecodeError::invalid(what, format!("port {port} is out of range")))?;
    Ok(SocketAddr::new(address, port))
}

/// What of `before` a reader took, which left `after`.
pub fn consumed<'a>(before: &'a [u8], after: &[u8]) -> &'a [u8] {
    before.get(..before.len().saturating_sub(after.len())).unwrap_or_default()
}

/// How many elements to make room for when the message says that `count` follow, of at least `min_len` bytes each.
///
/// At most [`MAX_RESERVED`]: a short nested message must not reserve much at each level, so that what is reserved stays
/// in proportion to what came.
///
/// # Errors
/// When fewer bytes are left than `count` elements take.
pub(crate) fn capacity(buf: &[u8], count: usize, min_len: usize, what: &'static str) -> Result<usize, DecodeError> {
    let needed = count.saturating_mul(min_len);
    if needed > buf.len() {
        return Err(DecodeError::truncated(what, needed, buf.len()));
    }
    Ok(count.min(MAX_RESERVED))
}

/// How many elements room is made for before they are read: more than a usual table has columns.
const MAX_RESERVED: usize = 64;

/// A count that is carried as an `[int]`.
///
/// # Errors
/// When it is cut short or negative.
#[inline]
pub(crate) fn read_count(buf: &mut &[u8], what: &'static str) -> Result<usize, DecodeError> {
    let count = read_int(buf, what)?;
    usize::try_from(count).map_err(|_| DecodeError::invalid(what, format!("negative count {count}")))
}

/// Writes a `[short]`.
#[inline]
pub fn write_short(value: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(&value.to_be_bytes());
}

/// Writes an `[int]`.
#[inline]
pub fn write_int(value: i32, out: &mut Vec<u8>) {
    out.extend_from_slice(&value.to_be_bytes());
}

/// Writes a `[long]`.
#[inline]
pub fn write_long(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(&value.to_be_bytes());
}

/// Writes a length or count as a `[short]`.
///
/// # Errors
/// When it is over 65535.
#[inline]
pub fn write_short_len(len: usize, what: &'static str, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let Ok(short) = u16::try_from(len) else {
        return Err(EncodeError::too_long(what, len, u16::MAX.into()));
    };
    write_short(short, out);
    Ok(())
}

/// Writes a length or count as an `[int]`.
///
/// # Errors
/// When it is over 2147483647.
#[inline]
pub fn write_int_len(len: usize, what: &'static str, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let Ok(int) = i32::try_from(len) else {
        return Err(EncodeError::too_long(what, len, i32::MAX.unsigned_abs() as usize));
    };
    write_int(int, out);
    Ok(())
}

/// Writes a `[string]`.
///
/// # Errors
/// When it is longer than 65535 bytes.
#[inline]
pub fn write_string(value: &str, what: &'static str, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    write_short_bytes(value.as_bytes(), what, out)
}

/// Writes a `[long string]`.
///
/// # Errors
/// When it is longer than 2147483647 bytes.
#[inline]
pub fn write_long_string(value: &str, what: &'static str, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    write_bytes(Some(value.as_bytes()), what, out)
}

/// Writes `[bytes]`; `None` is null.
///
/// # Errors
/// When they are longer than 2147483647 bytes.
#[inline]
pub fn write_bytes(value: Option<&[u8]>, what: &'static str, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    match value {
        Some(value) => {
            write_int_len(value.len(), what, out)?;
            out.extend_from_slice(value);
        }
        None => write_int(-1, out),
    }
    Ok(())
}

/// Writes `[short bytes]`.
///
/// # Errors
/// When they are longer than 65535 bytes.
#[inline]
pub fn write_short_bytes(value: &[u8], what: &'static str, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    write_short_len(value.len(), what, out)?;
    out.extend_from_slice(value);
    Ok(())
}

/// Writes a `[string list]`.
///
/// # Errors
/// When there are more than 65535, or one is longer than 65535 bytes.
pub fn write_string_list<T: AsRef<str>>(
    values: &[T],
    what: &'static str,
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    write_short_len(values.len(), what, out)?;
    values.iter().try_for_each(|value| write_string(value.as_ref(), what, out))
}

/// Writes an `[inetaddr]`.
pub fn write_inetaddr(address: IpAddr, out: &mut Vec<u8>) {
    match address {
        IpAddr::V4(address) => {
            out.push(4);
            out.extend_from_slice(&address.octets());
        }
        IpAddr::V6(address) => {
            out.push(16);
            out.extend_from_slice(&address.octets());
        }
    }
}

/// Writes an `[inet]`.
pub fn write_inet(address: SocketAddr, out: &mut Vec<u8>) {
    write_inetaddr(address.ip(), out);
    write_int(address.port().into(), out);
}

fn utf8<'a>(bytes: &'a [u8], what: &'static str) -> Result<&'a str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|error| DecodeError::invalid(what, error.to_string()))
}
