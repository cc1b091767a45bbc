//! "Step 2 of 4 · Amount", in words and as a bar.
use leptos::prelude::*;

use crate::i18n::{tu_string, use_i18n};

const STEPS: usize = 4;

#[component]
pub fn StepBar(step: usize, #[prop(into)] name: String) -> impl IntoView {
    let i18n = use_i18n();
    let marks =
        (1..=STEPS).map(|it| view! { <li class=if it <= step { "on" } else { "" }></li> }).collect_view();
    view! {
        <div class="stepper">
            <p class="quiet">{tu_string!(i18n, send.step, step = step, of = STEPS)} " · " {name}</p>
            <ol class="steps" aria-hidden="true">{marks}</ol>
        </div>
    }
}
