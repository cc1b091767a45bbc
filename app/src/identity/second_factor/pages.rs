//! The steps after the password: a code, or the first look at an authenticator app, and its recovery codes.
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::{CodesKept, Enrol, GiveCode, load_code_step, load_enrol_step, load_recovery_codes};
use super::model::{CodeStep, EnrolStep, RECOVERY, RecoveryCodes};
use crate::i18n::{td_string, use_locale};
use crate::identity::passkeys::pages::{Asking, PasskeyForm};
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SubmitButton, TextField, form_state, loaded, page_resource,
};

#[component]
pub fn CodeStepPage(is_recovery: bool) -> impl IntoView {
    let locale = use_locale();
    let step = page_resource(|| (), |()| load_code_step());
    let title = if is_recovery {
        td_string!(locale, second_factor.recovery_title)
    } else {
        td_string!(locale, second_factor.title)
    };
    view! {
        <Title text=title />
        <h1>{title}</h1>
        {loaded(step, move |step| view! { <CodeForm step=step is_recovery=is_recovery /> })}
    }
}

#[component]
fn CodeForm(step: CodeStep, is_recovery: bool) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<GiveCode, _>();
    let state = form_state("code", action, step.flash);
    let demo = (step.is_demo && !is_recovery).then(|| match step.demo_code {
        Some(code) => view! {
            <section class="demo">
                <p>{td_string!(locale, second_factor.demo)}</p>
                <p><code class="demo-code">{code}</code></p>
            </section>
        }
        .into_any(),
        None => view! { <p class="demo">{td_string!(locale, second_factor.demo_wait)}</p> }.into_any(),
    });
    let field = if is_recovery {
        view! {
            <TextField state=state name="code" label=td_string!(locale, second_factor.recovery_code)
                hint=td_string!(locale, second_factor.recovery_hint) maxlength=40 />
        }
        .into_any()
    } else {
        view! {
            <TextField state=state name="code" label=td_string!(locale, second_factor.code)
                hint=td_string!(locale, second_factor.code_hint) autocomplete="one-time-code" inputmode="numeric"
                maxlength=12 />
        }
        .into_any()
    };
    let (other, other_text) = if is_recovery {
        ("/login/code", td_string!(locale, second_factor.use_app))
    } else {
        ("/login/recovery", td_string!(locale, second_factor.use_recovery))
    };
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[way]" value={if is_recovery { RECOVERY } else { "" }} />
            {field}
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, identity.log_in)}</SubmitButton>
            </div>
        </PostForm>
        {step.has_passkeys.then(|| view! { <PasskeyForm asking=Asking::ForCode /> })}
        <p class="cluster">
            <a href=other>{other_text}</a>
            <a href="/login">{td_string!(locale, second_factor.another_account)}</a>
        </p>
        {demo}
    }
}

#[component]
pub fn EnrolmentPage() -> impl IntoView {
    let locale = use_locale();
    let step = page_resource(|| (), |()| load_enrol_step());
    view! {
        <Title text=td_string!(locale, second_factor.enrol_title) />
        <h1>{td_string!(locale, second_factor.enrol_title)}</h1>
        <p class="lead">{td_string!(locale, second_factor.enrol_lead)}</p>
        {loaded(step, |step| view! { <EnrolForm step=step /> })}
    }
}

/// What an authenticator app learns: for its camera, and to be typed.
#[component]
pub fn Secret(picture: String, account: String, secret: String) -> impl IntoView {
    let locale = use_locale();
    view! {
        <section class="card secret">
            <h2>{td_string!(locale, second_factor.scan)}</h2>
            <img src=picture alt=td_string!(locale, second_factor.picture) width="240" height="240" />
            <details>
                <summary class="btn link small">{td_string!(locale, second_factor.cannot_scan)}</summary>
                <dl class="facts">
                    <div><dt>{td_string!(locale, second_factor.account)}</dt><dd class="ltr">{account}</dd></div>
                    <div><dt>{td_string!(locale, second_factor.key)}</dt><dd><code>{secret}</code></dd></div>
                </dl>
            </details>
        </section>
    }
}

#[component]
fn EnrolForm(step: EnrolStep) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<Enrol, _>();
    let state = form_state("enrol", action, step.flash);
    view! {
        <Secret picture=step.picture account=step.account secret=step.key />
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <TextField state=state name="code" label=td_string!(locale, second_factor.first_code)
                hint=td_string!(locale, second_factor.code_hint) autocomplete="one-time-code" inputmode="numeric"
                maxlength=12 />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, common.next)}</SubmitButton>
                <a class="btn plain" href="/login">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}

#[component]
pub fn RecoveryCodesPage() -> impl IntoView {
    let locale = use_locale();
    let codes = page_resource(|| (), |()| load_recovery_codes());
    view! {
        <Title text=td_string!(locale, second_factor.codes_title) />
        <h1>{td_string!(locale, second_factor.codes_title)}</h1>
        {loaded(codes, |codes| view! { <Codes codes=codes /> })}
    }
}

#[component]
fn Codes(codes: RecoveryCodes) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<CodesKept, _>();
    let state = form_state("kept", action, Default::default());
    let is_gone = codes.codes.is_empty();
    let lead = if is_gone {
        td_string!(locale, second_factor.codes_gone)
    } else {
        td_string!(locale, second_factor.codes_lead)
    };
    let rows = codes.codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    view! {
        <p class="lead">{lead}</p>
        {(!is_gone).then(|| view! { <ol class="codes">{rows}</ol> })}
        <PostForm action=action attr:class="form">
            <div class="form-actions">
                <SubmitButton state=state>
                    {if is_gone { td_string!(locale, common.next) } else { td_string!(locale, second_factor.codes_kept) }}
                </SubmitButton>
            </div>
        </PostForm>
    }
}
