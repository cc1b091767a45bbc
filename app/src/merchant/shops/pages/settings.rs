//! The settings of one shop: what it shows, where its money goes, and whether it is open.
use domain::merchant::ShopStatus;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::account_field::AccountField;
use super::new::ShopFields;
use crate::form::{Flash, is_second_look};
use crate::i18n::{td_string, use_locale};
use crate::merchant::frame::ShopFrame;
use crate::merchant::shops::api::{ChangeShopSettings, ReopenShop, SETTINGS_FORM, load_shop_settings};
use crate::merchant::shops::model::{Confirmation, SettingsStep, ShopView, shop_path};
use crate::ui::{
    CheckField, ErrorSummary, Icon, IconName, PostAction, PostForm, SubmitButton, form_state, loaded,
    page_resource,
};

#[component]
pub fn ShopSettingsPage() -> impl IntoView {
    let locale = use_locale();
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("shop").unwrap_or_default()));
    let again = is_second_look();
    let change = PostAction::to::<ChangeShopSettings, _>();
    // What was saved is shown, also in the frame; what was turned back stays as it was typed.
    let saved = Memo::new(move |before: Option<&u32>| {
        let before = before.copied().unwrap_or_default();
        if matches!(change.value().get(), Some(Ok(()))) { before + 1 } else { before }
    });
    let step = page_resource(
        move || (id.get(), saved.get()),
        move |(id, saved)| load_shop_settings(id, again && saved == 0),
    );
    let is_saved = move || query.with(|query| query.get("saved").is_some());
    view! {
        <Title text=td_string!(locale, shops.settings) />
        {loaded(step, move |step| view! { <Settings step=step change=change saved=is_saved() /> })}
    }
}

#[component]
fn Settings(step: SettingsStep, change: PostAction, saved: bool) -> impl IntoView {
    let locale = use_locale();
    let SettingsStep { shop, flash } = step;
    let (id, name, status) = (shop.id.to_string(), shop.name.clone(), shop.status);
    let saved = (saved && flash.error.is_none()).then(|| {
        view! {
            <div class="notice good" role="status">
                <Icon name=IconName::Check />
                <div><p>{td_string!(locale, shops.saved)}</p></div>
            </div>
        }
    });
    let rest = match status {
        ShopStatus::Active => view! { <SettingsForm id=id.clone() flash=flash action=change /> }.into_any(),
        ShopStatus::Closed => view! { <Reopen id=id.clone() /> }.into_any(),
        ShopStatus::Suspended => ().into_any(),
    };
    view! {
        <ShopFrame shop=id name=name status=status>
            <h1>{td_string!(locale, shops.settings)}</h1>
            {saved}
            <Registered shop=shop />
            {rest}
        </ShopFrame>
    }
}

/// Who the shop is: what the owner cannot change.
#[component]
fn Registered(shop: ShopView) -> impl IntoView {
    let locale = use_locale();
    let (class, known) = match shop.confirmation {
        Confirmation::Confirmed => ("tag good", td_string!(locale, shops.confirmed)),
        Confirmation::Waiting => ("tag wait", td_string!(locale, shops.waiting)),
        Confirmation::Doubtful => ("tag bad", td_string!(locale, shops.doubtful)),
    };
    let why = match shop.confirmation {
        Confirmation::Confirmed => None,
        Confirmation::Waiting => Some(td_string!(locale, shops.waiting_text)),
        Confirmation::Doubtful => Some(td_string!(locale, shops.doubtful_text)),
    };
    view! {
        <section class="card">
            <dl class="pairs">
                <div><dt>{td_string!(locale, shops.org_number)}</dt><dd class="num ltr">{shop.org_number}</dd></div>
                {shop.registered_name.map(|name| {
                    view! { <div><dt>{td_string!(locale, shops.registered_name)}</dt><dd>{name}</dd></div> }
                })}
                <div><dt>{td_string!(locale, shops.register)}</dt><dd><span class=class>{known}</span></dd></div>
            </dl>
            {why.map(|why| view! { <p class="quiet">{why}</p> })}
        </section>
    }
}

#[component]
fn SettingsForm(id: String, flash: Flash, action: PostAction) -> impl IntoView {
    let locale = use_locale();
    let state = form_state(SETTINGS_FORM, action, flash);
    let close = shop_path(&id, "/close");
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="form[shop]" value=id />
            <ShopFields state=state required=true />
            <AccountField state=state />
            <CheckField state=state name="notify_sales" required=false>
                {td_string!(locale, shops.notify_sales)}
            </CheckField>
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, shops.save)}</SubmitButton>
                <a class="btn danger plain" href=close>{td_string!(locale, shops.close)}</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Reopen(id: String) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<ReopenShop, _>();
    let state = form_state("reopen-shop", action, Flash::default());
    view! {
        <PostForm action=action attr:class="form">
            <ErrorSummary state=state />
            <input type="hidden" name="shop" value=id />
            <div class="form-actions">
                <SubmitButton state=state>{td_string!(locale, shops.reopen)}</SubmitButton>
            </div>
        </PostForm>
    }
}
