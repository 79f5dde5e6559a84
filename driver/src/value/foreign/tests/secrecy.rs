use ::secrecy_10::zeroize::Zeroize;
use ::secrecy_10::{ExposeSecret, SecretBox, SecretSlice, SecretString};

use super::check::{bytes_say, other_type_says, write_says};
use crate::value::cell_writer::{CellWriter, WrittenCellProof};
use crate::value::deserialize::DeserializeValue;
use crate::value::error::{DeserializationError, SerializationError, TypeCheckError};
use crate::value::frame_slice::FrameSlice;
use crate::value::serialize::SerializeValue;
use crate::value::tests::{list, native, read, write};
use crate::wire::column::{ColumnType, NativeType};

#[test]
fn a_secret_is_written_and_read_as_what_it_holds() {
    let text = native(NativeType::Text);
    let cell = write(&text, &SecretString::from("hunter2")).expect("it is written");
    assert_eq!(cell, write(&text, "hunter2").expect("it is written"));
    let cell = cell.into();
    assert_eq!(read::<SecretString>(&text, &cell).expect("a secret").expose_secret(), "hunter2");
    assert_eq!(read::<SecretBox<String>>(&text, &cell).expect("a secret").expose_secret(), "hunter2");
    assert!(
        read::<Option<SecretString>>(&text, &write(&text, &None::<&str>).expect("null").into())
            .expect("null")
            .is_none()
    );

    let blob = native(NativeType::Blob);
    let cell = write(&blob, &SecretSlice::from(vec![7_u8, 8])).expect("it is written").into();
    assert_eq!(read::<SecretSlice<u8>>(&blob, &cell).expect("a secret").expose_secret(), [7, 8]);

    let ints = list(native(NativeType::Int));
    let cell = write(&ints, &SecretSlice::from(vec![7, 8])).expect("it is written").into();
    assert_eq!(read::<SecretSlice<i32>>(&ints, &cell).expect("a secret").expose_secret(), [7, 8]);
    let secrets = read::<Vec<SecretBox<i32>>>(&ints, &cell).expect("secrets");
    assert_eq!(write(&ints, &secrets).expect("it is written"), cell);
}

#[test]
fn errors_name_the_secret_type() {
    let secret = SecretString::from("hünter2");
    write_says(NativeType::Ascii, &secret, "cannot write SecretBox<str> as ascii: the text is not ASCII");
    other_type_says(
        &secret,
        "cannot read inet as SecretBox<str>: expected text or ascii",
        "cannot write SecretBox<str> as inet: expected text or ascii",
    );
    bytes_say::<SecretBox<i32>>(NativeType::Int, &[1], "cannot read int as SecretBox<i32>: expected 4 bytes, got 1");
    let null = DeserializeValue::deserialize(&ColumnType::Native(NativeType::Text), None).map(|_: SecretString| ());
    assert_eq!(
        null.expect_err("null is no secret").to_string(),
        "cannot read text as SecretBox<str>: the value is null; read it as `Option<SecretBox<str>>`"
    );
}

/// Says what it holds in its errors, as a careless type of the program's own might.
struct Gossip(String);

#[derive(Debug)]
struct Said(String);

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Said {}

impl Zeroize for Gossip {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl SerializeValue for Gossip {
    fn serialize<'b>(&self, _: &ColumnType<'_>, _: CellWriter<'b>) -> Result<WrittenCellProof<'b>, SerializationError> {
        Err(SerializationError::new(Said(self.0.clone())))
    }
}

impl<'frame, 'metadata> DeserializeValue<'frame, 'metadata> for Gossip {
    fn type_check(_: &ColumnType<'_>) -> Result<(), TypeCheckError> {
        Ok(())
    }

    fn deserialize(
        _: &'metadata ColumnType<'metadata>,
        v: Option<FrameSlice<'frame>>,
    ) -> Result<Self, DeserializationError> {
        let bytes = v.map_or_else(Vec::new, |v| v.as_slice().to_vec());
        Err(DeserializationError::new(Said(String::from_utf8_lossy(&bytes).into_owned())))
    }
}

#[test]
fn no_error_shows_a_secret() {
    let withheld = ": the value does not fit; the reason is withheld, as it might show the secret";
    let secret = SecretBox::new(Box::new(Gossip("hunter2".to_owned())));
    assert!(!format!("{secret:?}").contains("hunter2"));
    let error = write(&native(NativeType::Text), &secret).expect_err("it fails");
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    assert_eq!(error.to_string(), format!("cannot write SecretBox<Gossip> as text{withheld}"));

    let cell = write(&native(NativeType::Text), "hunter2").expect("it is written").into();
    let typ = native(NativeType::Text);
    let Err(error) = read::<SecretBox<Gossip>>(&typ, &cell) else { panic!("it fails") };
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    assert_eq!(error.to_string(), format!("cannot read text as SecretBox<Gossip>{withheld}"));

    let texts = list(native(NativeType::Text));
    let cell = write(&texts, &["hunter2"]).expect("it is written").into();
    let Err(error) = read::<SecretBox<Vec<Gossip>>>(&texts, &cell) else { panic!("it fails") };
    assert!(!format!("{error:?}{error}").contains("hunter2"), "{error:?}");
}
