use std::fmt;

use super::{CqlDecimal, CqlValue};

/// Bytes as a blob's literal, such as `0xcafe`.
pub(crate) struct HexBlob<'a>(pub(crate) &'a [u8]);

/// Text in single quotes, those inside doubled.
struct Quoted<'a>(&'a str);

/// A name, in double quotes when CQL would fold or refuse it without.
struct Identifier<'a>(&'a str);

/// A value, or `null`.
struct Nullable<'a>(&'a Option<CqlValue>);

impl fmt::Display for HexBlob<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("0x")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.0.replace('\'', "''"))
    }
}

impl fmt::Display for Identifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&ilium_cql::quote(self.0))
    }
}

impl fmt::Display for Nullable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(value) => write!(f, "{value}"),
            None => f.write_str("null"),
        }
    }
}

fn joined<T>(
    f: &mut fmt::Formatter<'_>,
    brackets: (&str, &str),
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    f.write_str(brackets.0)?;
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write(f, item)?;
    }
    f.write_str(brackets.1)
}

fn plain<T: fmt::Display>(f: &mut fmt::Formatter<'_>, item: T) -> fmt::Result {
    write!(f, "{item}")
}

/// CQL spells the values that are no numbers `NaN`, `Infinity` and `-Infinity`.
fn float<T: fmt::Debug>(f: &mut fmt::Formatter<'_>, value: T, is_infinite: bool) -> fmt::Result {
    let text = format!("{value:?}");
    f.write_str(&if is_infinite { text.replace("inf", "Infinity") } else { text })
}

/// Cassandra's parser takes every number with a point or an exponent for a `double` first, and refuses the infinite.
fn decimal(f: &mut fmt::Formatter<'_>, value: &CqlDecimal) -> fmt::Result {
    let text = value.to_string();
    if text.contains(['.', 'E']) && text.parse::<f64>().is_ok_and(f64::is_infinite) {
        let (unscaled, scale) = value.as_signed_be_bytes_slice_and_exponent();
        let whole: Vec<u8> = scale.to_be_bytes().iter().chain(unscaled).copied().collect();
        return write!(f, "blobAsDecimal({})", HexBlob(&whole));
    }
    f.write_str(&text)
}

/// As a CQL literal.
impl fmt::Display for CqlValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ascii(text) | Self::Text(text) => plain(f, Quoted(text)),
            Self::BigInt(value) => plain(f, value),
            Self::Blob(bytes) => plain(f, HexBlob(bytes)),
            Self::Boolean(value) => plain(f, value),
            Self::Counter(value) => plain(f, value.0),
            Self::Date(value) => plain(f, value),
            Self::Decimal(value) => decimal(f, value),
            Self::Double(value) => float(f, value, value.is_infinite()),
            Self::Duration(value) => plain(f, value),
            Self::Empty => plain(f, HexBlob(&[])),
            Self::Float(value) => float(f, value, value.is_infinite()),
            Self::Inet(value) => write!(f, "'{value}'"),
            Self::Int(value) => plain(f, value),
            Self::List(elements) | Self::Vector(elements) => joined(f, ("[", "]"), elements, plain),
            Self::Map(entries) => joined(f, ("{", "}"), entries, |f, (key, value)| write!(f, "{key}: {value}")),
            Self::Set(elements) => joined(f, ("{", "}"), elements, plain),
            Self::SmallInt(value) => plain(f, value),
            Self::Time(value) => plain(f, value),
            Self::Timestamp(value) => plain(f, value),
            Self::Timeuuid(value) => plain(f, value),
            Self::TinyInt(value) => plain(f, value),
            Self::Tuple(fields) => joined(f, ("(", ")"), fields.iter().map(Nullable), plain),
            Self::UserDefinedType { fields, .. } => {
                joined(f, ("{", "}"), fields, |f, (name, value)| write!(f, "{}: {}", Identifier(name), Nullable(value)))
            }
            Self::Uuid(value) => plain(f, value),
            Self::Varint(value) => plain(f, value),
        }
    }
}
