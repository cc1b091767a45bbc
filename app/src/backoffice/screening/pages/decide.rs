//! What an officer says of a match.
use leptos::prelude::*;

use crate::backoffice::screening::api::ANSWER;
use crate::backoffice::screening::model::{Answer, May};
use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::ui::{ErrorSummary, PostAction, PostForm, RadioField, SubmitButton, TextArea, form_state};

type Choice = (String, String, String);

fn choice(answer: Answer, words: &'static str, more: &'static str) -> Choice {
    (answer.as_str().to_owned(), words.to_owned(), more.to_owned())
}

/// The answers that somebody has, and what the form is called. One that is the only one is no choice.
fn choices(may: May) -> (&'static str, &'static str, Vec<Choice>) {
    let locale = use_locale();
    let somebody_else = choice(
        Answer::FalseMatch,
        td_string!(locale, hits.say_false),
        td_string!(locale, hits.say_false_more),
    );
    let this_person =
        choice(Answer::TrueMatch, td_string!(locale, hits.say_true), td_string!(locale, hits.say_true_more));
    let confirm = choice(
        Answer::Confirm,
        td_string!(locale, hits.say_confirm),
        td_string!(locale, hits.say_confirm_more),
    );
    let back =
        choice(Answer::Return, td_string!(locale, hits.say_return), td_string!(locale, hits.say_return_more));
    match may {
        May::Say => (td_string!(locale, hits.decide_title), "", vec![somebody_else, this_person]),
        May::Answer => (
            td_string!(locale, hits.answer_title),
            td_string!(locale, hits.answer_text),
            vec![confirm, this_person, back],
        ),
        May::TakeBack => (td_string!(locale, hits.own_title), td_string!(locale, hits.own_text), vec![back]),
        May::Reopen => {
            (td_string!(locale, hits.reopen_title), td_string!(locale, hits.reopen_text), vec![back])
        }
        May::Nothing => ("", "", Vec::new()),
    }
}

#[component]
pub fn Decide(id: String, may: May, flash: Flash, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state(ANSWER, action, flash);
    let (title, text, mut choices) = choices(may);
    if choices.is_empty() {
        return ().into_any();
    }
    let button = match may {
        May::TakeBack => td_string!(locale, hits.take_back),
        May::Reopen => td_string!(locale, hits.reopen),
        May::Say | May::Answer | May::Nothing => td_string!(locale, hits.decide),
    };
    let class = if matches!(may, May::TakeBack | May::Reopen) { "btn plain" } else { "btn" };
    let answer = if let [only] = choices.as_mut_slice() {
        let code = std::mem::take(&mut only.0);
        view! { <input type="hidden" name="form[answer]" value=code /> }.into_any()
    } else {
        let legend = td_string!(locale, hits.question);
        view! { <RadioField state=state name="answer" legend=legend options=choices>""</RadioField> }
            .into_any()
    };
    // A second officer who agrees needs no words of their own.
    let needs_words = may != May::Answer;
    let hint = if needs_words {
        td_string!(locale, hits.reason_hint)
    } else {
        td_string!(locale, hits.reason_hint_second)
    };
    view! {
        <section class="panel" id="decide">
            <h2>{title}</h2>
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <input type="hidden" name="form[id]" value=id />
                {answer}
                <TextArea state=state name="reason" label=td_string!(locale, hits.reason) hint=hint required=needs_words />
                <div class="form-actions">
                    <SubmitButton state=state class=class>{button}</SubmitButton>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}
