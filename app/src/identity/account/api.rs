//! Server functions around the account. A page that a link opens is loaded by what the link holds; a button changes
//! something, never the link by itself.
use leptos::prelude::*;

use super::model::{
    ChangeStep, CheckMail, ConfirmStep, EmailForm, PasswordForm, PhoneForm, ResetForm, ResetSent, ResetStep,
};
use crate::error::AppError;

/// Names of the forms: of what was typed in the session, and of their fields on the page.
pub const FORGOT_FORM: &str = "forgot";
pub const RESET_FORM: &str = "reset";
pub const PASSWORD_FORM: &str = "new-password";
pub const EMAIL_FORM: &str = "new-email";
pub const PHONE_FORM: &str = "new-phone";
pub const AGAIN_FORM: &str = "check-mail";

/// What the page after a registration says, in the browser that registered.
#[server(name = LoadCheckMail, prefix = "/api", endpoint = "account/check-mail")]
pub async fn load_check_mail(again: bool) -> Result<CheckMail, AppError> {
    let state = crate::context::state()?;
    let flash = crate::form::flash_if(again, AGAIN_FORM).await?;
    let waiting = super::waiting::get().await?;
    let (email, next) = waiting.map_or_else(Default::default, |it| (Some(it.email), it.next));
    Ok(CheckMail { email, next, is_demo: state.settings.demo, flash })
}

/// Sends the letter of a registration once more.
#[server(name = SendAgain, prefix = "/api", endpoint = "account/send-again")]
pub async fn send_again() -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    let Some(waiting) = super::waiting::get().await? else { return crate::context::go_to("/register") };
    match super::service::ask_again(&state, &request, waiting.link, &waiting.email).await {
        Ok(()) => crate::context::go_to("/login/check-mail?sent=1"),
        Err(error) => {
            crate::context::turn_back(AGAIN_FORM, &EmailForm::default(), error.into(), "/login/check-mail")
                .await
        }
    }
}

#[server(name = LoadConfirmStep, prefix = "/api", endpoint = "account/confirm-step")]
pub async fn load_confirm_step(code: String) -> Result<ConfirmStep, AppError> {
    Ok(super::service::look_at_confirmation(&crate::context::state()?, &code).await?)
}

/// Opens the account. The browser that registered is logged in by it; any other is not, since whoever reads the letter
/// has not given the password there.
#[server(name = ConfirmEmail, prefix = "/api", endpoint = "account/confirm")]
pub async fn confirm_email(code: String) -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    match super::service::confirm(&state, &request, &code).await {
        Ok(confirmed) => match super::waiting::get().await?.filter(|it| it.link == confirmed.link) {
            Some(waiting) => {
                super::waiting::end().await?;
                crate::identity::login::begin(&confirmed.user_id).await?;
                crate::context::go_to(&waiting.next)
            }
            None => crate::context::go_to("/login/confirmed"),
        },
        Err(error) => back_to_link(error.into(), "/login/confirm", &code).await,
    }
}

#[server(name = LoadForgotStep, prefix = "/api", endpoint = "account/forgot-step")]
pub async fn load_forgot_step(again: bool) -> Result<crate::form::Flash, AppError> {
    crate::form::flash_if(again, FORGOT_FORM).await
}

/// The same answer for everybody.
#[server(name = AskReset, prefix = "/api", endpoint = "account/forgot")]
pub async fn ask_reset(form: EmailForm) -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    match super::service::ask_reset(&state, &request, &form, crate::context::language()).await {
        Ok(()) => crate::context::go_to("/login/reset-sent"),
        Err(error) => crate::context::turn_back(FORGOT_FORM, &form, error.into(), "/login/forgot").await,
    }
}

#[server(name = LoadResetSent, prefix = "/api", endpoint = "account/reset-sent")]
pub async fn load_reset_sent() -> Result<ResetSent, AppError> {
    Ok(ResetSent { is_demo: crate::context::state()?.settings.demo })
}

#[server(name = LoadResetStep, prefix = "/api", endpoint = "account/reset-step")]
pub async fn load_reset_step(code: String, again: bool) -> Result<ResetStep, AppError> {
    let email = super::service::look_at_reset(&crate::context::state()?, &code).await?;
    Ok(ResetStep { email, flash: crate::form::flash_if(again, RESET_FORM).await? })
}

#[server(name = ResetPassword, prefix = "/api", endpoint = "account/reset")]
pub async fn reset_password(form: ResetForm) -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    match super::service::reset(&state, &request, &form).await {
        Ok(()) => crate::context::go_to("/login/password-changed"),
        Err(error) => {
            let back = super::model::link_page("/login/reset", &form.code);
            crate::context::turn_back(RESET_FORM, &EmailForm::default(), error.into(), &back).await
        }
    }
}

#[server(name = LoadNewEmailStep, prefix = "/api", endpoint = "account/new-email-step")]
pub async fn load_new_email_step(code: String) -> Result<ConfirmStep, AppError> {
    let email = super::service::look_at_new_email(&crate::context::state()?, &code).await?;
    Ok(ConfirmStep { email })
}

#[server(name = ConfirmNewEmail, prefix = "/api", endpoint = "account/confirm-new-email")]
pub async fn confirm_new_email(code: String) -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    match super::service::confirm_new_email(&state, &request, &code).await {
        Ok(()) => crate::context::go_to("/login/email-changed"),
        Err(error) => back_to_link(error.into(), "/login/new-email", &code).await,
    }
}

#[server(name = LoadUndoEmailStep, prefix = "/api", endpoint = "account/undo-email-step")]
pub async fn load_undo_email_step(code: String) -> Result<ConfirmStep, AppError> {
    let email = super::service::look_at_undo(&crate::context::state()?, &code).await?;
    Ok(ConfirmStep { email })
}

/// Gives the account back to its old address, and leads on to a new password.
#[server(name = UndoEmail, prefix = "/api", endpoint = "account/undo-email")]
pub async fn undo_email(code: String) -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    match super::service::undo_email(&state, &request, &code).await {
        Ok(reset) => crate::context::go_to(&super::model::link_page("/login/reset", &reset)),
        Err(error) => back_to_link(error.into(), "/login/undo-email", &code).await,
    }
}

/// The page of a link that opens nothing says so itself, also without JavaScript.
#[cfg(feature = "ssr")]
async fn back_to_link(error: AppError, page: &str, code: &str) -> Result<(), AppError> {
    crate::context::turn_back("link", &EmailForm::default(), error, &super::model::link_page(page, code))
        .await
}

/// What the three pages that change something begin with. Whoever has not just shown who they are does so first.
#[server(name = LoadChangeStep, prefix = "/api", endpoint = "account/change-step")]
pub async fn load_change_step(form: String, again: bool) -> Result<ChangeStep, AppError> {
    let visitor = crate::context::required_visitor().await?;
    let step = super::service::look_before_change(&visitor, crate::form::Flash::default())?;
    crate::identity::step_up::required(&visitor).await?;
    Ok(ChangeStep { flash: crate::form::flash_if(again, &form).await?, ..step })
}

#[server(name = ChangePassword, prefix = "/api", endpoint = "account/change-password")]
pub async fn change_password(form: PasswordForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    super::service::may_change(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let request = crate::context::request_info()?;
    match super::service::change_password(&state, &request, &visitor, &form).await {
        Ok(()) => crate::context::go_to("/me/password?done=1"),
        Err(error) => {
            let typed = PasswordForm::default();
            crate::context::turn_back(PASSWORD_FORM, &typed, error.into(), "/me/password").await
        }
    }
}

#[server(name = ChangeEmail, prefix = "/api", endpoint = "account/change-email")]
pub async fn change_email(form: EmailForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    super::service::may_change(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let (request, language) = (crate::context::request_info()?, crate::context::language());
    match super::service::ask_new_email(&state, &request, &visitor, &form, language).await {
        Ok(()) => crate::context::go_to("/me/email?done=1"),
        Err(error) => crate::context::turn_back(EMAIL_FORM, &form, error.into(), "/me/email").await,
    }
}

#[server(name = ChangePhone, prefix = "/api", endpoint = "account/change-phone")]
pub async fn change_phone(form: PhoneForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    super::service::may_change(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let request = crate::context::request_info()?;
    match super::service::change_phone(&state, &request, &visitor, &form).await {
        Ok(()) => crate::context::go_to("/me/phone?done=1"),
        Err(error) => crate::context::turn_back(PHONE_FORM, &form, error.into(), "/me/phone").await,
    }
}
