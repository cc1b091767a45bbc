//! Server functions of identity.
#[cfg(feature = "ssr")]
use domain::access::{Action, Resource, Role};
use leptos::prelude::*;

use super::model::{Bar, DemoLogin, LogInForm, RegisterForm};
use crate::error::AppError;

/// What the shell shows beside the page; it asks the database nothing that the page has not asked.
#[server(name = LoadBar, prefix = "/api", endpoint = "identity/bar")]
pub async fn load_bar() -> Result<Bar, AppError> {
    let visitor = crate::context::visitor().await?.ok_or(AppError::LoggedOut)?;
    domain::access::decide(Some(&visitor.actor), Action::ViewNotifications, Resource::Own)?;
    Ok(Bar { unread: visitor.unread, merchant: visitor.actor.role == Role::Merchant })
}

#[server(name = Register, prefix = "/api", endpoint = "identity/register")]
pub async fn register(form: RegisterForm) -> Result<(), AppError> {
    match super::login::register(&form).await {
        Ok(next) => crate::context::go_to(next),
        Err(error) => {
            let typed = RegisterForm { password: String::new(), ..form };
            crate::context::turn_back("register", &typed, error, "/register").await
        }
    }
}

#[server(name = LogIn, prefix = "/api", endpoint = "identity/login")]
pub async fn log_in(form: LogInForm) -> Result<(), AppError> {
    match super::login::log_in(&form).await {
        Ok(next) => crate::context::go_to(&next),
        Err(error) => {
            let typed = LogInForm { password: String::new(), ..form };
            crate::context::turn_back("login", &typed, error, "/login").await
        }
    }
}

#[server(name = LogOut, prefix = "/api", endpoint = "identity/logout")]
pub async fn log_out() -> Result<(), AppError> {
    super::login::log_out().await?;
    crate::context::go_to("/login")
}

/// The demo logins; empty outside demo mode.
#[server(name = LoadDemoLogins, prefix = "/api", endpoint = "identity/demo-logins")]
pub async fn load_demo_logins() -> Result<Vec<DemoLogin>, AppError> {
    let state = crate::context::state()?;
    Ok(if state.settings.demo { crate::demo::logins() } else { Vec::new() })
}

/// Chooses the language of the pages: a cookie for everybody, a setting too for somebody who is logged in.
#[server(name = SetLanguage, prefix = "/api", endpoint = "identity/language")]
pub async fn set_language(language: String, #[server(default)] back: String) -> Result<(), AppError> {
    super::language::choose(&language).await?;
    crate::context::go_to(super::model::safe_next(&back).unwrap_or("/"))
}
