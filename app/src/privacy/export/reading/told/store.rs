//! All SQL of a copy's parts of what was told to a customer, asked by them, and of their log-ins.
use futures::StreamExt as _;
use sqlx::PgConnection;

use super::super::Rows;

pub(in super::super) fn notifications<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, type, title, body, link, read, read_at, created_at from notifications
          where user_id = $1 order by created_at, id
        "#
    )
}

/// What they said is gone once they are sent.
pub(in super::super) fn letters<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, kind, created_at, sent_at from mail_outbox where user_id = $1 order by created_at, id
        "#
    )
}

pub(in super::super) fn logins<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, device, ip_address, user_agent, created_at, last_seen_at, expires_at,
            second_factor_at, revoked, revoked_at from sessions where user_id = $1 order by created_at, id
        "#
    )
}

/// That there is one, and not what opens the account.
pub(in super::super) fn second_factor<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select f.enrolled_at, (select count(*) from recovery_codes c where c.user_id = f.user_id) as
            recovery_codes, (select count(*) from recovery_codes c where c.user_id = f.user_id and c.used_at
            is not null) as recovery_codes_used from second_factors f where f.user_id = $1
        "#
    )
}

/// Their names, and not the keys.
pub(in super::super) fn passkeys<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, name, created_at, last_used_at from passkeys where user_id = $1 order by created_at, id
        "#
    )
}

pub(in super::super) fn complaints<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, category, subject, description, received_on, due_on, outcome, resolution, created_at,
            resolved_at from complaints where user_id = $1 order by created_at, id
        "#
    )
}

/// Which officer wrote one is left out, as on the page.
pub(in super::super) fn complaint_letters<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select l.complaint_id, l.kind, l.body, l.due_on, l.created_at
          from complaint_messages l join complaints c on c.id = l.complaint_id where c.user_id = $1
          order by l.id
        "#
    )
}

pub(in super::super) fn data_requests<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select r.id, r.request_type, r.status, r.details, r.received_on, r.due_on, r.requested_at,
            r.decided_at, r.completed_at, r.answer, r.ground, r.told, (select
            json_agg(json_build_object('data', l.data_kind, 'outcome', l.outcome, 'ground', l.ground) order
            by l.data_kind) from data_request_lines l where l.request_id = r.id) as erasure
          from data_access_requests r where r.user_id = $1 order by r.requested_at, r.id
        "#
    )
}

pub(in super::super) fn copies<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, request_id, state, created_at, ready_at, expires_at, fetched_at from data_exports
          where user_id = $1 order by created_at, id
        "#
    )
}

pub(in super::super) fn notification_choices<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select topic, email, push, updated_at from notification_settings where user_id = $1 order by topic
        "#
    )
}

/// Which ones, and not where they are written to.
pub(in super::super) fn browsers<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, device, created_at from push_subscriptions where user_id = $1 order by created_at, id
        "#
    )
}
