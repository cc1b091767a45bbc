//! Use cases of linking a bank: ask for consent, come back from the bank, look at it, end it.
mod ending;
mod store;

use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::{Duration, NaiveDate};
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::consent::{CONSENT_VALID_DAYS, ConsentStatus, UNATTENDED_READS_PER_DAY};
use domain::bank::kontonr::Kontonr;
use domain::calendar::oslo_date;
use domain::ids::{BankAccountId, BankConsentId, ConsentId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use super::gateway::{AccountAtBank, BankEndpoint, BankError, ConsentCall, ConsentRequest};
use super::model::{AccountView, BankView, LinkState, LinkView, Links};
use super::service::{AccountsError, request_id, view};
use crate::accounts::store as accounts_store;
use crate::context::{AppState, RequestInfo};
use crate::vault::Vault;
use crate::vault::service::{CONSENT_REF, consent_link, consent_ref};
use crate::{audit, db, identity};

pub use ending::{end_at_banks, unlink_all_in_tx};

/// The window in which a bank counts unattended readings.
const READS_WINDOW_HOURS: i64 = 24;

/// The banks that can be linked.
pub async fn banks(state: &AppState, actor: &Actor) -> Result<Vec<BankView>, AccountsError> {
    decide(Some(actor), Action::LinkBank, Resource::Own)?;
    let rows = store::banks(&state.db).await?;
    Ok(rows.into_iter().map(|row| BankView { id: row.id, name: row.name }).collect())
}

/// Asks a bank for a consent. Returns where the customer approves it.
pub async fn start(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    bank_id: &str,
) -> Result<String, AccountsError> {
    decide(Some(actor), Action::LinkBank, Resource::Own)?;
    let banks = store::banks(&state.db).await?;
    let bank = banks.into_iter().find(|bank| bank.id == bank_id).ok_or(AccountsError::NotFound)?;
    let (id, now) = (BankConsentId::generate(state.entropy.as_ref()), state.clock.now());
    let back = format!("{}/accounts/return/{id}", state.settings.base_url);
    let valid_until = oslo_date(now) + Duration::days(CONSENT_VALID_DAYS);
    let asked = ConsentRequest {
        endpoint: BankEndpoint { bank_id: bank.id.clone(), base_url: bank.base_url },
        request_id: request_id(state.entropy.as_ref()),
        psu_ip: request.ip,
        valid_until,
        frequency_per_day: UNATTENDED_READS_PER_DAY,
        redirect_uri: back.clone(),
        nok_redirect_uri: back,
    };
    let created = state.accounts_at_banks.create_consent(&asked).await?;
    let approval = created.sca_redirect.ok_or_else(|| {
        AccountsError::Bank(BankError::NoAnswer("the bank named no page for the approval".to_owned()))
    })?;
    let sealed_ref = state.vault.seal(consent_ref(id.as_str()), &created.consent_ref)?;
    let sealed_link = state.vault.seal(consent_link(id.as_str()), &approval)?;
    let mut tx = state.db.begin().await?;
    store::insert_consent_in_tx(
        &mut tx,
        &store::NewConsent {
            id: &id,
            user_id: &actor.user_id,
            bank_id: &bank.id,
            consent_ref: &sealed_ref,
            consent_ref_hash: &state.vault.fingerprint(CONSENT_REF, &created.consent_ref),
            status: created.status.code(),
            valid_until,
            frequency_per_day: asked.frequency_per_day,
            sca_redirect: Some(&sealed_link),
            now,
        },
    )
    .await?;
    record_in_tx(&mut tx, state, &actor.user_id, Some(request), "bank.link_start", &id).await?;
    tx.commit().await?;
    Ok(approval)
}

/// After the bank: asks how the consent stands and, when it was given, fetches the accounts. Coming back twice, or
/// after a crash in between, ends in the same place.
pub async fn finish(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &BankConsentId,
) -> Result<(), AccountsError> {
    let row = own(state, actor, id).await?;
    let before: ConsentStatus = db::parsed("a consent status", &row.status)?;
    // Final, or taken over already: status and accounts are written together.
    if before.is_final() || before.is_usable() {
        return Ok(());
    }
    let call = call(state, &row, Some(request.ip))?;
    let status = state.accounts_at_banks.consent_status(&call).await?;
    if status == before {
        return Ok(());
    }
    let found = if status.is_usable() {
        let call = ConsentCall { request_id: request_id(state.entropy.as_ref()), ..call };
        state.accounts_at_banks.accounts(&call).await?
    } else {
        Vec::new()
    };
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if status != before
        && !store::change_consent_in_tx(&mut tx, &row.id, &row.status, status.code(), now).await?
    {
        return Ok(());
    }
    if status.is_usable() {
        store::end_others_in_tx(&mut tx, &row.user_id, &row.bank_id, &row.id, now).await?;
        for account in &found {
            save_account_in_tx(&mut tx, state, &row, account).await?;
        }
        let fact = ConsentId::generate(state.entropy.as_ref());
        identity::service::record_consent_in_tx(&mut tx, &fact, &actor.user_id, "psd2_aisp", request, now)
            .await?;
        store::join_fact_in_tx(&mut tx, &row.id, fact.as_str()).await?;
        record_in_tx(&mut tx, state, &actor.user_id, Some(request), "bank.link", id).await?;
    } else {
        record_in_tx(&mut tx, state, &actor.user_id, Some(request), "bank.link_end", id).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn save_account_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    consent: &store::ConsentRow,
    account: &AccountAtBank,
) -> Result<(), AccountsError> {
    let id = BankAccountId::generate(state.entropy.as_ref());
    let number = Kontonr::from_iban(&account.iban).map_or_else(|| account.iban.grouped(), |it| it.grouped());
    store::upsert_account_in_tx(
        tx,
        &store::LinkedAccount {
            id: &id,
            user_id: &consent.user_id,
            bank_id: &consent.bank_id,
            bank_name: &consent.bank_name,
            consent_id: &consent.id,
            resource_id: &account.resource_id,
            account_name: account.name.as_deref(),
            account_number: &number,
            iban: account.iban.as_str(),
            currency: account.currency.code(),
            balance: account.balance.map(db::decimal),
            now: state.clock.now(),
        },
    )
    .await?;
    Ok(())
}

/// Every bank that the customer has linked or tried to, with what Drop may read there.
pub async fn links(state: &AppState, actor: &Actor) -> Result<Links, AccountsError> {
    decide(Some(actor), Action::ViewAccounts, Resource::Own)?;
    let now = state.clock.now();
    let since = now - Duration::hours(READS_WINDOW_HOURS);
    let rows = store::consents(&state.db, &actor.user_id, since).await?;
    let mut by_consent: BTreeMap<String, Vec<AccountView>> = BTreeMap::new();
    for account in accounts_store::of_user(&state.db, &actor.user_id, oslo_date(now)).await? {
        let consent = account.bank_consent_id.clone().unwrap_or_default();
        by_consent.entry(consent).or_default().push(view(account)?);
    }
    let today = oslo_date(now);
    let links = rows.into_iter().map(|row| {
        let accounts = by_consent.remove(&row.id).unwrap_or_default();
        link_view(&state.vault, row, accounts, today)
    });
    Ok(Links { links: links.collect::<Result<_, _>>()?, now })
}

fn link_view(
    vault: &Vault,
    row: store::ConsentRow,
    accounts: Vec<AccountView>,
    today: NaiveDate,
) -> Result<LinkView, AccountsError> {
    let days_left = (row.valid_until - today).num_days().max(0);
    let status = db::parsed("a consent status", &row.status)?;
    let state = match status {
        ConsentStatus::Valid if row.valid_until < today => LinkState::Expired,
        ConsentStatus::Valid => LinkState::Linked,
        ConsentStatus::Received | ConsentStatus::PartiallyAuthorised => LinkState::Waiting,
        ConsentStatus::Rejected => LinkState::Rejected,
        ConsentStatus::RevokedByPsu => LinkState::RevokedAtBank,
        ConsentStatus::Expired => LinkState::Expired,
        ConsentStatus::TerminatedByTpp => LinkState::Unlinked,
    };
    let link = row.sca_redirect.as_deref().filter(|_| state == LinkState::Waiting);
    Ok(LinkView {
        approval_link: link.map(|link| vault.open_old(consent_link(&row.id), link)).transpose()?,
        ending_at_bank: state == LinkState::Unlinked
            && row.bank_end_due_at.is_some()
            && row.valid_until >= today,
        id: db::parsed("a consent id", &row.id)?,
        bank_id: row.bank_id,
        bank_name: row.bank_name,
        state,
        days_left,
        valid_until: row.valid_until,
        reads_today: row.reads_today,
        reads_allowed: row.frequency_per_day,
        accounts,
    })
}

/// Ends a consent in one click: here at once, and at the bank as soon as it answers. That it is to be told is written
/// together with the end, so that neither a bank nor a server that is down forgets it.
pub async fn unlink(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &BankConsentId,
) -> Result<(), AccountsError> {
    let row = own(state, actor, id).await?;
    let before: ConsentStatus = db::parsed("a consent status", &row.status)?;
    if before.is_final() {
        return Ok(());
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let ended = ConsentStatus::TerminatedByTpp.code();
    if !store::change_consent_in_tx(&mut tx, &row.id, &row.status, ended, now).await? {
        return Ok(());
    }
    // The fact of this consent only: another bank's stays as it was, and one that was never given is no fact.
    if let Some(fact) = &row.consent_id {
        identity::service::withdraw_consent_in_tx(&mut tx, fact, now).await?;
    }
    store::owe_end_in_tx(&mut tx, &row.id, now + Duration::seconds(ending::FIRST_RETRY_SECONDS)).await?;
    record_in_tx(&mut tx, state, &actor.user_id, Some(request), "bank.unlink", id).await?;
    tx.commit().await?;
    ending::end_soon(state, &row.id, &call(state, &row, Some(request.ip))?).await;
    Ok(())
}

/// Chooses the account that payments start from unless the customer says otherwise.
pub async fn choose_primary(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    account: &BankAccountId,
) -> Result<(), AccountsError> {
    decide(Some(actor), Action::ViewAccounts, Resource::Own)?;
    let mut tx = state.db.begin().await?;
    if !store::choose_primary_in_tx(&mut tx, &actor.user_id, account).await? {
        return Err(AccountsError::NotFound);
    }
    let now = state.clock.now();
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        now,
        Some(request),
        audit::Entry {
            user_id: Some(&actor.user_id),
            action: "bank_account.choose_primary",
            resource: Some(("bank_account", account.as_str())),
            details: json!({}),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn own(
    state: &AppState,
    actor: &Actor,
    id: &BankConsentId,
) -> Result<store::ConsentRow, AccountsError> {
    let row = store::consent(&state.db, id).await?.ok_or(AccountsError::NotFound)?;
    let owner = db::parsed("a user id", &row.user_id)?;
    decide(Some(actor), Action::LinkBank, Resource::Account { owner: &owner })?;
    Ok(row)
}

fn call(
    state: &AppState,
    row: &store::ConsentRow,
    psu_ip: Option<IpAddr>,
) -> Result<ConsentCall, AccountsError> {
    Ok(ConsentCall {
        endpoint: BankEndpoint { bank_id: row.bank_id.clone(), base_url: row.base_url.clone() },
        consent_ref: state.vault.open_old(consent_ref(&row.id), &row.consent_ref)?,
        request_id: request_id(state.entropy.as_ref()),
        psu_ip,
    })
}

async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    request: Option<&RequestInfo>,
    action: &'static str,
    id: &BankConsentId,
) -> Result<(), AccountsError> {
    let entry = audit::Entry {
        user_id: Some(user),
        action,
        resource: Some(("bank_consent", id.as_str())),
        details: json!({}),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), request, entry).await?;
    Ok(())
}
