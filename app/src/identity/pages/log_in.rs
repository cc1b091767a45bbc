//! Log in.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::form::{Flash, flash_resource};
use crate::i18n::{td_string, use_locale};
use crate::identity::api::{LogIn, load_demo_logins};
use crate::identity::model::{DemoLogin, with_next};
use crate::identity::passkeys::pages::{Asking, PasskeyForm};
use crate::ui::{
    ErrorSummary, PlainShell, PostAction, PostForm, SubmitButton, TextField, form_state, loaded,
    page_resource,
};

#[component]
pub fn LogInPage() -> impl IntoView {
    let locale = use_locale();
    let flash = flash_resource("login");
    let demo = page_resource(|| (), |()| load_demo_logins());
    view! {
        <Title text=td_string!(locale, identity.log_in) />
        <PlainShell>
            <h1>{td_string!(locale, identity.log_in)}</h1>
            {loaded(flash, |flash| view! { <LogInForm flash=flash /> })}
            {loaded(demo, |logins| view! { <DemoLogins logins=logins /> })}
        </PlainShell>
    }
}

#[component]
fn LogInForm(flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<LogIn, _>();
    let state = form_state("login", action, flash);
    let query = use_query_map();
    // After an attempt that failed, where to go is among the values that came back.
    let next = move || query.with(|query| query.get("next")).unwrap_or_else(|| state.value("next"));
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[next]" value=next />
            <TextField
                state=state
                name="email"
                label=td_string!(locale, identity.email)
                kind="email"
                autocomplete="username"
            />
            <TextField
                state=state
                name="password"
                label=td_string!(locale, identity.password)
                kind="password"
                autocomplete="current-password"
            />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, identity.log_in)}</SubmitButton>
            </div>
        </PostForm>
        <PasskeyForm asking=Asking::ToLogIn next=Signal::derive(next) />
        <p><a href="/login/forgot">{td_string!(locale, account.forgot)}</a></p>
        <p>
            {td_string!(locale, identity.no_account)} " "
            <a href=move || with_next("/register", &next())>{td_string!(locale, identity.register)}</a>
        </p>
    }
}

#[component]
fn DemoLogins(logins: Vec<DemoLogin>) -> impl IntoView {
    let locale = use_locale();
    (!logins.is_empty()).then(|| {
        let rows = logins
            .into_iter()
            .map(|login| {
                view! {
                    <div>
                        <dt>{login.about}</dt>
                        <dd>
                            <code>{login.email}</code> " " <code>{login.password}</code>
                            {login.secret.map(|secret| view! { " " <code>{secret}</code> })}
                        </dd>
                    </div>
                }
            })
            .collect_view();
        view! {
            <section class="demo">
                <h2>{td_string!(locale, identity.demo_title)}</h2>
                <p>{td_string!(locale, identity.demo_text)}</p>
                <dl>{rows}</dl>
            </section>
        }
    })
}
