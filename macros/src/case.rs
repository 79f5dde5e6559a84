//! Letter cases for `rename_all`.

use crate::attribute::Spanned;
use crate::nearest::meant;

/// How a name in CQL follows from the name of a Rust field, which is `snake_case`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// `userId`
    Camel,
    /// `user-id`
    Kebab,
    /// `user_id` (letters in lower case)
    Lower,
    /// `UserId`
    Pascal,
    /// `USER_ID`
    ScreamingSnake,
    /// `user_id`
    Snake,
    /// `USERID`
    Upper,
}

/// The spellings that `rename_all` takes, as serde spells them.
const CASES: [(&str, Case); 7] = [
    ("camelCase", Case::Camel),
    ("kebab-case", Case::Kebab),
    ("lowercase", Case::Lower),
    ("PascalCase", Case::Pascal),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("snake_case", Case::Snake),
    ("UPPERCASE", Case::Upper),
];

impl Case {
    /// The case of that spelling, or an error that lists them.
    pub(crate) fn parse(name: &Spanned<String>) -> syn::Result<Self> {
        if let Some((_, case)) = CASES.iter().find(|(spelling, _)| *spelling == name.value) {
            return Ok(*case);
        }
        let known = CASES.map(|(spelling, _)| spelling);
        let meant = meant(&name.value, known);
        let message = format!("unknown case `{}`; {meant}known: {}", name.value, known.join(", "));
        Err(syn::Error::new(name.span, message))
    }

    /// The name in CQL of the field `field`.
    pub(crate) fn apply(self, field: &str) -> String {
        match self {
            Self::Camel => join_words(field, false),
            Self::Kebab => field.to_lowercase().replace('_', "-"),
            Self::Lower => field.to_lowercase().replace('_', ""),
            Self::Pascal => join_words(field, true),
            Self::ScreamingSnake => field.to_uppercase(),
            Self::Snake => field.to_lowercase(),
            Self::Upper => field.to_uppercase().replace('_', ""),
        }
    }

    /// The name in CQL of the variant `variant` of an enum.
    pub(crate) fn apply_to_variant(self, variant: &str) -> String {
        self.apply(&snake(variant))
    }
}

/// `snake_case` of the name of a variant, which is `PascalCase`.
fn snake(variant: &str) -> String {
    let mut snake = String::with_capacity(variant.len() + 4);
    for letter in variant.chars() {
        if letter.is_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// The words of a `snake_case` name run together, each but perhaps the first with a capital.
fn join_words(field: &str, capital_first: bool) -> String {
    let mut joined = String::with_capacity(field.len());
    let mut capital = capital_first;
    for letter in field.chars() {
        if letter == '_' {
            capital = capital_first || !joined.is_empty();
        } else if capital {
            joined.extend(letter.to_uppercase());
            capital = false;
        } else {
            joined.push(letter);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    fn parse(name: &str) -> syn::Result<Case> {
        Case::parse(&Spanned { value: name.to_owned(), span: Span::call_site() })
    }

    #[test]
    fn renames_in_every_case() {
        for (spelling, expected) in [
            ("camelCase", "createdAt1"),
            ("kebab-case", "created-at-1"),
            ("lowercase", "createdat1"),
            ("PascalCase", "CreatedAt1"),
            ("SCREAMING_SNAKE_CASE", "CREATED_AT_1"),
            ("snake_case", "created_at_1"),
            ("UPPERCASE", "CREATEDAT1"),
        ] {
            assert_eq!(parse(spelling).unwrap().apply("created_at_1"), expected, "{spelling}");
        }
        assert_eq!(Case::Camel.apply("_id"), "id");
    }

    #[test]
    fn renames_variants() {
        for (case, expected) in [
            (Case::Camel, "createdAt"),
            (Case::Kebab, "created-at"),
            (Case::Pascal, "CreatedAt"),
            (Case::ScreamingSnake, "CREATED_AT"),
            (Case::Snake, "created_at"),
            (Case::Lower, "createdat"),
        ] {
            assert_eq!(case.apply_to_variant("CreatedAt"), expected);
        }
        assert_eq!(Case::Snake.apply_to_variant("Already_Split"), "already_split");
    }

    #[test]
    fn says_which_cases_there_are() {
        assert_eq!(
            parse("camelcase").unwrap_err().to_string(),
            "unknown case `camelcase`; did you mean `camelCase`? known: camelCase, kebab-case, lowercase, PascalCase, \
             SCREAMING_SNAKE_CASE, snake_case, UPPERCASE"
        );
    }
}
