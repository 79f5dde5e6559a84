#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __VARIANTS: ::ilium_driver::driver::private::Variants = ::ilium_driver::driver::private::Variants {
        name: "Status",
        variants: &["on_hold", "gone"],
        stored: ::ilium_driver::driver::private::Stored::Text,
    };
    #[automatically_derived]
    impl ::ilium_driver::driver::private::SerializeValue for Status {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
            writer: ::ilium_driver::driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::driver::private::SerializationError,
        > {
            let stored = match self {
                Self::OnHold => "on_hold",
                Self::Deleted => "gone",
            };
            ::ilium_driver::driver::private::write_variant::<::core::primitive::str>(&__VARIANTS, stored, typ, writer)
        }
    }
    #[automatically_derived]
    impl ::ilium_driver::driver::private::CqlType for Status {
        const CQL: ::ilium_driver::driver::private::TypeInfo =
            <::core::primitive::str as ::ilium_driver::driver::private::CqlType>::CQL;
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __VARIANTS: ::ilium_driver::driver::private::Variants = ::ilium_driver::driver::private::Variants {
        name: "Status",
        variants: &["on_hold", "gone"],
        stored: ::ilium_driver::driver::private::Stored::Text,
    };
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata> for Status {
        fn type_check(
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::TypeCheckError> {
            ::ilium_driver::driver::private::check_variants(&__VARIANTS, typ)
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::ilium_driver::driver::private::read_variant(&__VARIANTS, typ, value, |stored: &::core::primitive::str| {
                match stored {
                    "on_hold" => ::core::option::Option::Some(Self::OnHold),
                    "gone" => ::core::option::Option::Some(Self::Deleted),
                    _ => ::core::option::Option::None,
                }
            })
        }
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __VARIANTS: ::ilium_driver::driver::private::Variants = ::ilium_driver::driver::private::Variants {
        name: "Level",
        variants: &["Low", "High"],
        stored: ::ilium_driver::driver::private::Stored::SmallInt(&[
            ::ilium_driver::driver::private::smallint_number(Level::Low as ::core::primitive::i128),
            ::ilium_driver::driver::private::smallint_number(Level::High as ::core::primitive::i128),
        ]),
    };
    #[automatically_derived]
    impl ::ilium_driver::driver::private::SerializeValue for Level {
        fn serialize<'cell>(
            &self,
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
            writer: ::ilium_driver::driver::private::CellWriter<'cell>,
        ) -> ::core::result::Result<
            ::ilium_driver::driver::private::WrittenCellProof<'cell>,
            ::ilium_driver::driver::private::SerializationError,
        > {
            let stored = match self {
                Self::Low => Self::Low as ::core::primitive::i16,
                Self::High => Self::High as ::core::primitive::i16,
            };
            ::ilium_driver::driver::private::write_variant::<::core::primitive::i16>(&__VARIANTS, &stored, typ, writer)
        }
    }
    #[automatically_derived]
    impl ::ilium_driver::driver::private::CqlType for Level {
        const CQL: ::ilium_driver::driver::private::TypeInfo =
            <::core::primitive::i16 as ::ilium_driver::driver::private::CqlType>::CQL;
    }
};
#[allow(unused_qualifications, reason = "a path that the user gave may be longer than it needs to be")]
const _: () = {
    static __VARIANTS: ::ilium_driver::driver::private::Variants = ::ilium_driver::driver::private::Variants {
        name: "Level",
        variants: &["Low", "High"],
        stored: ::ilium_driver::driver::private::Stored::SmallInt(&[
            ::ilium_driver::driver::private::smallint_number(Level::Low as ::core::primitive::i128),
            ::ilium_driver::driver::private::smallint_number(Level::High as ::core::primitive::i128),
        ]),
    };
    #[automatically_derived]
    impl<'frame, 'metadata> ::ilium_driver::driver::private::DeserializeValue<'frame, 'metadata> for Level {
        fn type_check(
            typ: &::ilium_driver::driver::private::ColumnType<'_>,
        ) -> ::core::result::Result<(), ::ilium_driver::driver::private::TypeCheckError> {
            ::ilium_driver::driver::private::check_variants(&__VARIANTS, typ)
        }
        fn deserialize(
            typ: &'metadata ::ilium_driver::driver::private::ColumnType<'metadata>,
            value: ::core::option::Option<::ilium_driver::driver::private::FrameSlice<'frame>>,
        ) -> ::core::result::Result<Self, ::ilium_driver::driver::private::DeserializationError> {
            ::ilium_driver::driver::private::read_variant(&__VARIANTS, typ, value, |stored: ::core::primitive::i16| {
                match stored {
                    stored if stored == Self::Low as ::core::primitive::i16 => ::core::option::Option::Some(Self::Low),
                    stored if stored == Self::High as ::core::primitive::i16 => {
                        ::core::option::Option::Some(Self::High)
                    }
                    _ => ::core::option::Option::None,
                }
            })
        }
    }
};
