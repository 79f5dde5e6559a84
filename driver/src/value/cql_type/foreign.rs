//! Types of other crates, each behind the feature of its crate.

#[allow(unused_imports, reason = "some features need some of them")]
use super::{CqlType, Kind, TypeInfo};

macro_rules! foreign {
    ($($feature:literal $rust:ty => $kind:ident $(or $also:ident)*;)+) => {$(
        #[cfg(feature = $feature)]
        impl CqlType for $rust {
            const CQL: TypeInfo = TypeInfo::native(Kind::$kind)$(.or(Kind::$also))*;
        }
    )+};
}

foreign! {
    "bigdecimal-04" bigdecimal_04::BigDecimal => Decimal;
    "chrono-04" chrono_04::NaiveDate => Date;
    "chrono-04" chrono_04::NaiveTime => Time;
    "chrono-04" chrono_04::DateTime<chrono_04::Utc> => Timestamp;
    "jiff-02" jiff_02::civil::Date => Date;
    "jiff-02" jiff_02::civil::Time => Time;
    "jiff-02" jiff_02::Timestamp => Timestamp;
    "jiff-02" jiff_02::Span => Duration;
    "num-bigint-03" num_bigint_03::BigInt => Varint;
    "num-bigint-04" num_bigint_04::BigInt => Varint;
    "num-bigint-05" num_bigint_05::BigInt => Varint;
    "rust_decimal-1" rust_decimal_1::Decimal => Decimal;
    "serde_json-1" serde_json_1::Value => Text or Ascii;
    "time-03" time_03::Date => Date;
    "time-03" time_03::Time => Time;
    "time-03" time_03::OffsetDateTime => Timestamp;
}

/// JSON text, whatever it is the text of.
#[cfg(feature = "serde_json-1")]
impl<T: ?Sized> CqlType for crate::value::Json<T> {
    const CQL: TypeInfo = TypeInfo::native(Kind::Text).or(Kind::Ascii);
}

/// Stored as what it holds.
#[cfg(feature = "secrecy-10")]
impl<T: CqlType + secrecy_10::zeroize::Zeroize + ?Sized> CqlType for secrecy_10::SecretBox<T> {
    const CQL: TypeInfo = T::CQL;
    const NULLABLE: bool = T::NULLABLE;
    const UNSET: bool = T::UNSET;

    fn is_null(&self) -> bool {
        T::is_null(secrecy_10::ExposeSecret::expose_secret(self))
    }
}
