const _: () = {
    static __VARIANTS: ::ilium_driver::private::Variants = ::ilium_driver::private::Variants {
        name: "Status",
        variants: &["on_hold", "gone"],
        stored: ::ilium_driver::private::Stored::Text,
    };
    #[automatically_derived]
    impl ::ilium_driver::private::SerializeValue for Status {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::private::ColumnType<'_>,
            writer: ::ilium_driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::private::SerializationError,
        > {
            let stored = match self {
                Self::OnHold => "on_hold",
                Self::Deleted => "gone",
            };
            ::ilium_driver::private::write_variant::<::core::primitive::str>(&__VARIANTS, stored, typ, writer)
        }
    }
    #[automatically_derived]
    impl ::ilium_driver::private::CqlType for Status {
        const CQL: ::ilium_driver::private::TypeInfo =
            <::core::primitive::str as ::ilium_driver::private::CqlType>::CQL;
    }
};
const _: () = {
    static __VARIANTS: ::ilium_driver::private::Variants = ::ilium_driver::private::Variants {
        name: "Status",
        variants: &["on_hold", "gone"],
        stored: ::ilium_driver::private::Stored::Text,
    };
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::private::DeserializeValue<'frame, 'metadata> for Status {
        fn type_check(
            typ: &::ilium_driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::private::TypeCheckError> {
            ::ilium_driver::private::check_variants(&__VARIANTS, typ)
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::private::DeserializationError> {
            ::ilium_driver::private::read_variant(&__VARIANTS, typ, value, |stored: &::core::primitive::str| {
                match stored {
                    "on_hold" => ::core::option::Option::Some(Self::OnHold),
                    "gone" => ::core::option::Option::Some(Self::Deleted),
                    _ => ::core::option::Option::None,
                }
            })
        }
    }
};
const _: () = {
    static __VARIANTS: ::ilium_driver::private::Variants = ::ilium_driver::private::Variants {
        name: "Level",
        variants: &["Low", "High"],
        stored: ::ilium_driver::private::Stored::SmallInt(&[
            ::ilium_driver::private::smallint_number(Level::Low as ::core::primitive::i128),
            ::ilium_driver::private::smallint_number(Level::High as ::core::primitive::i128),
        ]),
    };
    #[automatically_derived]
    impl ::ilium_driver::private::SerializeValue for Level {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::private::ColumnType<'_>,
            writer: ::ilium_driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::private::SerializationError,
        > {
            let stored = match self {
                Self::Low => Self::Low as ::core::primitive::i16,
                Self::High => Self::High as ::core::primitive::i16,
            };
            ::ilium_driver::private::write_variant::<::core::primitive::i16>(&__VARIANTS, &stored, typ, writer)
        }
    }
    #[automatically_derived]
    impl ::ilium_driver::private::CqlType for Level {
        const CQL: ::ilium_driver::private::TypeInfo =
            <::core::primitive::i16 as ::ilium_driver::private::CqlType>::CQL;
    }
};
const _: () = {
    static __VARIANTS: ::ilium_driver::private::Variants = ::ilium_driver::private::Variants {
        name: "Level",
        variants: &["Low", "High"],
        stored: ::ilium_driver::private::Stored::SmallInt(&[
            ::ilium_driver::private::smallint_number(Level::Low as ::core::primitive::i128),
            ::ilium_driver::private::smallint_number(Level::High as ::core::primitive::i128),
        ]),
    };
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::private::DeserializeValue<'frame, 'metadata> for Level {
        fn type_check(
            typ: &::ilium_driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::private::TypeCheckError> {
            ::ilium_driver::private::check_variants(&__VARIANTS, typ)
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::private::DeserializationError> {
            ::ilium_driver::private::read_variant(
                &__VARIANTS,
                typ,
                value,
                |stored: ::core::primitive::i16| match stored {
                    stored if stored == Self::Low as ::core::primitive::i16 => ::core::option::Option::Some(Self::Low),
                    stored if stored == Self::High as ::core::primitive::i16 => {
                        ::core::option::Option::Some(Self::High)
                    }
                    _ => ::core::option::Option::None,
                },
            )
        }
    }
};
