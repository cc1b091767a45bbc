//! The amount of a sale: a field like any other, with the keys of a card terminal once the page is awake.
use domain::merchant::keypad::{Key, Keypad};
use leptos::ev::keydown;
use leptos::html::Input;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{FormState, Icon, IconName, format};

const KEYS: [(Key, &str); 11] = [
    (Key::Digit(1), "1"),
    (Key::Digit(2), "2"),
    (Key::Digit(3), "3"),
    (Key::Digit(4), "4"),
    (Key::Digit(5), "5"),
    (Key::Digit(6), "6"),
    (Key::Digit(7), "7"),
    (Key::Digit(8), "8"),
    (Key::Digit(9), "9"),
    (Key::DoubleZero, "00"),
    (Key::Digit(0), "0"),
];

/// The amount as the form knows it: the text in the field.
#[derive(Clone, Copy)]
struct Pad {
    locale: Locale,
    input: NodeRef<Input>,
    pad: StoredValue<Keypad>,
    shown: StoredValue<String>,
}

impl Pad {
    fn show(self, pad: Keypad) {
        let amount = pad.amount();
        let text = if amount.is_zero() { String::new() } else { format::number(self.locale, amount) };
        if let Some(input) = self.input.get_untracked() {
            input.set_value(&text);
        }
        self.pad.set_value(pad);
        self.shown.set_value(text);
    }

    fn press(self, key: Key) {
        self.show(self.pad.get_value().press(key));
    }

    fn typed(self, text: &str) {
        let next = self.shown.with_value(|shown| self.pad.get_value().typed(shown, text));
        self.show(next);
    }
}

#[component]
pub fn AmountField(state: FormState) -> impl IntoView {
    let locale = use_locale();
    let pad = Pad {
        locale,
        input: NodeRef::new(),
        pad: StoredValue::new(Keypad::default()),
        shown: StoredValue::new(String::new()),
    };
    // What was typed before the page woke up.
    Effect::new(move |_| {
        if let Some(input) = pad.input.get()
            && let Some(read) = Keypad::read(&input.value())
        {
            pad.show(read);
        }
    });
    keys_of_the_page(pad);
    let id = state.field_id("amount");
    let error_id = format!("{id}-error");
    let invalid = move || state.field_error("amount").map(|_| "true");
    let described = {
        let error_id = error_id.clone();
        move || state.field_error("amount").map(|_| error_id.clone())
    };
    view! {
        <div class="field till-field" data-invalid=invalid>
            <label for=id.clone()>{td_string!(locale, till.amount)}</label>
            <input
                id=id
                class="till-input"
                name="form[amount]"
                type="text"
                inputmode="decimal"
                placeholder=td_string!(locale, till.amount_placeholder)
                value=state.value("amount")
                autocomplete="off"
                maxlength=20
                required=true
                aria-invalid=invalid
                aria-describedby=described
                node_ref=pad.input
                on:input=move |event| pad.typed(&event_target_value(&event))
            />
            {move || {
                let error_id = error_id.clone();
                state.field_error("amount").map(|text| {
                    view! { <p class="error" id=error_id><Icon name=IconName::Alert class="icon small" />{text}</p> }
                })
            }}
        </div>
        <Keys pad=pad />
    }
}

/// Without JavaScript they would do nothing, and the style hides them.
#[component]
fn Keys(pad: Pad) -> impl IntoView {
    let locale = use_locale();
    let key = move |(key, face): (Key, &'static str)| {
        view! { <button class="till-key" type="button" on:click=move |_| pad.press(key)>{face}</button> }
    };
    view! {
        <div class="till-keys" role="group" aria-label=td_string!(locale, till.keys)>
            {KEYS.map(key).collect_view()}
            <button class="till-key" type="button" aria-label=td_string!(locale, till.key_back) on:click=move |_| pad.press(Key::Back)>
                <Icon name=IconName::Cross />
            </button>
        </div>
    }
}

/// Figures typed while nothing has the focus go into the field, and so does what is typed after them.
fn keys_of_the_page(pad: Pad) {
    Effect::new(move |_| {
        let handle = window_event_listener(keydown, move |event| {
            let nothing_has_focus = document()
                .active_element()
                .is_none_or(|it| matches!(it.tag_name().as_str(), "BODY" | "MAIN"));
            if !nothing_has_focus || event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let mut letters = event.key().chars().collect::<Vec<_>>().into_iter();
            let digit = letters.next().and_then(|letter| letter.to_digit(10));
            if let (Some(digit), None) = (digit.and_then(|digit| u8::try_from(digit).ok()), letters.next()) {
                event.prevent_default();
                if let Some(input) = pad.input.get_untracked() {
                    let _ = input.focus();
                }
                pad.press(Key::Digit(digit));
            }
        });
        on_cleanup(move || handle.remove());
    });
}
