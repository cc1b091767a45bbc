//! Opening a shop: the organisation number first, which fills in the rest.
use domain::form::ShopName;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use super::account_field::AccountField;
use super::unit::UnitField;
use crate::form::{Flash, is_second_look};
use crate::i18n::{tu_string, use_i18n};
use crate::merchant::shops::api::{LookUpUnit, NEW_SHOP_FORM, OpenShop, load_shop_form};
use crate::merchant::shops::model::remembered;
use crate::ui::{
    ErrorSummary, PostAction, PostForm, SubmitButton, TextField, form_state, loaded, page_resource,
};

#[component]
pub fn NewShopPage() -> impl IntoView {
    let i18n = use_i18n();
    let again = is_second_look();
    let flash = page_resource(move || again, load_shop_form);
    view! {
        <Title text=tu_string!(i18n, shops.new_title) />
        <h1>{tu_string!(i18n, shops.new_title)}</h1>
        <p class="quiet">{tu_string!(i18n, shops.new_lead)}</p>
        {loaded(flash, |flash| view! { <NewShop flash=flash /> })}
    }
}

#[component]
fn NewShop(flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let action = PostAction::to::<OpenShop, _>();
    let answer = remembered(&flash);
    let state = form_state(NEW_SHOP_FORM, action, flash);
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <UnitField state=state answer=answer />
            <ShopFields state=state required=false />
            <AccountField state=state />
            <p class="quiet">{tu_string!(i18n, shops.fee_text)}</p>
            <div class="form-actions">
                <SubmitButton state=state>{tu_string!(i18n, shops.open)}</SubmitButton>
                // For a browser in which nothing is looked up while typing.
                <button class="btn plain asleep" type="submit" formaction=LookUpUnit::url() formnovalidate>
                    {tu_string!(i18n, shops.look_up)}
                </button>
                <a class="btn plain" href="/shops">{tu_string!(i18n, common.back)}</a>
            </div>
        </PostForm>
    }
}

/// What customers see of a shop. `required`: the register is not asked for what is left empty.
#[component]
pub fn ShopFields(state: crate::ui::FormState, required: bool) -> impl IntoView {
    let i18n = use_i18n();
    let hint = |text: &'static str| if required { String::new() } else { text.to_owned() };
    let max = u32::try_from(ShopName::MAX_CHARS).unwrap_or(u32::MAX);
    view! {
        <TextField
            state=state
            name="name"
            label=tu_string!(i18n, shops.name)
            hint=format!("{} {}", tu_string!(i18n, shops.name_hint), hint(tu_string!(i18n, shops.as_registered)))
            required=required
            maxlength=max
        />
        <TextField
            state=state
            name="address"
            label=tu_string!(i18n, shops.address)
            hint=tu_string!(i18n, shops.address_hint)
            autocomplete="street-address"
            required=required
            maxlength=200
        />
    }
}
