//! Server functions of the second factor.
use leptos::prelude::*;

use super::model::{CodeForm, CodeStep, EnrolStep, RecoveryCodes};
use crate::error::AppError;

/// The step that asks for a code. Only whoever has given the password gets here.
#[server(name = LoadCodeStep, prefix = "/api", endpoint = "second-factor/code-step")]
pub async fn load_code_step() -> Result<CodeStep, AppError> {
    let (state, half_way) = (crate::context::state()?, super::half_way::required().await?);
    let demo = crate::demo::staff_secret(&state, &half_way.user_id);
    let is_demo = demo.is_some();
    let demo_code = match demo {
        Some(secret) => super::service::next_code(&state, &half_way.user_id, &secret).await?,
        None => None,
    };
    let passkeys = crate::identity::passkeys::service::list(&state, &half_way.user_id).await?;
    let flash = crate::context::take_flash("code").await?;
    Ok(CodeStep { is_demo, demo_code, has_passkeys: !passkeys.is_empty(), flash })
}

#[server(name = GiveCode, prefix = "/api", endpoint = "second-factor/code")]
pub async fn give_code(form: CodeForm) -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    let half_way = super::half_way::required().await?;
    match super::service::prove(&state, &request, &half_way.user_id, &form.code).await {
        Ok(()) => {
            crate::identity::login::finish(&half_way).await?;
            crate::context::go_to(&half_way.next)
        }
        Err(error) => {
            let typed = CodeForm { code: String::new(), ..form };
            crate::context::turn_back("code", &typed, error.into(), typed.page()).await
        }
    }
}

/// The step in which an app learns the secret: of whoever has given the password and has no factor.
#[server(name = LoadEnrolStep, prefix = "/api", endpoint = "second-factor/enrol-step")]
pub async fn load_enrol_step() -> Result<EnrolStep, AppError> {
    let (state, mut half_way) = (crate::context::state()?, super::half_way::required().await?);
    let sealed = match &half_way.secret {
        Some(sealed) => sealed.clone(),
        None => {
            let sealed = super::service::new_secret(&state, &half_way.user_id)?;
            half_way.secret = Some(sealed.clone());
            super::half_way::begin(&half_way).await?;
            sealed
        }
    };
    let (picture, key) = super::service::shown(&state, &half_way.user_id, &half_way.email, &sealed)?;
    let flash = crate::context::take_flash("enrol").await?;
    Ok(EnrolStep { picture, key, account: half_way.email, flash })
}

#[server(name = Enrol, prefix = "/api", endpoint = "second-factor/enrol")]
pub async fn enrol(form: CodeForm) -> Result<(), AppError> {
    let (state, request) = (crate::context::state()?, crate::context::request_info()?);
    let half_way = super::half_way::required().await?;
    let Some(sealed) = half_way.secret.clone() else {
        return crate::context::go_to("/login/second-factor");
    };
    match super::service::enrol(&state, &request, &half_way.user_id, &sealed, &form.code, None).await {
        Ok(codes) => {
            crate::identity::login::finish(&half_way).await?;
            let sealed = super::service::seal_codes(&state, &half_way.user_id, &codes)?;
            super::half_way::keep_codes(&super::half_way::Made { sealed, next: half_way.next }).await?;
            crate::context::go_to("/login/recovery-codes")
        }
        Err(error) => {
            let typed = CodeForm { code: String::new(), ..form };
            crate::context::turn_back("enrol", &typed, error.into(), "/login/second-factor").await
        }
    }
}

/// The recovery codes that were made in this login, until they are kept.
#[server(name = LoadRecoveryCodes, prefix = "/api", endpoint = "second-factor/recovery-codes")]
pub async fn load_recovery_codes() -> Result<RecoveryCodes, AppError> {
    let (state, visitor) = (crate::context::state()?, crate::context::required_visitor().await?);
    match super::half_way::codes().await? {
        Some(made) => {
            let codes = super::service::open_codes(&state, &visitor.actor.user_id, &made.sealed)?;
            Ok(RecoveryCodes { codes })
        }
        None => Ok(RecoveryCodes::default()),
    }
}

/// They are kept: nobody sees them again.
#[server(name = CodesKept, prefix = "/api", endpoint = "second-factor/kept")]
pub async fn codes_kept() -> Result<(), AppError> {
    crate::context::required_visitor().await?;
    let next = super::half_way::forget_codes().await?.map(|made| made.next);
    crate::context::go_to(next.as_deref().unwrap_or("/"))
}
