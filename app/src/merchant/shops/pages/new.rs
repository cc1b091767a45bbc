//! Opening a shop: the organisation number first, which fills in the rest.
use domain::form::ShopName;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use super::account_field::AccountField;
use super::unit::UnitField;
use crate::form::{Flash, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::merchant::shops::api::{LookUpUnit, NEW_SHOP_FORM, OpenShop, load_shop_form};
use crate::merchant::shops::model::remembered;
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SubmitButton, TextField, form_state, loaded, page_resource,
};

#[component]
pub fn NewShopPage() -> impl IntoView {
    let locale = use_locale();
    let again = is_second_look();
    let flash = page_resource(move || again, load_shop_form);
    view! {
        <Title text=td_string!(locale, shops.new_title) />
        <h1>{td_string!(locale, shops.new_title)}</h1>
        <p class="quiet">{td_string!(locale, shops.new_lead)}</p>
        {loaded(flash, |flash| view! { <NewShop flash=flash /> })}
    }
}

#[component]
fn NewShop(flash: Flash) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<OpenShop, _>();
    let answer = remembered(&flash);
    let state = form_state(NEW_SHOP_FORM, action, flash);
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <UnitField state=state answer=answer />
            <ShopFields state=state required=false />
            <AccountField state=state />
            <p class="quiet">{td_string!(locale, shops.fee_text)}</p>
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, shops.open)}</SubmitButton>
                // For a browser in which nothing is looked up while typing.
                <button class="btn plain asleep" type="submit" formaction=LookUpUnit::url() formnovalidate>
                    {td_string!(locale, shops.look_up)}
                </button>
                <a class="btn plain" href="/shops">{td_string!(locale, common.back)}</a>
            </div>
        </PostForm>
    }
}

/// What customers see of a shop. `required`: the register is not asked for what is left empty.
#[component]
pub fn ShopFields(state: crate::ui::FormState, required: bool) -> impl IntoView {
    let locale = use_locale();
    let hint = |text: &'static str| if required { String::new() } else { text.to_owned() };
    let max = u32::try_from(ShopName::MAX_CHARS).unwrap_or(u32::MAX);
    view! {
        <TextField
            state=state
            name="name"
            label=td_string!(locale, shops.name)
            hint=format!("{} {}", td_string!(locale, shops.name_hint), hint(td_string!(locale, shops.as_registered)))
            required=required
            maxlength=max
        />
        <TextField
            state=state
            name="address"
            label=td_string!(locale, shops.address)
            hint=td_string!(locale, shops.address_hint)
            autocomplete="street-address"
            required=required
            maxlength=200
        />
    }
}
