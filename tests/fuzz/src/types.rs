//! Types of columns out of a fuzzer's bytes.

use std::borrow::Cow;
use std::sync::Arc;

use ilium_driver::frame::response::result::{CollectionType, ColumnType, NativeType, UserDefinedType};

use crate::input::byte;

const NATIVES: [NativeType; 20] = [
    NativeType::Ascii,
    NativeType::Boolean,
    NativeType::Blob,
    NativeType::Counter,
    NativeType::Date,
    NativeType::Decimal,
    NativeType::Double,
    NativeType::Duration,
    NativeType::Float,
    NativeType::Int,
    NativeType::BigInt,
    NativeType::Text,
    NativeType::Timestamp,
    NativeType::Inet,
    NativeType::SmallInt,
    NativeType::TinyInt,
    NativeType::Time,
    NativeType::Timeuuid,
    NativeType::Uuid,
    NativeType::Varint,
];

/// A type, at most `depth` deep.
pub(crate) fn column_type(input: &mut &[u8], depth: usize) -> ColumnType<'static> {
    let choice = byte(input);
    let native = NATIVES.get(usize::from(choice % 32)).copied().map(ColumnType::Native);
    if let Some(native) = native {
        return native;
    }
    let Some(depth) = depth.checked_sub(1) else { return ColumnType::Custom(Cow::Borrowed("com.example.Point")) };
    let frozen = choice & 0x80 != 0;
    let mut inner = || column_type(input, depth);
    let collection = |typ| ColumnType::Collection { frozen, typ };
    match choice % 32 {
        20 | 21 => collection(CollectionType::List(Box::new(inner()))),
        22 | 23 => collection(CollectionType::Set(Box::new(inner()))),
        24 | 25 => {
            let key = Box::new(inner());
            collection(CollectionType::Map(key, Box::new(inner())))
        }
        26 | 27 => ColumnType::Tuple(vec![inner(), inner(), inner()]),
        28 | 29 => {
            let fields = vec![("a".into(), inner()), ("B c".into(), inner())];
            let definition = Arc::new(UserDefinedType::new("ks", "t", fields));
            ColumnType::UserDefinedType { frozen, definition }
        }
        _ => {
            let typ = Box::new(inner());
            // A vector without dimensions cannot be declared.
            ColumnType::Vector { typ, dimensions: 1 + u16::from(byte(input) % 4) }
        }
    }
}

/// The description of one column whose type has the class name `class`, if that is text.
pub(crate) fn described(class: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut string = |bytes: &[u8]| -> Option<()> {
        out.extend_from_slice(&u16::try_from(bytes.len()).ok()?.to_be_bytes());
        out.extend_from_slice(bytes);
        Some(())
    };
    string(b"ks")?;
    string(b"t")?;
    string(b"c")?;
    string(b"")?; // native_protocol_v5 §4.2.5.2: 0x0000 is a custom type, and the class name follows
    string(class)?;
    Some(out)
}
