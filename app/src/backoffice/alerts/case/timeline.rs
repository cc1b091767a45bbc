//! What happened to an alert, with old and new values: what the rule found, and what officers did.
use domain::compliance::alert::{AlertStatus, StepName};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::store::{EventRow, FindingRow};
use crate::backoffice::alerts::model::{AlertLine, Change, Happening, OfficerChoice, TimelineEntry};
use crate::db::{self, BadRow};

/// Newest first.
pub(super) fn entries(
    alert: &AlertLine,
    found: &[FindingRow],
    events: Vec<EventRow>,
    officers: &[OfficerChoice],
) -> Result<Vec<TimelineEntry>, BadRow> {
    let mut entries = vec![TimelineEntry { at: alert.created_at, what: Happening::Raised }];
    for row in found.iter().filter(|row| row.created_at > alert.created_at) {
        let what = Happening::Found(db::parsed("a severity", &row.severity)?);
        entries.push(TimelineEntry { at: row.created_at, what });
    }
    for row in events.into_iter().rev() {
        let step: StepName = db::parsed("a step", &row.step)?;
        let changes = changes(&row, officers);
        let what = Happening::Step { step, by: row.officer, note: row.note, changes };
        entries.push(TimelineEntry { at: row.created_at, what });
    }
    // Stable: steps of one instant stay in their order.
    entries.sort_by_key(|entry| entry.at);
    entries.reverse();
    Ok(entries)
}

/// Each value that was changed, as pages show it.
fn changes(row: &EventRow, officers: &[OfficerChoice]) -> Vec<Change> {
    let name = |value: &Value| {
        let id = value.as_str()?;
        let known = officers.iter().find(|one| one.id.as_str() == id);
        Some(known.map_or_else(|| id.to_owned(), |one| one.name.clone()))
    };
    let Some(after) = row.after.as_object() else { return Vec::new() };
    let change = |(field, new): (&String, &Value)| {
        let old = row.before.get(field).unwrap_or(&Value::Null);
        match field.as_str() {
            "status" => Some(Change::Status(read::<AlertStatus>(old)?, read(new)?)),
            "assigned_to" => Some(Change::Assigned(name(old), name(new))),
            "snoozed_until" => Some(Change::Snoozed(read(old)?, read(new)?)),
            "outcome" => Some(Change::Outcome(read(old)?, read(new)?)),
            "due_at" => Some(Change::Due(read(old)?, read(new)?)),
            "report" => Some(Change::Report(read(new)?)),
            _ => None,
        }
    };
    after.iter().filter_map(change).collect()
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}
