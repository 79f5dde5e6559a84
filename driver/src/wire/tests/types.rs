//! Types of columns: what is written is read.

use std::borrow::Cow;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::wire::budget::TypeBudget;
use crate::wire::class_name;
use crate::wire::column::{CollectionType, ColumnType, NativeType, UserDefinedType};
use crate::wire::type_option::{MAX_DEPTH, read_type, write_type};

use super::messages::version;

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

/// Any type; `frozen` only if asked, since a type's `[option]` does not say it.
pub(super) fn column_type(frozen: bool) -> impl Strategy<Value = ColumnType<'static>> {
    let leaf = prop_oneof![
        9 => select(&NATIVES[..]).prop_map(ColumnType::Native),
        1 => Just(ColumnType::Custom(Cow::Borrowed("com.example.Point(a,b)"))),
    ];
    leaf.prop_recursive(5, 24, 4, move |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        let collection = prop_oneof![
            boxed().prop_map(CollectionType::List),
            boxed().prop_map(CollectionType::Set),
            (boxed(), boxed()).prop_map(|(key, value)| CollectionType::Map(key, value)),
        ];
        let field = (".{0,6}".prop_map(Cow::Owned), inner.clone());
        let definition = ("[a-z_0-9]{1,6}", ".{0,6}", vec(field, 0..4))
            .prop_map(|(keyspace, name, fields)| Arc::new(UserDefinedType::new(keyspace, name, fields)));
        let frozen = any::<bool>().prop_map(move |any| any && frozen);
        prop_oneof![
            (frozen.clone(), collection).prop_map(|(frozen, typ)| ColumnType::Collection { frozen, typ }),
            (boxed(), any::<u16>()).prop_map(|(typ, dimensions)| ColumnType::Vector { typ, dimensions }),
            (frozen, definition).prop_map(|(frozen, definition)| ColumnType::UserDefinedType { frozen, definition }),
            vec(inner, 1..4).prop_map(ColumnType::Tuple),
        ]
    })
}

proptest! {
    #[test]
    fn options_round_trip(typ in column_type(false), version in version()) {
        let mut bytes = Vec::new();
        write_type(version, &typ, &mut bytes).unwrap();
        let mut buf = bytes.as_slice();
        prop_assert_eq!(read_type(&mut buf, &mut TypeBudget::of_answer()), Ok(typ));
        prop_assert!(buf.is_empty());
    }

    #[test]
    fn class_names_round_trip(typ in column_type(true)) {
        let class = class_name::of(&typ);
        prop_assert_eq!(class_name::parse(&class, MAX_DEPTH, &mut TypeBudget::of_answer()), Ok(typ));
    }

    #[test]
    fn any_text_is_a_class_name(class in "[a-zTypeLisrFo(),: 0-9]{0,40}") {
        prop_assert!(class_name::parse(&class, MAX_DEPTH, &mut TypeBudget::of_answer()).is_ok());
    }
}
