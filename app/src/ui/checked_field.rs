//! A field whose text is checked while it is typed, by the rules that the server uses. A problem is named when the
//! field is left, not while it is filled in.
use std::time::Duration;

use leptos::prelude::*;

use super::{FormState, Icon, IconName};

/// The field is left by pressing the button below it, too. A problem that pushed the button away between pressing and
/// letting go would swallow the click, so it is named a moment later.
const NAME_PROBLEM_AFTER_MILLIS: u64 = 300;

/// What is wrong with a text that is not empty, in words. What it reads beside the text is followed.
pub type Check = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// A one-line number, or an account number with letters in it: `typed` is what stands in it, and the children come
/// below it.
#[component]
pub fn CheckedField(
    state: FormState,
    name: &'static str,
    #[prop(into)] label: String,
    hint: AnyView,
    typed: RwSignal<String>,
    check: Check,
    #[prop(default = false)] has_letters: bool,
    #[prop(default = 30)] maxlength: u32,
    children: Children,
) -> impl IntoView {
    let id = state.field_id(name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = format!("{hint_id} {error_id}");
    let input = NodeRef::<leptos::html::Input>::new();
    // What was typed before the page woke up.
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            typed.set(input.value());
        }
    });
    // The server's word holds until the text is another one; ours, until somebody types on.
    let (left, edited) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        state.error.track();
        left.set(false);
        edited.set(false);
    });
    let error = Memo::new(move |_| {
        let text = typed.get();
        let wrong = if left.get() && !text.trim().is_empty() { check(&text) } else { None };
        wrong.or_else(|| if edited.get() { None } else { state.field_error(name).map(str::to_owned) })
    });
    let invalid = move || error.with(Option::is_some).then_some("true");
    view! {
        <div class="field" data-invalid=invalid>
            <label for=id.clone()>{label}</label>
            <div class="hint" id=hint_id>{hint}</div>
            <input
                id=id
                class=if has_letters { "ltr" } else { "ltr num" }
                name=format!("form[{name}]")
                type="text"
                inputmode=(!has_letters).then_some("numeric")
                autocapitalize=has_letters.then_some("characters")
                value=typed.get_untracked()
                autocomplete="off"
                spellcheck="false"
                maxlength=maxlength
                required=true
                aria-invalid=invalid
                aria-describedby=described
                node_ref=input
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    left.set(false);
                    edited.set(true);
                }
                on:change=move |_| leave(left)
            />
            <div id=error_id>
                {move || error.get().map(|text| {
                    view! {
                        <p class="error">
                            <Icon name=IconName::Alert class="icon small" />
                            {text}
                        </p>
                    }
                })}
            </div>
            {children()}
        </div>
    }
}

fn leave(left: RwSignal<bool>) {
    // The page may be gone by then.
    let name_problem = move || {
        let _ = left.try_set(true);
    };
    set_timeout(name_problem, Duration::from_millis(NAME_PROBLEM_AFTER_MILLIS));
}
