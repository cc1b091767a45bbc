//! What Drop has told, newest first. Opening one marks it as read; so does a button for all.
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::i18n::{td_string, use_locale};
use crate::notifications::api::{OpenNotification, ReadNotifications, load_notifications};
use crate::notifications::model::{Notice, NotificationLine, NotificationPage};
use crate::notifications::topic::SETTINGS_PATH;
use crate::notifications::words::words;
use crate::ui::{Icon, IconName, PostAction, PostForm, ago, follow, loaded, page_resource, use_bar};

#[component]
pub fn NotificationsPage() -> impl IntoView {
    let locale = use_locale();
    let query = use_query_map();
    let cursor = Memo::new(move |_| query.with(|query| query.get("after").unwrap_or_default()));
    let open = PostAction::to::<OpenNotification, _>();
    let read_all = PostAction::to::<ReadNotifications, _>();
    // What was marked is shown: the page leads to itself, which alone would load nothing anew.
    let changed = move || (cursor.get(), open.version().get(), read_all.version().get());
    let page = page_resource(changed, |(cursor, _, _)| load_notifications(cursor));
    let bar = use_bar();
    bar.load_again_with(move || open.version().get() + read_all.version().get());
    // Older pages do not change: only the first one hears of new ones.
    let first = cursor.with_untracked(String::is_empty);
    let look = move || {
        page.refetch();
        bar.load_again();
    };
    follow("notification", RwSignal::new(first.then(|| "own".to_owned())), look);
    view! {
        <Title text=td_string!(locale, notifications.title) />
        <h1>{td_string!(locale, notifications.title)}</h1>
        <p><a href=SETTINGS_PATH>{td_string!(locale, notifications.choices_link)}</a></p>
        {loaded(page, move |page| {
            let first = cursor.with_untracked(String::is_empty);
            view! { <List page=page first=first open=open read_all=read_all /> }
        })}
    }
}

#[component]
fn List(page: NotificationPage, first: bool, open: PostAction, read_all: PostAction) -> impl IntoView {
    let locale = use_locale();
    if page.lines.is_empty() && first {
        return view! {
            <div class="empty">
                <span class="icon-disc big"><Icon name=IconName::Bell class="icon big" /></span>
                <h2>{td_string!(locale, notifications.none)}</h2>
                <p>{td_string!(locale, notifications.none_text)}</p>
            </div>
        }
        .into_any();
    }
    let now = page.now;
    let lines = page
        .lines
        .into_iter()
        .map(|line| view! { <li><Line line=line now=now open=open /></li> })
        .collect_view();
    let all = (page.unread > 0).then(|| {
        view! {
            <PostForm action=read_all>
                <button class="btn plain small" type="submit">
                    <Icon name=IconName::Check />
                    {td_string!(locale, notifications.read_all)}
                </button>
            </PostForm>
        }
    });
    view! {
        {all}
        <section class="card"><ul class="rows notifications">{lines}</ul></section>
        <nav class="pager" aria-label=td_string!(locale, common.pages)>
            {(!first).then(|| view! { <a class="btn plain small" href="/notifications">{td_string!(locale, common.newest)}</a> })}
            {page.next.map(|next| {
                let href = format!("/notifications?after={next}");
                view! { <a class="btn plain small" rel="next" href=href>{td_string!(locale, common.older)}</a> }
            })}
        </nav>
    }
    .into_any()
}

#[component]
fn Line(line: NotificationLine, now: DateTime<Utc>, open: PostAction) -> impl IntoView {
    let locale = use_locale();
    let (title, body) = words(locale, &line.notice);
    let (icon, avatar) = match line.notice {
        Notice::Sale { .. } => (IconName::Shop, "avatar sun"),
        Notice::RefundReceived { .. } => (IconName::Swap, "avatar sun"),
        Notice::ShopAccountChanged { .. } => (IconName::Bank, "avatar"),
        Notice::ShopSuspended { .. } | Notice::ShopNotConfirmed { .. } => (IconName::Alert, "avatar"),
        Notice::ShopResumed { .. } | Notice::IdentityApproved => (IconName::Check, "avatar"),
        Notice::PaymentWaits { .. } => (IconName::Clock, "avatar sun"),
        Notice::PaymentNotMade { .. } => (IconName::Alert, "avatar"),
        Notice::PaymentReturned { .. } => (IconName::Swap, "avatar"),
        Notice::IdentityRejected | Notice::IdentityAsked => (IconName::Person, "avatar"),
        Notice::ComplaintNews { .. } => (IconName::Edit, "avatar"),
        Notice::RequestAnswered | Notice::SecurityChanged { .. } => (IconName::Shield, "avatar"),
        Notice::Other { .. } => (IconName::Bell, "avatar"),
    };
    let unread = (!line.read).then(|| {
        view! { <span class="visually-hidden">{td_string!(locale, notifications.unread)} " "</span> }
    });
    let b_class = if line.read { "read" } else { "" };
    let content = view! {
        <span class=avatar aria-hidden="true"><Icon name=icon /></span>
        <span class="text">
            <b class=b_class>{unread} {title}</b>
            <span class="quiet">{body}</span>
            <span class="quiet">{ago(line.at, now)}</span>
        </span>
    };
    match (line.read, line.link) {
        (false, _) => view! {
            <PostForm action=open>
                <input type="hidden" name="id" value=line.id.to_string() />
                <button class="row unread" type="submit">{content}</button>
            </PostForm>
        }
        .into_any(),
        (true, Some(link)) => view! {
            <a class="row" href=link>
                {content}
                <Icon name=IconName::Chevron class="icon flip" />
            </a>
        }
        .into_any(),
        (true, None) => view! { <div class="row">{content}</div> }.into_any(),
    }
}
