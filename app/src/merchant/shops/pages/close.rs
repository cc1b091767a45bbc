//! Are you sure? Before a shop is closed.
use domain::merchant::ShopStatus;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::form::Flash;
use crate::i18n::{td_string, use_locale};
use crate::merchant::frame::ShopFrame;
use crate::merchant::shops::api::{CloseShop, load_shop_settings};
use crate::merchant::shops::model::{ShopView, shop_path};
use crate::ui::{ErrorSummary, PostAction, PostForm, SubmitButton, form_state, loaded, page_resource};

#[component]
pub fn CloseShopPage() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("shop").unwrap_or_default()));
    let step = page_resource(move || id.get(), |id| load_shop_settings(id, false));
    view! {
        <Title text=td_string!(locale, shops.close) />
        {loaded(step, |step| view! { <Close shop=step.shop /> })}
    }
}

#[component]
fn Close(shop: ShopView) -> impl IntoView {
    let locale = use_locale();
    let action = PostAction::to::<CloseShop, _>();
    let state = form_state("close-shop", action, Flash::default());
    let (id, name) = (shop.id.to_string(), shop.name.clone());
    let (field, settings) = (id.clone(), shop_path(&id, "/settings"));
    // Only an open shop can be closed; the frame says what another one is.
    let form = (shop.status == ShopStatus::Active).then(|| {
        view! {
            <p>{td_string!(locale, shops.close_text)}</p>
            <PostForm action=action attr:class="form">
                <ErrorSummary state=state />
                <input type="hidden" name="shop" value=field />
                <div class="form-actions">
                    <SubmitButton state=state class="btn danger">{td_string!(locale, shops.close)}</SubmitButton>
                    <a class="btn plain" href=settings>{td_string!(locale, shops.keep_open)}</a>
                </div>
            </PostForm>
        }
    });
    view! {
        <ShopFrame shop=id name=name status=shop.status>
            <h1>{td_string!(locale, shops.close_question, name = shop.name)}</h1>
            {form}
        </ShopFrame>
    }
}
