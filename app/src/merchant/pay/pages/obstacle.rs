//! Why a code cannot be paid: what happened, that no money moved, and what to do.
use domain::merchant::paying::Obstacle;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::merchant::pay::model::SCAN_PATH;
use crate::ui::{Icon, IconName, obstacle_text};

/// What happened, as a title.
fn title(why: Obstacle) -> &'static str {
    let locale = use_locale();
    match why {
        Obstacle::Unknown => td_string!(locale, pay.unknown),
        Obstacle::Revoked => td_string!(locale, pay.revoked),
        Obstacle::ShopClosed => td_string!(locale, pay.shop_closed),
        Obstacle::ShopSuspended => td_string!(locale, pay.shop_suspended),
        Obstacle::Paid => td_string!(locale, pay.paid),
        Obstacle::BeingPaid => td_string!(locale, pay.being_paid),
        Obstacle::Expired => td_string!(locale, pay.expired),
        Obstacle::OwnShop => td_string!(locale, pay.own_shop),
    }
}

/// Instead of the form. `again`: this page, for whoever waits for somebody else.
#[component]
pub fn ObstacleView(why: Obstacle, again: Option<String>) -> impl IntoView {
    let locale = use_locale();
    #[cfg(feature = "ssr")]
    crate::context::set_status(&crate::error::AppError::CannotPay { why });
    let again = again.filter(|_| why == Obstacle::BeingPaid);
    view! {
        <div class="empty" data-obstacle=why.as_str()>
            <span class="icon-disc big"><Icon name=IconName::Info class="icon big" /></span>
            <h1>{title(why)}</h1>
            <p>{obstacle_text(why)}</p>
            {again.map(|href| view! { <a class="btn" href=href rel="external">{td_string!(locale, pay.look_again)}</a> })}
            <a class="btn plain" href=SCAN_PATH>{td_string!(locale, pay.scan_another)}</a>
        </div>
    }
}
