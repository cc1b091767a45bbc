//! Where forms lead: back into the queue or to an alert, and nowhere else.
use domain::ids::AlertId;

use super::model::alert_path;
use super::query::QUEUE;
use super::service::BulkDone;
use crate::identity::model::safe_next;

/// Where a form says that it leads, if that is one of these pages; else the alert, else the queue.
#[must_use]
pub fn way_back(back: &str, alert: &str) -> String {
    let below = |path: &str| {
        path.strip_prefix(QUEUE).is_some_and(|rest| matches!(rest.as_bytes(), [] | [b'/' | b'?', ..]))
    };
    match (safe_next(back).filter(|path| below(path)), alert.parse::<AlertId>()) {
        (Some(path), _) => path.to_owned(),
        (None, Ok(id)) => alert_path(&id),
        (None, Err(_)) => QUEUE.to_owned(),
    }
}

/// The alert that was taken, or the queue, which says that none waits.
#[must_use]
pub fn next_path(taken: Option<&AlertId>) -> String {
    taken.map_or_else(|| format!("{QUEUE}?none=1"), alert_path)
}

impl BulkDone {
    /// The queue again, with what was done.
    #[must_use]
    pub fn told_at(self, back: &str) -> String {
        let mark = if back.contains('?') { '&' } else { '?' };
        format!("{back}{mark}changed={}&left={}", self.changed, self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_alerts_only() {
        for (back, alert, wanted) in [
            ("/admin/alerts?who=me", "aml_1", "/admin/alerts?who=me"),
            ("/admin/alerts/aml_2", "aml_1", "/admin/alerts/aml_2"),
            ("/admin/alertsome", "aml_1", "/admin/alerts/aml_1"),
            ("//evil.example", "aml_1", "/admin/alerts/aml_1"),
            ("https://evil.example", "x", "/admin/alerts"),
            ("", "", "/admin/alerts"),
        ] {
            assert_eq!(way_back(back, alert), wanted, "{back}");
        }
        let done = BulkDone { changed: 2, left: 1 };
        assert_eq!(done.told_at("/admin/alerts"), "/admin/alerts?changed=2&left=1");
        assert_eq!(done.told_at("/admin/alerts?who=me"), "/admin/alerts?who=me&changed=2&left=1");
    }
}
