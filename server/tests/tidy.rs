//! The rules of the house that a compiler does not know: direction of dependencies, where SQL lives, sizes.
#![expect(clippy::unwrap_used, reason = "a test ends where its expectation does")]

use std::fs;
use std::path::{Path, PathBuf};

use app::i18n::{NAMESPACES_OF_CUSTOMERS, NAMESPACES_OF_LETTERS};

const LINES_MAX: usize = 350;
/// Longer for a reason, which stands beside it.
const LONGER: &[(&str, &str)] = &[];
const CRATES: [&str; 6] = ["domain", "app", "frontend", "server", "sandbox-bank", "bench"];
/// Where SQL may stand outside a store: a bank of its own, measurements, and tests that look behind the scenes.
const SQL_ALLOWED: [&str; 4] = ["sandbox-bank/", "bench/", "server/tests/", "app/src/testing/"];

struct Source {
    /// From the workspace's root, with forward slashes.
    path: String,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") && !path.ends_with("node_modules") {
                collect(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let root = root();
    let mut paths = Vec::new();
    for name in CRATES {
        collect(&root.join(name), &mut paths);
    }
    assert!(paths.len() > 100, "the sources are not where this test looks for them");
    paths
        .into_iter()
        .map(|path| Source {
            text: fs::read_to_string(&path).unwrap(),
            path: path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"),
        })
        .collect()
}

fn none(problems: &[String], rule: &str) {
    assert!(problems.is_empty(), "{rule}:\n  {}", problems.join("\n  "));
}

/// This file talks about what it forbids.
fn is_this(source: &Source) -> bool {
    source.path == "server/tests/tidy.rs"
}

#[test]
fn sql_lives_in_stores() {
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| !SQL_ALLOWED.iter().any(|folder| source.path.starts_with(folder)))
        .filter(|source| !source.path.ends_with("/store.rs") && !source.path.contains("/tests"))
        .filter(|source| source.text.contains("sqlx::query") || source.text.contains("sqlx::raw_sql"))
        .map(|source| source.path.clone())
        .collect();
    none(&problems, "SQL stands only in files named store.rs");
}

#[test]
fn stores_are_private_to_their_slice() {
    let reach = regex::Regex::new(r"crate::(\w+)::store\b").unwrap();
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| source.path.starts_with("app/src/"))
        .filter(|source| {
            let slice = source.path.split('/').nth(2).unwrap_or_default();
            reach.captures_iter(&source.text).any(|found| &found[1] != slice)
        })
        .map(|source| source.path.clone())
        .collect();
    none(&problems, "a slice calls another slice's service, never its store");
}

#[test]
fn dependencies_point_one_way() {
    let forbidden: [(&str, &[&str]); 4] = [
        (
            "domain",
            &["app", "server", "frontend", "sandbox-bank", "sqlx", "leptos", "axum", "tokio", "reqwest"],
        ),
        ("app", &["server", "frontend", "sandbox-bank", "reqwest"]),
        ("frontend", &["server", "sandbox-bank", "sqlx", "axum"]),
        ("sandbox-bank", &["app", "domain", "server", "frontend", "leptos"]),
    ];
    for (name, others) in forbidden {
        let manifest = fs::read_to_string(root().join(name).join("Cargo.toml")).unwrap();
        let declared: Vec<&str> = manifest
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split(['=', '.', ' ']).next())
            .collect();
        for other in others {
            assert!(!declared.contains(other), "{name} depends on {other}");
        }
    }
}

#[test]
fn files_say_what_they_are_for() {
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| !source.text.trim_start().starts_with("//!"))
        .map(|source| source.path.clone())
        .collect();
    none(&problems, "a file opens with one `//!` line of purpose");
}

#[test]
fn files_stay_readable() {
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| {
            !source.path.contains("tests") && !LONGER.iter().any(|(path, _)| *path == source.path)
        })
        .map(|source| (source.text.lines().count(), &source.path))
        .filter(|(lines, _)| *lines > LINES_MAX)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    none(&problems, "a file has at most 350 lines");
    for (path, reason) in LONGER {
        let lines = fs::read_to_string(root().join(path)).unwrap().lines().count();
        assert!(lines > LINES_MAX && !reason.is_empty(), "{path} needs no exception any more");
    }
}

#[test]
fn nothing_is_left_for_later() {
    let marks = regex::Regex::new(r"\b(TODO|FIXME|XXX)\b|\btodo!|\bunimplemented!").unwrap();
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| !is_this(source))
        .flat_map(|source| {
            let lines = source.text.lines().enumerate().filter(|(_, line)| marks.is_match(line));
            lines
                .map(|(index, line)| format!("{}:{}: {}", source.path, index + 1, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    none(&problems, "what is not done is an issue, not a comment");
}

#[test]
fn views_have_no_inline_style() {
    let style = regex::Regex::new(r"(^|\s)style(:\w|=)").unwrap();
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| source.path.starts_with("app/src/"))
        .flat_map(|source| {
            let lines = source.text.lines().enumerate();
            let inline =
                lines.filter(|(_, line)| !line.trim_start().starts_with("//") && style.is_match(line));
            inline.map(|(index, _)| format!("{}:{}", source.path, index + 1)).collect::<Vec<_>>()
        })
        .collect();
    none(&problems, "the content security policy forbids inline styles");
}

#[test]
fn lints_are_expected_with_a_reason() {
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| !is_this(source) && source.text.contains("#[allow("))
        .map(|source| source.path.clone())
        .collect();
    none(&problems, "use #[expect(…, reason = …)], not #[allow]");
}

/// A browser of a customer fetches customers' words alone: another's would be a blank.
#[test]
fn customers_pages_say_customers_words() {
    let mut problems = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("app/src/")) {
        if source.path.starts_with("app/src/backoffice/") || source.path.starts_with("app/src/compliance/") {
            continue;
        }
        for call in source.text.split("td_string!(").skip(1) {
            let words = call.split_once(',').map(|(_, rest)| rest.trim_start());
            let namespace = words.and_then(|words| words.split_once('.')).map(|(namespace, _)| namespace);
            let is_there = |name: &str| {
                NAMESPACES_OF_CUSTOMERS.contains(&name)
                    && (!NAMESPACES_OF_LETTERS.contains(&name) || source.path.starts_with("app/src/mail/"))
            };
            if namespace.is_some_and(|name| !is_there(name)) {
                problems.push(format!("{}: {}", source.path, call.lines().next().unwrap_or_default()));
            }
        }
    }
    none(&problems, "words of the back-office and of letters are not there for customers' browsers");
}

/// What serves customers and shops: everything but the officers' own slices, the terminal, jobs and gateways.
fn serves_customers(source: &Source) -> bool {
    let inside = |folders: &[&str]| folders.iter().any(|folder| source.path.starts_with(folder));
    let officers =
        ["app/src/compliance/", "app/src/backoffice/", "app/src/jobs/", "app/src/demo/", "app/src/testing"];
    let behind = [
        "server/src/cli/",
        "server/src/documents/report/",
        "server/src/downloads/complaints.rs",
        "server/src/downloads/reports.rs",
        "server/src/gateways/",
        "server/src/jobs/",
    ];
    (inside(&["app/src/"]) && !inside(&officers) || inside(&["server/src/"]) && !inside(&behind))
        && !source.path.contains("/tests")
}

/// Lines of code, with their place; comments may speak of the law.
fn code_lines(source: &Source) -> impl Iterator<Item = (String, &str)> {
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(index, line)| (format!("{}:{}", source.path, index + 1), line))
}

/// The wall against tipping-off (hvitvaskingsloven § 28): what serves customers asks the gate whether a payment may go on,
/// has somebody screened, and reaches nothing else of what officers know.
#[test]
fn customers_slices_reach_nothing_of_compliance_but_the_gate() {
    let named = regex::Regex::new(r"(domain::)?\bcompliance\b(::[\w:{]+)?").unwrap();
    // Each with where it may stand; an empty place is everywhere.
    let open = [
        ("", r"^compliance::gate\b"),
        ("", r"^compliance::screening::service::(self|screen_\w+)?"),
        ("app/src/audit/", r"^domain::compliance::audit_chain\b"),
        // Deadlines, kinds and steps are no secret; what officers note of a complaint is a table that they may not read.
        ("app/src/complaints/", r"^domain::compliance::complaint\b"),
        ("app/src/privacy/", r"^domain::compliance::(complaint|privacy|retention)\b"),
        ("app/src/context.rs", r"^compliance::(screening|monitoring)::\w+$"),
        ("server/src/state.rs", r"^compliance::(screening|monitoring)::\w+$"),
    ];
    let open = open.map(|(place, path)| (place, regex::Regex::new(path).unwrap()));
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| serves_customers(source))
        .flat_map(|source| {
            let lines = code_lines(source).filter(|(_, line)| {
                !line.contains("mod compliance;")
                    && named.find_iter(line).any(|found| {
                        let quoted = line[..found.start()].ends_with('"');
                        let allowed = open.iter().any(|(place, path)| {
                            source.path.starts_with(place) && path.is_match(found.as_str())
                        });
                        !quoted && !allowed
                    })
            });
            lines.map(|(place, line)| format!("{place}: {}", line.trim())).collect::<Vec<_>>()
        })
        .collect();
    none(&problems, "customers' slices know of compliance only the gate");
}

#[test]
fn customers_slices_read_no_table_of_the_officers() {
    let tables = regex::Regex::new(
        r"\b(aml_\w+|str_reports|screening_\w+|watchlist\w*|payment_hold\w*|rule_settings\w*|kyc_assessments|kyc_events|country_risks|complaint_events|data_request_events)\b",
    )
    .unwrap();
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| serves_customers(source))
        .filter(|source| source.path.ends_with("/store.rs"))
        .flat_map(|source| {
            let lines = code_lines(source).filter(|(_, line)| tables.is_match(line));
            lines.map(|(place, line)| format!("{place}: {}", line.trim())).collect::<Vec<_>>()
        })
        .collect();
    none(&problems, "SQL for customers names no table of the officers");
}

/// What makes a payment asks the gate, and nobody else says that it may go.
#[test]
fn only_the_gate_opens_the_gate() {
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| source.path.starts_with("app/src/") && !source.path.contains("/tests"))
        .filter(|source| source.path != "app/src/compliance/gate.rs")
        .flat_map(|source| {
            let lines = code_lines(source)
                .filter(|(_, line)| line.contains("Gate::Go") && !line.contains("Gate::Go =>"));
            lines.map(|(place, line)| format!("{place}: {}", line.trim())).collect::<Vec<_>>()
        })
        .collect();
    none(&problems, "a payment's gate comes from gate::pass_in_tx");
}
