//! Reads the CQL of one key: its syntax, its markers, its optional groups.

use ilium_cql::{GroupPart, Groups, SyntaxError};

use super::model::{Clause, ClauseKind, Param, Piece, Use};
use super::uses::{self, Parts};
use crate::attribute::Spanned;
use crate::diagnostics::Diagnostics;

/// More groups are more texts to check and prepare than anyone would write by hand: 2 to the power of them.
const MOST_GROUPS: usize = 5;

/// Reads a clause; `None` when it has a mistake.
pub(super) fn read(
    kind: ClauseKind,
    text: &Spanned<String>,
    params: &[Param],
    diagnostics: &mut Diagnostics,
) -> Option<Clause> {
    let uses = match kind {
        ClauseKind::Where => return read_where(text, params, diagnostics),
        ClauseKind::If => parsed(text, ilium_cql::parse_conditions(&text.value), diagnostics)
            .and_then(|conditions| uses::of(&conditions, &Parts::of_if(&conditions), text, params, diagnostics)),
        ClauseKind::Set => parsed(text, ilium_cql::parse_assignments(&text.value), diagnostics)
            .and_then(|assignments| uses::of(&assignments, &Parts::of_set(&assignments), text, params, diagnostics)),
        ClauseKind::OrderBy => parsed(text, ilium_cql::parse_order_by(&text.value), diagnostics).and_then(|order_by| {
            let markers = uses::of(&order_by, &Parts::default(), text, params, diagnostics)?;
            // The columns come with their directions.
            let markers = markers.into_iter().filter(|place| place.param.is_some());
            Some(uses::orderings(&order_by).into_iter().chain(markers).collect())
        }),
        ClauseKind::Limit | ClauseKind::PerPartitionLimit | ClauseKind::Timestamp | ClauseKind::Ttl => {
            parsed(text, ilium_cql::parse_limit_value(&text.value), diagnostics)
                .and_then(|number| uses::of_number(&number, kind, text, params, diagnostics))
        }
        ClauseKind::Query => return None,
    };
    let pieces = vec![Piece::Text(ilium_cql::quote_markers(&text.value).into_owned())];
    uses.map(|uses| Clause { kind, span: text.span, pieces, uses })
}

/// What was parsed, or `None` with the syntax error added.
pub(super) fn parsed<T>(
    text: &Spanned<String>,
    result: Result<T, SyntaxError>,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    result.map_err(|error| diagnostics.report(text.span, format!("CQL: {}", described(&text.value, &error)))).ok()
}

/// A syntax error with a few words of the user's text around its place.
fn described(text: &str, error: &SyntaxError) -> String {
    let (expected, found, offset) = (error.expected(), error.found(), error.offset());
    let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
    match error.around(text) {
        around if around.is_empty() => format!("expected {expected}, found {found}{hint}"),
        around => format!("expected {expected}, found {found} at byte {offset} in `{around}`{hint}"),
    }
}

fn read_where(text: &Spanned<String>, params: &[Param], diagnostics: &mut Diagnostics) -> Option<Clause> {
    let groups = parsed(text, ilium_cql::groups(&text.value), diagnostics)?;
    let count = groups.optional_count();
    if count > MOST_GROUPS {
        diagnostics.report(text.span, format!("{count} optional groups are too many: at most {MOST_GROUPS}"));
        return None;
    }
    let all = (1_u32 << count) - 1;
    let whole = blanked(&text.value, &groups, all);
    let parsed = parsed(text, ilium_cql::parse_where(&whole), diagnostics)?;
    for present in 0..all {
        combination(text, &groups, present, diagnostics)?;
    }
    let mut uses = uses::of(&parsed, &Parts::of_where(&parsed), text, params, diagnostics)?;
    for place in &mut uses {
        place.group = group_at(&groups, place.offset);
    }
    groups_have_parameters(text, &groups, &uses, diagnostics);
    let pieces = groups.parts().iter().map(|part| match *part {
        GroupPart::Fixed { text, .. } => Piece::Text(ilium_cql::quote_markers(text).into_owned()),
        GroupPart::Optional { index, text, .. } => {
            // There are at most five.
            Piece::Group(u8::try_from(index).unwrap_or(u8::MAX), ilium_cql::quote_markers(text).into_owned())
        }
    });
    Some(Clause { kind: ClauseKind::Where, span: text.span, pieces: pieces.collect(), uses })
}

/// A group is left out when a parameter in it is `None`, so one without a parameter always stands.
fn groups_have_parameters(text: &Spanned<String>, groups: &Groups<'_>, uses: &[Use], diagnostics: &mut Diagnostics) {
    for part in groups.parts() {
        let GroupPart::Optional { index, text: group, .. } = part else { continue };
        let is_in = |place: &Use| place.param.is_some() && place.group.map(usize::from) == Some(*index);
        if !uses.iter().any(is_in) {
            let message = format!("the optional group `[{group}]` has no parameter, so it is never left out");
            diagnostics.report(text.span, message);
        }
    }
}

/// Checks the syntax of the text with the groups whose bits are in `present`. Without any text there is no `WHERE`.
fn combination(text: &Spanned<String>, groups: &Groups<'_>, present: u32, diagnostics: &mut Diagnostics) -> Option<()> {
    let combination = blanked(&text.value, groups, present);
    match ilium_cql::parse_where(&combination) {
        Err(error) if !combination.trim().is_empty() => {
            let error = described(&text.value, &error);
            diagnostics.report(text.span, format!("CQL: without some optional group: {error}"));
            None
        }
        _ => Some(()),
    }
}

/// The text with the groups whose bits are in `present`, the others and all brackets as blanks: what is found in it
/// stands where the user wrote it.
fn blanked(text: &str, groups: &Groups<'_>, present: u32) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut blank = |range: std::ops::Range<usize>| {
        if let Some(bytes) = bytes.get_mut(range) {
            bytes.fill(b' ');
        }
    };
    let mut is_first = true;
    for part in groups.parts() {
        match part {
            GroupPart::Optional { index, span, .. } if present & (1 << index) == 0 => blank(span.start..span.end),
            GroupPart::Optional { span, inner, .. } => {
                // The first part's `AND` joins nothing.
                let start = if is_first { inner.start + 3 } else { inner.start };
                blank(span.start..start);
                blank(inner.end..span.end);
                is_first = false;
            }
            GroupPart::Fixed { .. } => is_first = false,
        }
    }
    // Whole characters were written over.
    String::from_utf8(bytes).unwrap_or_default()
}

fn group_at(groups: &Groups<'_>, offset: usize) -> Option<u8> {
    groups.parts().iter().find_map(|part| match part {
        GroupPart::Optional { index, span, .. } if (span.start..span.end).contains(&offset) => {
            u8::try_from(*index).ok()
        }
        GroupPart::Fixed { .. } | GroupPart::Optional { .. } => None,
    })
}
