use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ilium_driver::client::execution_profile::ExecutionProfile;
use ilium_driver::client::session::Session;

use crate::Failure;
use crate::case::{Case, cases};
use crate::context::Context;
use crate::cqlsh::{Cqlsh, Output};
use crate::driver::{self, Cell};
use crate::kind::Kind;
use crate::mode::Mode;
use crate::printed::Printed;
use crate::report::{self, Disagreement, Refused, Report};
use crate::samples;
use crate::schema;
use crate::script::Script;
use crate::verdict::{self, Difference, Row, Shown};

const KEYSPACE: &str = "ilium_matrix";

/// The writer of rows whose values cqlsh was given as literals written by hand.
const BY_HAND: &str = "cqlsh";

/// The writer of rows whose values cqlsh was given as the literals that the driver's values display as.
const DISPLAYED: &str = "displayed";

/// A type in a place where it is legal, and all that is tried and found there.
struct Square {
    kind: Kind,
    context: Context,
    cases: Vec<Case>,
    /// Names the columns that cqlsh prints.
    alias: String,
    /// What each mode did, by its writer.
    seen: BTreeMap<&'static str, Seen>,
}

/// What the driver did and saw in one mode.
struct Seen {
    /// What could not be written, by case.
    failed: HashMap<i32, String>,
    cells: HashMap<(String, i32), Cell>,
    /// Of keys: the case that was found under each case's key in the rows of cqlsh.
    found: HashMap<i32, driver::Found>,
}

/// Runs the matrix on the node at `contact_point`, with the cqlsh at `program`, which writes to `folder`.
///
/// The keyspace `ilium_matrix` is dropped first; it stays when the matrix ends.
///
/// # Errors
/// When something fails that is not a value's fault: no node, no cqlsh, no table.
pub async fn run(contact_point: &str, program: &Path, folder: &Path) -> Result<Report, Failure> {
    let cqlsh = Arc::new(Cqlsh::new(program, folder, contact_point)?);
    let kinds = samples::kinds(KEYSPACE);
    let planted = samples::planted();
    let all: Vec<&Kind> = kinds.iter().chain([&planted]).collect();
    create(contact_point, &all).await?;

    let mut squares: Vec<Square> = all.iter().flat_map(|kind| squares(kind)).collect();
    let (script, forbidden) = writing(&squares, &kinds);
    let (_, errors) = shell(&cqlsh, "write", script).await?;
    let errors: HashMap<String, String> = errors.into_iter().collect();

    let mut report = Report { kinds: kinds.iter().map(|kind| kind.name).collect(), ..Report::default() };
    for mode in Mode::ALL {
        let session = mode.builder().known_node(contact_point).use_keyspace(KEYSPACE, false).build().await?;
        for square in &mut squares {
            let seen = work(&session, square, mode).await?;
            square.seen.insert(mode.writer, seen);
        }
        refusals(&session, &kinds, mode, &mut report).await;
        report.traffic.insert(mode.writer, session.counts());
    }

    let (output, read_errors) = shell(&cqlsh, "read", reading(&squares)).await?;
    if let Some((purpose, error)) = read_errors.first() {
        return Err(format!("cqlsh cannot read {purpose}: {error}").into());
    }
    let printed = Printed::parse(&output.stdout);
    let taken = forbidden.iter().filter(|purpose| !errors.contains_key(*purpose)).cloned().collect();
    report.refused_values = (forbidden.len(), taken);
    for square in &squares {
        judge(square, &printed, &errors, &mut report);
    }
    Ok(report)
}

/// How long a change of the schema may take: dropping a keyspace saves each of its tables.
const SCHEMA_TIMEOUT: Duration = Duration::from_secs(120);

async fn create(contact_point: &str, kinds: &[&Kind]) -> Result<(), Failure> {
    let patient = ExecutionProfile::builder().request_timeout(Some(SCHEMA_TIMEOUT)).build();
    let builder = Session::builder().known_node(contact_point);
    let session = builder.default_execution_profile_handle(patient.into_handle()).build().await?;
    session.query_unpaged(format!("DROP KEYSPACE IF EXISTS {KEYSPACE}"), ()).await?;
    let replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    session.query_unpaged(format!("CREATE KEYSPACE {KEYSPACE} WITH replication = {replication}"), ()).await?;
    session.use_keyspace(KEYSPACE, false).await?;
    session.query_unpaged(schema::CREATE_INNER, ()).await?;
    for statement in kinds.iter().flat_map(|kind| schema::create(kind)) {
        session.query_unpaged(statement.as_str(), ()).await.map_err(|error| format!("{statement}: {error}"))?;
    }
    Ok(())
}

fn squares(kind: &Kind) -> Vec<Square> {
    let square = |context: Context| Square {
        kind: kind.clone(),
        context,
        cases: cases(kind, context, KEYSPACE),
        alias: format!("{}_{}", kind.name, context.name()),
        seen: BTreeMap::new(),
    };
    Context::ALL.into_iter().filter(|context| context.refusal(kind).is_none()).map(square).collect()
}

/// Which row of which writer a statement of cqlsh's writes.
fn purpose(writer: &str, kind: &Kind, context: Context, number: i32) -> String {
    format!("{writer} {} {} {number}", kind.name, context.name())
}

/// What cqlsh writes, and the statements among it that must be refused.
fn writing(squares: &[Square], kinds: &[Kind]) -> (Script, Vec<String>) {
    let mut script = Script::default();
    for Square { kind, context, cases, .. } in squares {
        let mut write = |writer: &str, number: i32, literal: &str| {
            let statement = schema::write(kind, *context, &format!("'{writer}'"), &number.to_string(), literal);
            script.push(&statement, purpose(writer, kind, *context, number));
        };
        for case in cases {
            write(BY_HAND, case.number, &case.literal);
            if case.displays {
                let literal = case.value.as_ref().map_or_else(|| "null".to_owned(), ToString::to_string);
                write(DISPLAYED, case.number, &literal);
            }
        }
    }
    let mut forbidden = Vec::new();
    for kind in kinds {
        for (context, literal) in kind.forbidden() {
            let statement = schema::write(kind, context, "'refused'", "0", &literal);
            let purpose = format!("{} {} {literal}", kind.name, context.name());
            script.push(&statement, purpose.clone());
            forbidden.push(purpose);
        }
    }
    (script, forbidden)
}

fn reading(squares: &[Square]) -> Script {
    let mut script = Script::default();
    script.push("PAGING OFF", "nothing");
    for Square { kind, context, alias, .. } in squares {
        if context.unreadable_for_cqlsh(kind).is_none() {
            script.push(&schema::read(kind, *context, None, &format!("v_{alias}")), alias);
        }
        script.push(&schema::read(kind, *context, Some("toJson"), &format!("j_{alias}")), format!("JSON of {alias}"));
    }
    script
}

/// Runs a script. Returns the output, and the errors with the purpose of what failed.
async fn shell(
    cqlsh: &Arc<Cqlsh>,
    name: &'static str,
    script: Script,
) -> Result<(Output, Vec<(String, String)>), Failure> {
    let cqlsh = Arc::clone(cqlsh);
    let run = move || {
        let output = cqlsh.run(name, KEYSPACE, &script)?;
        let errors = script.errors(&output.file, &output.stderr);
        let errors = errors.into_iter().map(|(purpose, error)| (purpose.to_owned(), error.to_owned())).collect();
        Ok((output, errors))
    };
    tokio::task::spawn_blocking(run).await?
}

/// Writes and reads a square in one mode.
async fn work(session: &Session, square: &Square, mode: Mode) -> Result<Seen, Failure> {
    let Square { kind, context, cases, .. } = square;
    let failed = driver::write(session, kind, *context, mode.writer, cases).await?;
    let cells = driver::read(session, kind, *context).await?;
    let found =
        if context.is_key() { driver::find(session, kind, *context, BY_HAND, cases).await? } else { HashMap::new() };
    Ok(Seen { failed, cells, found })
}

/// Asks for what the server has to refuse.
async fn refusals(session: &Session, kinds: &[Kind], mode: Mode, report: &mut Report) {
    for kind in kinds {
        for context in Context::ALL {
            let Some(reason) = context.refusal(kind) else { continue };
            let statement = schema::create_refused(kind, context);
            let answer = session.query_unpaged(statement.as_str(), ()).await;
            let place = (kind.name, context);
            let refused = report.refused.entry(place).or_insert_with(|| Refused { reason, wrong: Vec::new() });
            match answer {
                Err(error) if error.is_server() => {}
                Err(error) => refused.wrong.push(format!("{}: {error}", mode.title)),
                Ok(_) => refused.wrong.push(format!("{}: `{statement}` was executed", mode.title)),
            }
        }
    }
}

fn judge(square: &Square, printed: &Printed, errors: &HashMap<String, String>, report: &mut Report) {
    let Square { kind, context, cases, alias, seen } = square;
    let place = (kind.name, *context);
    let unreadable = context.unreadable_for_cqlsh(kind);
    let shown = |writer: &str, number: i32| Shown {
        text: printed.text(&format!("v_{alias}"), writer, number),
        json: printed.text(&format!("j_{alias}"), writer, number),
    };
    let by_cqlsh = |seen: &'_ Seen, writer: &str, number: i32| -> (Option<String>, Option<Cell>) {
        let error = errors.get(&purpose(writer, kind, *context, number)).cloned();
        (error, seen.cells.get(&(writer.to_owned(), number)).cloned())
    };
    let disagreement =
        |case: &Case, difference: Difference| Disagreement { place, literal: case.literal.clone(), difference };
    let mut cell = report::Cell::default();
    let mut literals = (0, Vec::new());
    for (mode, seen) in seen {
        let mut found: Vec<Disagreement> = Vec::new();
        for case in cases {
            let number = case.number;
            let (hand_error, hand_cell) = by_cqlsh(seen, BY_HAND, number);
            let hand =
                Row { write_error: hand_error.as_deref(), cell: hand_cell.as_ref(), shown: shown(BY_HAND, number) };
            let own = Row {
                write_error: seen.failed.get(&number).map(String::as_str),
                cell: seen.cells.get(&((*mode).to_owned(), number)),
                shown: shown(mode, number),
            };
            let differences = verdict::differences(case, hand, own, unreadable.is_none());
            found.extend(differences.into_iter().map(|difference| disagreement(case, difference)));
            if let Some(under_key) = seen.found.get(&number).filter(|under_key| **under_key != Ok(Some(number))) {
                let (expected, under_key) = (format!("case {number}"), format!("{under_key:?}"));
                let what = "written by cqlsh, found by the driver's key";
                found.push(disagreement(case, Difference { what, expected, found: under_key }));
            }
            if case.displays {
                let (error, cell) = by_cqlsh(seen, DISPLAYED, number);
                let displayed =
                    Row { write_error: error.as_deref(), cell: cell.as_ref(), shown: shown(DISPLAYED, number) };
                let differences = verdict::differences(case, hand, displayed, unreadable.is_none());
                literals.0 += 1;
                literals.1.extend(differences.into_iter().next().map(|difference| disagreement(case, difference)));
            }
        }
        let alike = verdict::printed_alike(cases, |case| shown(BY_HAND, case.number));
        found.extend(alike.into_iter().filter_map(|(number, difference)| {
            let case = cases.iter().find(|case| case.number == number)?;
            Some(disagreement(case, difference))
        }));
        cell.modes.insert(mode, found);
    }
    if kind.is_planted() {
        report.planted.insert(place, cell);
        return;
    }
    report.values += cases.len() * seen.len();
    report.literals.0 += literals.0;
    report.literals.1.extend(literals.1);
    if let Some(reason) = unreadable {
        report.json_only.entry(reason).or_default().push(place);
    }
    report.cells.insert(place, cell);
}
