//! How far a payment has come, honestly: ordered, approved, left the bank, credited.
use chrono::{DateTime, Utc};
use domain::bank::payment_state::TransactionState;
use leptos::prelude::*;

use crate::activity::model::Receipt;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, format};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Done,
    Now,
    Next,
    Failed,
}

impl Mark {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Next => "next",
            Self::Failed => "failed",
        }
    }
}

#[component]
pub fn Timeline(receipt: Receipt) -> impl IntoView {
    let locale = use_locale();
    let steps = &receipt.steps;
    let failed = receipt.status == TransactionState::Failed;
    let reached = [
        (td_string!(locale, activity.step_ordered), Some(receipt.created_at)),
        (td_string!(locale, activity.step_approved), steps.approved_at),
        (td_string!(locale, activity.step_left_bank), steps.left_bank_at),
        (td_string!(locale, activity.step_credited), steps.credited_at),
    ];
    let current = reached.iter().position(|(_, at)| at.is_none()).unwrap_or(reached.len());
    let lines = reached
        .into_iter()
        .enumerate()
        .filter(|(_, (_, at))| at.is_some() || !failed)
        .map(|(index, (label, at))| {
            let mark = match at {
                Some(_) => Mark::Done,
                None if index == current => Mark::Now,
                None => Mark::Next,
            };
            view! { <Step mark=mark label=label at=at now=receipt.now /> }
        })
        .collect_view();
    let end = failed.then(|| {
        view! { <Step mark=Mark::Failed label=td_string!(locale, activity.step_failed) at=steps.failed_at now=receipt.now /> }
    });
    view! { <ol class="timeline">{lines} {end}</ol> }
}

#[component]
fn Step(mark: Mark, label: &'static str, at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> impl IntoView {
    let locale = use_locale();
    let icon = match mark {
        Mark::Done => Some(IconName::Check),
        Mark::Failed => Some(IconName::Cross),
        Mark::Now | Mark::Next => None,
    };
    let state = match mark {
        Mark::Done => td_string!(locale, activity.mark_done),
        Mark::Now => td_string!(locale, activity.mark_now),
        Mark::Next => td_string!(locale, activity.mark_next),
        Mark::Failed => td_string!(locale, activity.mark_failed),
    };
    view! {
        <li class=mark.class()>
            <span class="mark">{icon.map(|name| view! { <Icon name=name /> })}</span>
            <div>
                <b>{label}</b>
                <span class="visually-hidden">" (" {state} ")"</span>
                {at.map(|at| view! { <p class="quiet">{format::date_and_time(locale, at, now)}</p> })}
            </div>
        </li>
    }
}
