//! Server functions of passkeys: each question has one for the options and one for the answer.
use leptos::prelude::*;

use super::model::{NewPasskeyForm, PasskeyForm, PasskeyNameForm, PasskeyStep};
use crate::error::AppError;

/// What a browser is to make a passkey from.
#[server(name = BeginAddingPasskey, prefix = "/api", endpoint = "passkeys/begin-adding")]
pub async fn begin_adding() -> Result<String, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    crate::identity::security::service::own(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let (options, challenge) = super::service::begin_adding(&state, &visitor).await?;
    super::challenge::keep(challenge).await?;
    Ok(options)
}

#[server(name = AddPasskey, prefix = "/api", endpoint = "passkeys/add")]
pub async fn add_passkey(form: NewPasskeyForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    crate::identity::security::service::own(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let challenge = super::challenge::take().await?;
    super::service::add(&state, &request, &visitor, challenge, &form).await?;
    crate::context::go_to(crate::identity::security::model::PAGE)
}

/// A passkey of one's own, to be named or taken away.
#[server(name = LoadPasskey, prefix = "/api", endpoint = "passkeys/one")]
pub async fn load_passkey(id: String, again: bool) -> Result<PasskeyStep, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let user = crate::identity::security::service::own(&visitor)?;
    let known = super::service::list(&state, user).await?;
    let passkey = known.into_iter().find(|passkey| passkey.id.as_str() == id).ok_or(AppError::NotFound)?;
    let mut flash = crate::form::flash_if(again, "passkey").await?;
    flash.values.entry("name".to_owned()).or_insert_with(|| passkey.name.clone());
    Ok(PasskeyStep { passkey, flash })
}

#[server(name = RenamePasskey, prefix = "/api", endpoint = "passkeys/rename")]
pub async fn rename_passkey(form: PasskeyNameForm) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let user = crate::identity::security::service::own(&visitor)?;
    match super::service::rename(&state, &request, user, &form).await {
        Ok(()) => crate::context::go_to(crate::identity::security::model::PAGE),
        Err(error @ super::service::PasskeyError::NotFound) => Err(error.into()),
        Err(error) => {
            let page = format!("{}/passkeys/{}", crate::identity::security::model::PAGE, form.id);
            crate::context::turn_back("passkey", &form, error.into(), &page).await
        }
    }
}

#[server(name = RemovePasskey, prefix = "/api", endpoint = "passkeys/remove")]
pub async fn remove_passkey(id: String) -> Result<(), AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let user = crate::identity::security::service::own(&visitor)?;
    crate::identity::step_up::required(&visitor).await?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    super::service::remove(&state, &request, user, &visitor.login_id, &id).await?;
    crate::context::go_to(crate::identity::security::model::PAGE)
}

/// What any passkey of this site is to sign, on the log-in page.
#[server(name = BeginPasskeyLogIn, prefix = "/api", endpoint = "passkeys/begin-log-in")]
pub async fn begin_log_in() -> Result<String, AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    let (options, challenge) = super::service::ask_anybody(&state, &request).await?;
    super::challenge::keep(challenge).await?;
    Ok(options)
}

/// Logs in with a passkey alone.
#[server(name = PasskeyLogIn, prefix = "/api", endpoint = "passkeys/log-in")]
pub async fn log_in(form: PasskeyForm) -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    let challenge = super::challenge::take().await?;
    let holder = super::service::prove(&state, &request, challenge, &form.answer, None).await?;
    let next = crate::identity::login::enter(&holder.user_id, holder.role, &form.next).await?;
    crate::context::go_to(&next)
}

/// What a passkey of whoever has given the password is to sign.
#[server(name = BeginPasskeyCode, prefix = "/api", endpoint = "passkeys/begin-code")]
pub async fn begin_code() -> Result<String, AppError> {
    let state = crate::context::state()?;
    let half_way = crate::identity::second_factor::half_way::required().await?;
    let (options, challenge) = super::service::ask_known(&state, &half_way.user_id).await?;
    super::challenge::keep(challenge).await?;
    Ok(options)
}

/// Takes a passkey in place of a code.
#[server(name = PasskeyCode, prefix = "/api", endpoint = "passkeys/code")]
pub async fn give_passkey(form: PasskeyForm) -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    let half_way = crate::identity::second_factor::half_way::required().await?;
    let challenge = super::challenge::take().await?;
    let user = Some(&half_way.user_id);
    super::service::prove(&state, &request, challenge, &form.answer, user).await?;
    crate::identity::login::finish(&half_way).await?;
    crate::context::go_to(&half_way.next)
}

/// What a passkey of one's own is to sign, to show again who one is.
#[server(name = BeginPasskeyConfirm, prefix = "/api", endpoint = "passkeys/begin-confirm")]
pub async fn begin_confirm() -> Result<String, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let user = crate::identity::security::service::own(&visitor)?;
    let (options, challenge) = super::service::ask_known(&state, user).await?;
    super::challenge::keep(challenge).await?;
    Ok(options)
}

/// Takes a passkey in place of the password.
#[server(name = PasskeyConfirm, prefix = "/api", endpoint = "passkeys/confirm")]
pub async fn confirm(form: PasskeyForm) -> Result<(), AppError> {
    use crate::identity::step_up;
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    let request = crate::context::request_info()?;
    let user = crate::identity::security::service::own(&visitor)?;
    let challenge = super::challenge::take().await?;
    super::service::prove(&state, &request, challenge, &form.answer, Some(user)).await?;
    step_up::open(&visitor, step_up::service::Way::Passkey).await?;
    crate::context::go_to(step_up::model::way_on(&form.next))
}
