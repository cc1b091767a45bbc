//! The copy of one's data, by the link of a letter: once, and for whoever has just shown again who they are.
use app::context::{AppState, RequestInfo, percent_encode, visitor_of};
use app::identity::step_up::service::holds;
use app::privacy::export::service::fetch;
use app::privacy::service::PrivacyError;
use axum::extract::{Form, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Router};
use domain::calendar::oslo_date;
use serde::Deserialize;
use tower_sessions::Session;

use super::{refused, to_log_in};

pub(super) fn routes() -> Router<AppState> {
    // A link of a letter is opened by programs too: only a post takes the file out.
    Router::new().route("/me/privacy/copy.zip", post(copy))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    code: String,
}

async fn copy(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Extension(request): Extension<RequestInfo>,
    Form(asked): Form<Asked>,
) -> Response {
    let page = format!("/me/privacy/copy?code={}", percent_encode(&asked.code));
    let visitor = match visitor_of(&state, &session).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) => return to_log_in(&page),
        Err(error) => return refused(&error),
    };
    match holds(&state, &visitor.login_id).await {
        Ok(true) => {}
        Ok(false) => {
            return Redirect::to(&format!("/me/confirm?next={}", percent_encode(&page))).into_response();
        }
        Err(error) => return refused(&error.into()),
    }
    let bytes = match fetch(&state, &visitor.actor, &request, &asked.code).await {
        Ok(bytes) => bytes,
        // Its page says what has happened, and where another copy is made: the button was pressed twice, or too late.
        Err(PrivacyError::LinkDead) => return Redirect::to(&page).into_response(),
        Err(error) => return refused(&error.into()),
    };
    let name = format!("attachment; filename=\"drop-{}.zip\"", oslo_date(state.clock.now()));
    let head = [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)];
    (head, bytes).into_response()
}
