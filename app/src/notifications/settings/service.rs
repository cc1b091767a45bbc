//! Use cases of what one hears outside the app: show it, choose it, ask what somebody has chosen.
use domain::access::{Action, Actor, Resource, Role, decide};
use domain::ids::UserId;
use serde_json::json;
use sqlx::PgConnection;

use super::model::{Choices, WishesForm};
use super::store;
use crate::audit;
use crate::context::{AppState, RequestInfo};
use crate::identity::service::Visitor;
use crate::notifications::push;
use crate::notifications::service::NotificationError;
use crate::notifications::topic::{Topic, Wish};

fn topics(actor: &Actor) -> impl Iterator<Item = Topic> {
    let has_shop = actor.role == Role::Merchant;
    Topic::ALL.into_iter().filter(move |topic| has_shop || !topic.is_of_shops())
}

/// What one has chosen, and what there is to choose.
pub async fn choices(state: &AppState, visitor: &Visitor) -> Result<Choices, NotificationError> {
    let actor = &visitor.actor;
    decide(Some(actor), Action::ViewNotifications, Resource::Own)?;
    let chosen = store::chosen(&state.db, &actor.user_id).await?;
    let of = |topic: Topic| {
        let row = chosen.iter().find(|row| row.topic == topic.as_str());
        row.map_or(topic.usual(), |row| Wish { email: row.email, push: row.push })
    };
    let push_key = state.push.public_key().map(str::to_owned);
    Ok(Choices {
        wishes: topics(actor).map(|topic| (topic, of(topic))).collect(),
        email: visitor.email.clone(),
        browsers: push::service::browsers(state, actor).await?,
        push_key,
        now: state.clock.now(),
    })
}

/// Keeps what was chosen of what the page shows.
pub async fn choose(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &WishesForm,
) -> Result<(), NotificationError> {
    decide(Some(actor), Action::ViewNotifications, Resource::Own)?;
    let now = state.clock.now();
    // Where this site sends no messages the page has no switches for them: what was chosen stays.
    let has_push = state.push.public_key().is_some();
    let mut tx = state.db.begin().await?;
    for topic in topics(actor) {
        let wish = form.wish(topic);
        let push = has_push.then_some(wish.push);
        store::save_in_tx(&mut tx, &actor.user_id, topic, wish.email, push, now).await?;
    }
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        now,
        Some(request),
        audit::Entry {
            user_id: Some(&actor.user_id),
            action: "notifications.choose",
            resource: None,
            details: json!({}),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// What somebody wants to hear about a topic outside the app.
pub(in crate::notifications) async fn wish_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    topic: Topic,
) -> sqlx::Result<Wish> {
    let row = store::one_in_tx(tx, user, topic).await?;
    Ok(row.map_or(topic.usual(), |row| Wish { email: row.email, push: row.push }))
}
