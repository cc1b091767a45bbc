//! The frame around every page of the back-office: where everything is, and the way out.
use leptos::prelude::*;
use leptos_router::components::A;

use super::desk::{Desk, load_desk};
use crate::i18n::{td_string, use_locale};
use crate::ui::{Icon, IconName, LanguageForm, LogOutForm, PageResource, loaded_or_default, page_resource};

#[component]
pub fn StaffShell(children: Children) -> impl IntoView {
    let locale = use_locale();
    let desk: PageResource<Desk> = page_resource(|| (), |()| load_desk());
    view! {
        <div class="desk">
            <a class="skip" href="#main" rel="external">{td_string!(locale, common.skip)}</a>
            {loaded_or_default(desk, |desk| view! { <Sections desk=desk /> })}
            <main id="main" class="desk-main" tabindex="-1">{children()}</main>
        </div>
    }
}

#[component]
fn Sections(desk: Desk) -> impl IntoView {
    let locale = use_locale();
    // Of somebody who is not of the staff nothing is told, not even what there would be.
    let is_known = !desk.name.is_empty();
    let sections = [
        ("/admin", IconName::Home, td_string!(locale, backoffice.overview)),
        ("/admin/alerts", IconName::Alert, td_string!(locale, backoffice.alerts)),
        ("/admin/reports", IconName::Send, td_string!(locale, backoffice.reports)),
        ("/admin/holds", IconName::Clock, td_string!(locale, backoffice.holds)),
        ("/admin/customers", IconName::Person, td_string!(locale, backoffice.customers)),
        ("/admin/screening", IconName::Search, td_string!(locale, backoffice.screening)),
        ("/admin/kyc", IconName::Person, td_string!(locale, backoffice.kyc)),
        ("/admin/merchants", IconName::Shop, td_string!(locale, backoffice.merchants)),
        ("/admin/complaints", IconName::Bell, td_string!(locale, backoffice.complaints)),
        ("/admin/requests", IconName::Shield, td_string!(locale, backoffice.requests)),
        ("/admin/rules", IconName::Activity, td_string!(locale, backoffice.rules)),
        ("/admin/audit", IconName::Check, td_string!(locale, backoffice.audit)),
        ("/admin/staff", IconName::Person, td_string!(locale, backoffice.staff)),
    ];
    let is_shown = move |href: &str| is_known && (desk.is_lead || href != "/admin/staff");
    let sections = sections.into_iter().filter(|(href, ..)| is_shown(href));
    let links = sections.map(|(href, icon, name)| {
        view! { <li><A href=href exact={href == "/admin"}><Icon name=icon /><span>{name}</span></A></li> }
    });
    view! {
        <nav class="desk-nav" aria-label=td_string!(locale, backoffice.sections)>
            <a class="brand" href="/admin">"drop"</a>
            <ul>{links.collect_view()}</ul>
            <div class="desk-end">
                {is_known.then(|| view! { <p class="desk-who">{desk.name.clone()}</p> })}
                <LanguageForm />
                <LogOutForm />
            </div>
        </nav>
    }
}
