//! The steps around the log-in page: all of them stand behind one route, since everybody downloads the routes.
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::error::AppError;
use crate::identity::account::pages as account;
use crate::identity::second_factor::pages::{CodeStepPage, EnrolmentPage, RecoveryCodesPage};
use crate::ui::{ErrorView, PlainShell};

#[component]
pub fn LogInStepPage() -> impl IntoView {
    let params = use_params_map();
    let step = Memo::new(move |_| params.with(|params| params.get("step").unwrap_or_default()));
    view! { <PlainShell>{move || page_of(&step.get())}</PlainShell> }
}

fn page_of(step: &str) -> AnyView {
    match step {
        "code" => view! { <CodeStepPage is_recovery=false /> }.into_any(),
        "recovery" => view! { <CodeStepPage is_recovery=true /> }.into_any(),
        "second-factor" => view! { <EnrolmentPage /> }.into_any(),
        "recovery-codes" => view! { <RecoveryCodesPage /> }.into_any(),
        "check-mail" => view! { <account::CheckMailPage /> }.into_any(),
        "confirm" => view! { <account::ConfirmPage /> }.into_any(),
        "confirmed" => view! { <account::ConfirmedPage /> }.into_any(),
        "forgot" => view! { <account::ForgotPage /> }.into_any(),
        "reset-sent" => view! { <account::ResetSentPage /> }.into_any(),
        "reset" => view! { <account::ResetPage /> }.into_any(),
        "password-changed" => view! { <account::PasswordChangedPage /> }.into_any(),
        "new-email" => view! { <account::NewEmailPage /> }.into_any(),
        "email-changed" => view! { <account::EmailChangedPage /> }.into_any(),
        "undo-email" => view! { <account::UndoEmailPage /> }.into_any(),
        _ => view! { <ErrorView error=AppError::NotFound /> }.into_any(),
    }
}
