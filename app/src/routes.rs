//! Which page stands at which path.
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

use crate::error::AppError;
use crate::lazy;
use crate::ui::{CustomerShell, ErrorView, FocusOnNavigation, PlainShell};

/// Every page of Drop.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        // A page that names itself by what it loads is "Drop" until then: a document is never without a title.
        <Title text="" formatter=|title: String| if title.is_empty() { "Drop".to_owned() } else { format!("{title} · Drop") } />
        <Router>
            <FocusOnNavigation />
            <Routes fallback=|| view! { <NotFoundPage /> }>
                <Route path=path!("/") view={Lazy::<lazy::Landing>::new()} ssr=SsrMode::Async />
                <Route path=path!("/login") view={Lazy::<lazy::LogIn>::new()} ssr=SsrMode::Async />
                <Route path=path!("/login/:step") view={Lazy::<lazy::LogInStep>::new()} ssr=SsrMode::Async />
                <Route path=path!("/register") view={Lazy::<lazy::Register>::new()} ssr=SsrMode::Async />
                <Route path=path!("/shops/:shop/till/:code") view={Lazy::<lazy::Sale>::new()} ssr=SsrMode::Async />
                <Route path=path!("/q/:token") view={Lazy::<lazy::Pay>::new()} ssr=SsrMode::Async />
                <Route path=path!("/about") view={Lazy::<lazy::About>::new()} ssr=SsrMode::Async />
                <Route path=path!("/about/*topic") view={Lazy::<lazy::About>::new()} ssr=SsrMode::Async />
                <Route path=path!("/admin") view={Lazy::<lazy::Staff>::new()} ssr=SsrMode::Async />
                <Route path=path!("/admin/*page") view={Lazy::<lazy::Staff>::new()} ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=CustomerShell ssr=SsrMode::Async>
                    <Route path=path!("/home") view={Lazy::<lazy::Home>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/accounts") view={Lazy::<lazy::Links>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/accounts/link") view={Lazy::<lazy::Link>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/accounts/return/:id") view={Lazy::<lazy::LinkReturn>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/send") view={Lazy::<lazy::Recipients>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/send/recipient") view={Lazy::<lazy::NewRecipient>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/recipients/:id") view={Lazy::<lazy::Recipient>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/recipients/:id/edit") view={Lazy::<lazy::EditRecipient>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/recipients/:id/remove") view={Lazy::<lazy::RemoveRecipient>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/send/amount") view={Lazy::<lazy::Amount>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/send/review") view={Lazy::<lazy::Review>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/send/return/:id") view={Lazy::<lazy::Return>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/pay") view={Lazy::<lazy::Scan>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/activity") view={Lazy::<lazy::History>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/activity/:id") view={Lazy::<lazy::Receipt>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/till") view={Lazy::<lazy::Till>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/codes") view={Lazy::<lazy::Codes>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/codes/new") view={Lazy::<lazy::NewCode>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/codes/:code") view={Lazy::<lazy::Code>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/me") view={Lazy::<lazy::Me>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/me/*page") view={Lazy::<lazy::Me>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/identity") view={Lazy::<lazy::Identity>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/identity/details") view={Lazy::<lazy::IdentityDetails>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops") view={Lazy::<lazy::Shops>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/new") view={Lazy::<lazy::NewShop>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop") view={Lazy::<lazy::ShopOverview>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/sales") view={Lazy::<lazy::ShopSales>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/sales/:txn") view={Lazy::<lazy::ShopSale>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/sales/:txn/refund") view={Lazy::<lazy::ShopRefund>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/statements") view={Lazy::<lazy::Statements>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/statements/:period") view={Lazy::<lazy::Statement>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/settings") view={Lazy::<lazy::ShopSettings>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/shops/:shop/close") view={Lazy::<lazy::CloseShop>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/complaints") view={Lazy::<lazy::Complaints>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/complaints/new") view={Lazy::<lazy::NewComplaint>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/complaints/:id") view={Lazy::<lazy::Complaint>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/notifications") view={Lazy::<lazy::Notifications>::new()} ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

#[component]
fn NotFoundPage() -> impl IntoView {
    view! { <PlainShell><ErrorView error=AppError::NotFound /></PlainShell> }
}
