//! Pages of a shop's sales.
mod figures;
mod filters;
mod list;
mod overview;
mod refund;
mod sale;
mod statement;
mod statements;

pub use figures::SaleTag;
pub use list::SalesPage;
pub use overview::OverviewPage;
pub use refund::RefundPage;
pub use sale::SalePage;
pub use statement::StatementPage;
pub use statements::StatementsPage;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A part of the page's address, by name.
fn param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name).unwrap_or_default()))
}
