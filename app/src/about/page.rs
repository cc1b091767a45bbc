//! One article, with the way to the others and to whoever runs the service.
//!
//! The routes know one address for all of them, as for the back-office: docs/adr/0029-back-office-in-one-part.md.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::api::load_operator;
use super::articles::{Article, Section, Topic};
use super::model::Operator;
use crate::error::AppError;
use crate::i18n::{td_string, use_locale};
use crate::privacy::pages::CookieForm;
use crate::ui::{ErrorView, PlainShell, loaded_or_default, page_resource};

#[component]
pub fn AboutPages() -> impl IntoView {
    let location = use_location();
    let topic = Memo::new(move |_| location.pathname.with(|path| Topic::at(path)));
    view! {
        <PlainShell main="about">
            {move || match topic.get() {
                Some(topic) => view! { <ArticlePage topic=topic /> }.into_any(),
                None => view! { <ErrorView error=AppError::NotFound /> }.into_any(),
            }}
        </PlainShell>
    }
}

#[component]
fn ArticlePage(topic: Topic) -> impl IntoView {
    let locale = use_locale();
    let operator = page_resource(|| (), |()| load_operator());
    let Article { title, lead, sections } = topic.article(locale);
    let links = Topic::ALL.iter().map(|other| {
        let current = (*other == topic).then_some("page");
        view! { <li><a href=other.path() aria-current=current>{other.title(locale)}</a></li> }
    });
    view! {
        <Title text=title />
        <nav class="tabs" aria-label=td_string!(locale, about.nav)><ul>{links.collect_view()}</ul></nav>
        <article class="prose">
            <h1>{title}</h1>
            <p class="lead">{lead}</p>
            {sections.into_iter().map(section).collect_view()}
            {(topic == Topic::Cookies).then(|| view! { <CookieForm /> })}
            {loaded_or_default(operator, |operator| view! { <Contact operator=operator /> })}
        </article>
    }
}

fn section(section: Section) -> impl IntoView {
    let paragraphs = section.paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    view! { <section><h2>{section.title}</h2>{paragraphs}</section> }
}

/// Nothing where nothing is known.
#[component]
fn Contact(operator: Operator) -> impl IntoView {
    let locale = use_locale();
    let Operator { name, email } = operator;
    (name.is_some() || email.is_some()).then(|| {
        let name =
            name.map(|name| view! { <p>{td_string!(locale, about.contact_operator, operator = name)}</p> });
        let email =
            email.map(|email| view! { <p>{td_string!(locale, about.contact_email, email = email)}</p> });
        view! { <section><h2>{td_string!(locale, about.contact)}</h2>{name}{email}</section> }
    })
}
