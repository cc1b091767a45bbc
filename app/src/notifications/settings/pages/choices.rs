//! A switch for each topic and way. All of them are one form: nothing is switched before it is saved.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::browsers::Browsers;
use crate::i18n::{Locale, td_string, use_locale};
use crate::notifications::settings::api::{
    RemoveBrowser, SaveNotificationChoices, SubscribeBrowser, load_choices,
};
use crate::notifications::settings::model::Choices;
use crate::notifications::topic::{Topic, Wish};
use crate::ui::{Icon, IconName, PostAction, PostForm, loaded, page_resource};

#[component]
pub fn NotificationChoicesPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let save = PostAction::to::<SaveNotificationChoices, _>();
    let add = PostAction::to::<SubscribeBrowser, _>();
    let remove = PostAction::to::<RemoveBrowser, _>();
    let changed = move || (save.accepted().get(), add.accepted().get(), remove.accepted().get());
    let page = page_resource(changed, |_| load_choices());
    let saved = move || {
        query.with(|query| query.get("saved").is_some()).then(|| {
            view! {
                <div class="notice good" role="status">
                    <Icon name=IconName::Check />
                    <div><p>{td_string!(locale, notifications.saved)}</p></div>
                </div>
            }
        })
    };
    view! {
        <Title text=td_string!(locale, notifications.choices) />
        <h1>{td_string!(locale, notifications.choices)}</h1>
        <p class="quiet">{td_string!(locale, notifications.choices_lead)}</p>
        {saved}
        {loaded(page, move |choices: Choices| {
            let has_push = choices.push_key.is_some();
            view! {
                <p>{td_string!(locale, notifications.email_to)} " " <bdi class="ltr">{choices.email.clone()}</bdi></p>
                <Switches wishes=choices.wishes.clone() has_push=has_push save=save />
                <Browsers choices=choices add=add remove=remove />
            }
        })}
    }
}

#[component]
fn Switches(wishes: Vec<(Topic, Wish)>, has_push: bool, save: PostAction) -> impl IntoView {
    let locale = use_locale();
    let groups = wishes.into_iter().map(|(topic, wish)| group(locale, topic, wish, has_push)).collect_view();
    let pending = save.pending();
    view! {
        <PostForm action=save attr:class="form">
            {groups}
            <section class="group">
                <h2>{td_string!(locale, notifications.topic_security)}</h2>
                <p class="hint">{td_string!(locale, notifications.topic_security_text)}</p>
            </section>
            <div class="form-actions">
                <button class="btn wide" type="submit" disabled=move || pending.get()>
                    {td_string!(locale, notifications.save_choices)}
                </button>
            </div>
        </PostForm>
    }
}

fn group(locale: Locale, topic: Topic, wish: Wish, has_push: bool) -> impl IntoView {
    let (name, about) = topic_words(locale, topic);
    let hint = format!("about-{}", topic.as_str());
    let described = hint.clone();
    let push = has_push.then(|| switch(topic, "push", td_string!(locale, notifications.by_push), wish.push));
    view! {
        <fieldset class="group checks" aria-describedby=described>
            <legend>{name}</legend>
            <p class="hint" id=hint>{about}</p>
            {switch(topic, "email", td_string!(locale, notifications.by_email), wish.email)}
            {push}
        </fieldset>
    }
}

fn switch(topic: Topic, way: &'static str, label: &'static str, on: bool) -> impl IntoView {
    let name = format!("{}_{way}", topic.as_str());
    let id = format!("notify-{name}");
    view! {
        <div class="check switch">
            <input id=id.clone() name=format!("form[{name}]") type="checkbox" role="switch" value="true" checked=on />
            <label for=id>{label}</label>
        </div>
    }
}

fn topic_words(locale: Locale, topic: Topic) -> (&'static str, &'static str) {
    match topic {
        Topic::Payments => (
            td_string!(locale, notifications.topic_payments),
            td_string!(locale, notifications.topic_payments_text),
        ),
        Topic::Sales => (
            td_string!(locale, notifications.topic_sales),
            td_string!(locale, notifications.topic_sales_text),
        ),
        Topic::Shops => (
            td_string!(locale, notifications.topic_shops),
            td_string!(locale, notifications.topic_shops_text),
        ),
        Topic::Identity => (
            td_string!(locale, notifications.topic_identity),
            td_string!(locale, notifications.topic_identity_text),
        ),
        Topic::Cases => (
            td_string!(locale, notifications.topic_cases),
            td_string!(locale, notifications.topic_cases_text),
        ),
    }
}
