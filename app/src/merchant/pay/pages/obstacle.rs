//! Why a code cannot be paid: what happened, that no money moved, and what to do.
use domain::merchant::paying::Obstacle;
use leptos::prelude::*;

use crate::i18n::{tu_string, use_i18n};
use crate::merchant::pay::model::SCAN_PATH;
use crate::ui::{Icon, IconName, obstacle_text};

/// What happened, as a title.
fn title(why: Obstacle) -> &'static str {
    let i18n = use_i18n();
    match why {
        Obstacle::Unknown => tu_string!(i18n, pay.unknown),
        Obstacle::Revoked => tu_string!(i18n, pay.revoked),
        Obstacle::ShopClosed => tu_string!(i18n, pay.shop_closed),
        Obstacle::ShopSuspended => tu_string!(i18n, pay.shop_suspended),
        Obstacle::Paid => tu_string!(i18n, pay.paid),
        Obstacle::BeingPaid => tu_string!(i18n, pay.being_paid),
        Obstacle::Expired => tu_string!(i18n, pay.expired),
        Obstacle::OwnShop => tu_string!(i18n, pay.own_shop),
    }
}

/// Instead of the form. `again`: this page, for whoever waits for somebody else.
#[component]
pub fn ObstacleView(why: Obstacle, again: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    #[cfg(feature = "ssr")]
    crate::context::set_status(&crate::error::AppError::CannotPay { why });
    let again = again.filter(|_| why == Obstacle::BeingPaid);
    view! {
        <div class="empty" data-obstacle=why.as_str()>
            <span class="icon-disc big"><Icon name=IconName::Info class="icon big" /></span>
            <h1>{title(why)}</h1>
            <p>{obstacle_text(why)}</p>
            {again.map(|href| view! { <a class="btn" href=href rel="external">{tu_string!(i18n, pay.look_again)}</a> })}
            <a class="btn plain" href=SCAN_PATH>{tu_string!(i18n, pay.scan_another)}</a>
        </div>
    }
}
