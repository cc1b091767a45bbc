//! A new code: what it is called, and how much it asks for.
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::form::is_second_look;
use crate::i18n::{td_string, use_locale};
use crate::merchant::codes::api::{MakeCode, NEW_CODE_FORM, load_new_code};
use crate::merchant::codes::model::{NewCode, codes_path};
use crate::merchant::frame::ShopFrame;
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SubmitButton, TextField, form_state, loaded, page_resource,
};

const NAME_MAX_CHARS: u32 = 40;

#[component]
pub fn NewCodePage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let shop = Memo::new(move |_| params.with(|params| params.get("shop").unwrap_or_default()));
    let again = is_second_look();
    let step = page_resource(move || shop.get(), move |shop| load_new_code(shop, again));
    view! {
        <Title text=td_string!(locale, codes.new) />
        {loaded(step, |step| view! { <NewCodeForm step=step /> })}
    }
}

#[component]
fn NewCodeForm(step: NewCode) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<MakeCode, _>();
    let state = form_state(NEW_CODE_FORM, action, step.flash);
    let shop = step.shop.id.to_string();
    view! {
        <ShopFrame shop=shop.clone() name=step.shop.name status=step.shop.status>
            <h1>{td_string!(locale, codes.new_question)}</h1>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <input type="hidden" name="form[shop]" value=shop.clone() />
                <TextField
                    state=state
                    name="name"
                    label=td_string!(locale, codes.name)
                    hint=td_string!(locale, codes.name_hint)
                    maxlength=NAME_MAX_CHARS
                />
                <TextField
                    state=state
                    name="amount"
                    label=td_string!(locale, codes.amount)
                    hint=td_string!(locale, codes.amount_hint)
                    inputmode="decimal"
                    required=false
                    maxlength=40
                />
                <div class="form-actions">
                    <SubmitButton state=state>{td_string!(locale, codes.make)}</SubmitButton>
                    <a class="btn plain" href=codes_path(&shop)>{td_string!(locale, common.back)}</a>
                </div>
            </PostForm>
        </ShopFrame>
    }
}
