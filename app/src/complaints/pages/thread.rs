//! One complaint: what was written to and fro, by when it is answered, and a field to write more.
use domain::calendar::oslo_date;
use domain::compliance::complaint::MessageKind;
use domain::form::Letter;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::list::progress_text;
use super::new::AboutPayment;
use crate::complaints::api::{MESSAGE_FORM, WriteMessage, load_thread};
use crate::complaints::model::{Message, Progress, Thread};
use crate::complaints::words::{category_text, outcome_text};
use crate::form::{Flash, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SubmitButton, TextArea, form_state, format, loaded, page_resource,
};

#[expect(clippy::cast_possible_truncation, reason = "a letter is short")]
const LETTER_MAX_CHARS: u32 = Letter::MAX_CHARS as u32;

#[component]
pub fn ComplaintPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let again = is_second_look();
    let write = PostAction::to::<WriteMessage, _>();
    let changed = move || {
        let sent = matches!(write.value().get(), Some(Ok(())));
        (id.get(), if sent { write.version().get() } else { 0 })
    };
    let page = page_resource(changed, move |(id, sent)| load_thread(id, again && sent == 0));
    loaded(page, move |thread: Thread| view! { <Content thread=thread write=write /> })
}

#[component]
fn Content(thread: Thread, write: PostAction) -> impl IntoView {
    let locale = use_locale();
    let Thread { line, description, outcome, about: payment, messages, flash, now } = thread;
    let today = oslo_date(now);
    let (class, text) = progress_text(locale, line.progress);
    let about = format!("{} · {}", category_text(locale, line.category), line.id);
    let due = (line.progress != Progress::Answered).then(|| {
        let day = format::weekday_and_date(locale, line.due_on, today);
        view! { <p>{td_string!(locale, complaints.answer_by, day = day)}</p> }
    });
    let first = Message { kind: MessageKind::Customer, body: description, due_on: None, at: line.created_at };
    let letters = std::iter::once(first)
        .chain(messages)
        .map(|message| view! { <LetterView message=message now=now /> });
    let letters = letters.collect_view();
    let answered = line.progress == Progress::Answered;
    let more = if answered {
        view! { <p class="quiet">{td_string!(locale, complaints.is_answered)}</p> }.into_any()
    } else {
        view! { <MoreForm id=line.id.to_string() flash=flash action=write /> }.into_any()
    };
    view! {
        <Title text=line.subject.clone() />
        <h1>{line.subject}</h1>
        <p class="quiet">{about} " " <span class=class>{text}</span> {outcome.map(|outcome| format!(" {}", outcome_text(locale, outcome)))}</p>
        {due}
        {payment.map(|payment| view! { <AboutPayment payment=payment now=now /> })}
        <section class="card"><ol class="thread">{letters}</ol></section>
        {more}
    }
}

#[component]
fn LetterView(message: Message, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let locale = use_locale();
    let is_own = message.kind == MessageKind::Customer;
    let (class, author) = if is_own {
        ("letter", td_string!(locale, complaints.from_you))
    } else {
        ("letter ours", td_string!(locale, complaints.from_us))
    };
    let body = if message.kind == MessageKind::Acknowledgement {
        td_string!(locale, complaints.acknowledged_text).to_owned()
    } else {
        message.body
    };
    let named = message.due_on.map(|day| {
        let day = format::weekday_and_date(locale, day, oslo_date(now));
        view! { <p class="quiet">{td_string!(locale, complaints.answer_by, day = day)}</p> }
    });
    view! {
        <li class=class>
            <p class="letter-head"><b>{author}</b> <span class="quiet">{format::date_and_time(locale, message.at, now)}</span></p>
            <p class="letter-body">{body}</p>
            {named}
        </li>
    }
}

#[component]
fn MoreForm(id: String, flash: Flash, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let is_of_this = flash.values.get("complaint").is_some_and(|typed| *typed == id);
    let flash = if is_of_this { flash } else { Flash::default() };
    let state = form_state(MESSAGE_FORM, action, flash);
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[complaint]" value=id />
            <TextArea
                state=state
                name="body"
                label=td_string!(locale, complaints.write_more)
                hint=td_string!(locale, complaints.write_more_hint)
                maxlength=LETTER_MAX_CHARS
            />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, complaints.write_send)}</SubmitButton>
                <a class="btn plain" href="/complaints">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}
