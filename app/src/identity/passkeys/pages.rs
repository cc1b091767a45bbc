//! Adding a passkey, naming it, taking one away, and the button that asks for one wherever it opens something.
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::{
    AddPasskey, PasskeyCode, PasskeyConfirm, PasskeyLogIn, RemovePasskey, RenamePasskey, begin_adding,
    begin_code, begin_confirm, begin_log_in, load_passkey,
};
use super::browser::{self, NoAnswer};
use super::model::{PasskeyStep, PasskeyView};
use crate::error::AppError;
use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::identity::security::api::load_security;
use crate::identity::security::model::Security;
use crate::identity::step_up::api::load_gate;
use crate::ui::{
    ErrorSummary, ErrorView, PostAction, PostForm, SubmitButton, TextField, error_text, form_state, loaded,
    page_resource,
};

/// What a passkey is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    ToBeMade,
    ToLogIn,
    ForCode,
    ToConfirm,
}

impl Asking {
    async fn options(self) -> Result<String, AppError> {
        match self {
            Self::ToBeMade => begin_adding().await,
            Self::ToLogIn => begin_log_in().await,
            Self::ForCode => begin_code().await,
            Self::ToConfirm => begin_confirm().await,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    /// Without JavaScript, or in a browser that knows no passkeys.
    Absent,
    Ready,
    Asking,
    Refused(AppError),
    Unanswered(NoAnswer),
}

/// Asks for a passkey and sends the form that it stands in with the answer. It appears only where there can be one.
#[component]
fn AskButton(asking: Asking, label: &'static str, class: &'static str) -> impl IntoView {
    let locale = use_locale();
    let stage = RwSignal::new(Stage::Absent);
    let answer = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if browser::is_able() {
            stage.set(Stage::Ready);
        }
    });
    let ask = move |_| {
        let Some(field) = answer.get_untracked() else { return };
        // What else the form asks for comes first.
        if !field.form().is_some_and(|form| form.report_validity()) {
            return;
        }
        stage.set(Stage::Asking);
        leptos::task::spawn_local(async move {
            let next = match answer_to(asking).await {
                Ok(text) => {
                    field.set_value(&text);
                    if let Some(form) = field.form() {
                        let _ = form.request_submit();
                    }
                    Stage::Ready
                }
                Err(stage) => stage,
            };
            let _ = stage.try_set(next);
        });
    };
    let is_asking = move || stage.with(|stage| *stage == Stage::Asking);
    view! {
        <input type="hidden" name="form[answer]" node_ref=answer />
        {move || stage.with(|stage| *stage != Stage::Absent).then(|| view! {
            <button class=class type="button" on:click=ask disabled=is_asking aria-busy=move || is_asking().to_string()>
                {label}
            </button>
        })}
        <p class="error" role="status">
            {move || stage.with(|stage| match stage {
                Stage::Refused(error) => Some(error_text(error)),
                Stage::Unanswered(NoAnswer::Closed) => Some(td_string!(locale, security.passkey_closed).to_owned()),
                Stage::Unanswered(NoAnswer::Known) => Some(td_string!(locale, security.passkey_known).to_owned()),
                Stage::Unanswered(NoAnswer::Failed) => Some(td_string!(locale, security.passkey_failed).to_owned()),
                _ => None,
            })}
        </p>
        {(asking == Asking::ToBeMade).then_some(move || stage.with(|stage| *stage == Stage::Absent).then(|| view! {
            <p class="notice wait">{td_string!(locale, security.passkey_needs)}</p>
        }))}
    }
}

async fn answer_to(asking: Asking) -> Result<String, Stage> {
    let options = asking.options().await.map_err(Stage::Refused)?;
    let answer = match asking {
        Asking::ToBeMade => browser::make(&options).await,
        _ => browser::sign(&options).await,
    };
    answer.map_err(Stage::Unanswered)
}

/// A form of its own that opens something by a passkey.
#[component]
pub fn PasskeyForm(asking: Asking, #[prop(optional, into)] next: Signal<String>) -> impl IntoView {
    let locale = use_locale();
    let (id, action, label) = match asking {
        Asking::ToLogIn => (
            "passkey-log-in",
            PostAction::to::<PasskeyLogIn, _>(),
            td_string!(locale, security.log_in_with_passkey),
        ),
        Asking::ForCode => {
            ("passkey-code", PostAction::to::<PasskeyCode, _>(), td_string!(locale, security.use_passkey))
        }
        Asking::ToBeMade | Asking::ToConfirm => (
            "passkey-confirm",
            PostAction::to::<PasskeyConfirm, _>(),
            td_string!(locale, security.use_passkey),
        ),
    };
    let state = form_state(id, action, Default::default());
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[next]" value=move || next.get() />
            <AskButton asking=asking label=label class="btn plain wide" />
        </PostForm>
    }
}

#[component]
pub fn NewPasskeyPage() -> impl IntoView {
    let locale = use_locale();
    let gate = page_resource(|| (), |()| load_gate());
    view! {
        <Title text=td_string!(locale, security.new_passkey) />
        <h1>{td_string!(locale, security.new_passkey)}</h1>
        <p class="lead">{td_string!(locale, security.new_passkey_lead)}</p>
        {loaded(gate, |_: bool| view! { <NewPasskey /> })}
    }
}

#[component]
fn NewPasskey() -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<AddPasskey, _>();
    let state = form_state("new-passkey", action, Default::default());
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <TextField state=state name="name" label=td_string!(locale, security.passkey_name)
                hint=td_string!(locale, security.passkey_name_hint) maxlength=40 />
            <div class="form-actions">
                <AskButton asking=Asking::ToBeMade label=td_string!(locale, security.make_passkey) class="btn" />
                <a class="btn plain" href="/me/security">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}

/// One passkey: its name, which can be changed, and the way to take it away.
#[component]
pub fn PasskeyPage(id: String) -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let step = page_resource(move || (id.clone(), again), |(id, again)| load_passkey(id, again));
    view! {
        <Title text=td_string!(locale, security.passkey) />
        <h1>{td_string!(locale, security.passkey)}</h1>
        {loaded(step, |step| view! { <Rename step=step /> })}
    }
}

#[component]
fn Rename(step: PasskeyStep) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<RenamePasskey, _>();
    let state = form_state("passkey", action, step.flash);
    let id = step.passkey.id.to_string();
    let remove = format!("/me/security/passkeys/{id}/remove");
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[id]" value=id />
            <TextField state=state name="name" label=td_string!(locale, security.passkey_name)
                hint=td_string!(locale, security.passkey_name_hint) maxlength=40 />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, security.passkey_save)}</SubmitButton>
                <a class="btn plain" href="/me/security">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
        <p><a class="btn plain danger" href=remove rel="external">{td_string!(locale, security.remove_passkey)}</a></p>
    }
}

#[component]
pub fn RemovePasskeyPage(id: String) -> impl IntoView {
    let locale = use_locale();
    let security = page_resource(|| (), |()| load_security());
    let known = move |security: Security| {
        let passkey = security.passkeys.into_iter().find(|passkey| passkey.id.as_str() == id);
        match passkey {
            Some(passkey) => view! { <Remove passkey=passkey /> }.into_any(),
            None => view! { <ErrorView error=AppError::NotFound /> }.into_any(),
        }
    };
    view! {
        <Title text=td_string!(locale, security.remove_passkey) />
        {loaded(security, known)}
    }
}

#[component]
fn Remove(passkey: PasskeyView) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<RemovePasskey, _>();
    let state = form_state("remove-passkey", action, Default::default());
    view! {
        <h1>{td_string!(locale, security.remove_passkey_question, name = passkey.name)}</h1>
        <p>{td_string!(locale, security.remove_passkey_text)}</p>
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="id" value=passkey.id.to_string() />
            <div class="form-actions">
                <SubmitButton state=state class="btn danger">{td_string!(locale, security.remove)}</SubmitButton>
                <a class="btn plain" href="/me/security">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}
