//! All SQL of a copy's parts of shops, and of cards.
use futures::StreamExt as _;
use sqlx::PgConnection;

use super::super::Rows;

pub(in super::super) fn shops<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, business_name, org_number, address, bank_account, fee_rate::text as fee_rate, status,
            registered_name, register_checked_at, register_finding, notify_sales, created_at from merchants
          where user_id = $1 order by created_at, id
        "#
    )
}

/// Who of ours decided, and what they wrote about it, is left out.
pub(in super::super) fn shop_history<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select e.merchant_id, e.status_before, e.status_after, e.created_at
          from merchant_events e join merchants m on m.id = e.merchant_id where m.user_id = $1 order by e.id
        "#
    )
}

pub(in super::super) fn shop_codes<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select c.id, c.merchant_id, c.kind, c.name, c.amount::text as amount, c.currency, c.reference,
            c.created_at, c.expires_at, c.revoked_at
          from qr_codes c join merchants m on m.id = c.merchant_id where m.user_id = $1
          order by c.created_at, c.id
        "#
    )
}

/// Who paid is another customer's, and stays with them.
pub(in super::super) fn shop_book<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select e.merchant_id, e.kind, e.transaction_id, e.sale_id, e.amount::text as amount, e.fee::text
            as fee, e.currency, e.booked_on, e.booked_at
          from sale_entries e join merchants m on m.id = e.merchant_id where m.user_id = $1 order by e.id
        "#
    )
}

pub(in super::super) fn cards<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, type, last_four, expiry, status, shipping_address, created_at from cards
          where user_id = $1 order by created_at, id
        "#
    )
}

pub(in super::super) fn spending_limits<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, card_id, limit_type, amount::text as amount, currency, created_at from spending_limits
          where user_id = $1 order by created_at, id
        "#
    )
}
