//! Which page of the back-office stands at which path below `/admin`.
//!
//! The routes know one address for all of them, so that what a customer downloads does not grow with each page here:
//! docs/adr/0029-back-office-in-one-part.md.
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::alerts::pages::{AlertPage, QueuePage};
use super::audit::pages::{AuditLogPage, AuditRowPage};
use super::complaints::pages::{ComplaintCasePage, ComplaintQueuePage};
use super::customers::pages::{CustomerPage, CustomerPayments, CustomersSearch};
use super::desk::load_desk;
use super::holds::pages::{HoldPage, HoldsQueue};
use super::kyc::pages::{CasePage, KycQueue};
use super::merchants::pages::{ShopPage, ShopsList};
use super::overview::pages::OverviewPage;
use super::reports::pages::{NewReportPage, ReportPage, ReportsPage, StatementPage};
use super::requests::pages::{RequestCasePage, RequestQueuePage};
use super::rules::pages::{ChangePage, RulePage, RulesPage};
use super::screening::pages::{HitPage, HitsPage, ListsPage, LookUpPage};
use super::shell::StaffShell;
use super::staff::pages::{StaffListPage, StaffPersonPage};
use crate::error::AppError;
use crate::ui::{ErrorView, loaded, page_resource};

/// All of the back-office.
#[component]
pub fn StaffPages() -> impl IntoView {
    let location = use_location();
    let path = Memo::new(move |_| location.pathname.get());
    view! { <StaffShell>{move || path.with(|path| page_at(path))}</StaffShell> }
}

fn page_at(path: &str) -> AnyView {
    let below = path.trim_start_matches("/admin").trim_matches('/');
    let segments: Vec<&str> = below.split('/').filter(|segment| !segment.is_empty()).collect();
    match segments.as_slice() {
        ["alerts"] => view! { <QueuePage /> }.into_any(),
        ["alerts", id] => view! { <AlertPage id=(*id).to_owned() /> }.into_any(),
        [] => view! { <OverviewPage /> }.into_any(),
        ["audit"] => view! { <AuditLogPage /> }.into_any(),
        ["audit", id] => view! { <AuditRowPage id=(*id).to_owned() /> }.into_any(),
        ["staff"] => view! { <StaffListPage /> }.into_any(),
        ["staff", id] => view! { <StaffPersonPage id=(*id).to_owned() /> }.into_any(),
        ["customers"] => view! { <CustomersSearch /> }.into_any(),
        ["customers", id] => view! { <CustomerPage id=(*id).to_owned() /> }.into_any(),
        ["customers", id, "payments"] => view! { <CustomerPayments id=(*id).to_owned() /> }.into_any(),
        ["holds"] => view! { <HoldsQueue /> }.into_any(),
        ["holds", id] => view! { <HoldPage id=(*id).to_owned() /> }.into_any(),
        ["kyc"] => view! { <KycQueue /> }.into_any(),
        ["kyc", id] => view! { <CasePage id=(*id).to_owned() /> }.into_any(),
        ["merchants"] => view! { <ShopsList /> }.into_any(),
        ["merchants", id] => view! { <ShopPage id=(*id).to_owned() /> }.into_any(),
        ["complaints"] => view! { <ComplaintQueuePage /> }.into_any(),
        ["complaints", id] => view! { <ComplaintCasePage id=(*id).to_owned() /> }.into_any(),
        ["requests"] => view! { <RequestQueuePage /> }.into_any(),
        ["requests", id] => view! { <RequestCasePage id=(*id).to_owned() /> }.into_any(),
        ["reports"] => view! { <ReportsPage /> }.into_any(),
        ["reports", "new"] => view! { <NewReportPage /> }.into_any(),
        ["reports", id] => view! { <ReportPage id=(*id).to_owned() /> }.into_any(),
        ["reports", id, "statements", number] => {
            view! { <StatementPage report=(*id).to_owned() number=(*number).to_owned() /> }.into_any()
        }
        ["screening"] => view! { <HitsPage /> }.into_any(),
        ["screening", "lists"] => view! { <ListsPage /> }.into_any(),
        ["screening", "look-up"] => view! { <LookUpPage /> }.into_any(),
        ["screening", id] => view! { <HitPage id=(*id).to_owned() /> }.into_any(),
        ["rules"] => view! { <RulesPage /> }.into_any(),
        ["rules", rule] => view! { <RulePage rule=(*rule).to_owned() /> }.into_any(),
        ["rules", rule, "change"] => view! { <ChangePage rule=(*rule).to_owned() /> }.into_any(),
        _ => view! { <NothingHere /> }.into_any(),
    }
}

/// Only for staff does an address not exist: anybody else is led to the log-in page first, as everywhere here.
#[component]
fn NothingHere() -> impl IntoView {
    let desk = page_resource(|| (), |()| load_desk());
    loaded(desk, |_| view! { <ErrorView error=AppError::NotFound /> })
}
