//! What the pages of alerts share: a form that went well has them load anew.
use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::i18n::Locale;
use crate::ui::{PostAction, format};

/// Grows with each form that went well.
#[derive(Clone, Copy)]
pub struct Changes(RwSignal<usize>);

impl Changes {
    /// For everything below.
    pub fn provide() -> Self {
        let changes = Self(RwSignal::new(0));
        provide_context(changes);
        changes
    }

    /// What a page loads anew by.
    pub fn get(self) -> usize {
        self.0.get()
    }
}

/// After a form that went well the page is loaded anew. After one that did not, what was typed stays.
pub fn reload_after(action: PostAction) {
    let Some(Changes(changes)) = use_context::<Changes>() else { return };
    let (value, version) = (action.value(), action.version());
    Effect::new(move |_| {
        if version.get() > 0 && matches!(value.get_untracked(), Some(Ok(()))) {
            changes.update(|count| *count += 1);
        }
    });
}

/// A moment as officers read it.
pub fn moment(locale: Locale, at: DateTime<Utc>, now: DateTime<Utc>) -> impl IntoView + use<> {
    view! { <time datetime=at.to_rfc3339()>{format::date_and_time(locale, at, now)}</time> }
}
