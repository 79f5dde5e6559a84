//! Names of Rust types as a person writes them.

use std::fmt;

use ilium_cql::nearest;

/// Displays a name from [`std::any::type_name`] without module paths: `Option<String>`, not
/// `core::option::Option<alloc::string::String>`.
#[derive(Clone, Copy)]
pub(crate) struct RustName(pub(crate) &'static str);

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while !rest.is_empty() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
            let word_len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(word_len);
            f.write_str(word.rsplit("::").next().unwrap_or(word))?;
            let gap_len = tail.find(is_word).unwrap_or(tail.len());
            let (gap, tail) = tail.split_at(gap_len);
            f.write_str(gap)?;
            rest = tail;
        }
        Ok(())
    }
}

/// Writes the names that there are and the one that is nearest, after a message that `wanted` is missing; nothing when
/// there are none to show.
pub(crate) fn write_known(f: &mut fmt::Formatter<'_>, wanted: Option<&str>, known: &[String]) -> fmt::Result {
    if known.is_empty() {
        return Ok(());
    }
    write!(f, "; there are `{}`", known.join("`, `"))?;
    match wanted.and_then(|wanted| nearest(wanted, known.iter().map(String::as_str))) {
        Some(meant) => write!(f, "; did you mean `{meant}`?"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::any::type_name;
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn paths_are_left_out() {
        let short = |name| RustName(name).to_string();
        assert_eq!(short(type_name::<i32>()), "i32");
        assert_eq!(short(type_name::<Option<Vec<String>>>()), "Option<Vec<String>>");
        assert_eq!(short(type_name::<(&[u8], [i8; 3])>()), "(&[u8], [i8; 3])");
        assert_eq!(
            short(type_name::<HashMap<String, Box<str>, std::hash::BuildHasherDefault<u8>>>()),
            "HashMap<String, Box<str>, BuildHasherDefault<u8>>"
        );
    }
}
