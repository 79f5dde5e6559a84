//! The notations of section 3 of the specification: reading from a slice, writing to a `Vec<u8>`.
//!
//! A reader takes `&mut &[u8]` and leaves the rest in it. On an error what is left is unspecified.

use super::DecodeError;

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

fn utf8<'a>(bytes: &'a [u8], what: &'static str) -> Result<&'a str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|error| DecodeError::invalid(what, error.to_string()))
}
