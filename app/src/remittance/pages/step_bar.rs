//! "Step 2 of 4 · Amount", in words and as a bar.
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};

const STEPS: usize = 4;

#[component]
pub fn StepBar(step: usize, #[prop(into)] name: String) -> impl IntoView {
    let locale = use_locale();
    let marks =
        (1..=STEPS).map(|it| view! { <li class=if it <= step { "on" } else { "" }></li> }).collect_view();
    view! {
        <div class="stepper">
            <p class="quiet">{td_string!(locale, send.step, step = step, of = STEPS)} " · " {name}</p>
            <ol class="steps" aria-hidden="true">{marks}</ol>
        </div>
    }
}
