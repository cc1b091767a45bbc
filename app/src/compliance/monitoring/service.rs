//! Use cases of monitoring: watching a payment that is being created, and the open alerts.
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::compliance::alert::due_at;
use domain::compliance::finding::{RuleMode, Severity};
use domain::compliance::rules::{
    ACCOUNT_DAYS, At, CountryCode, Finding, History, Kind, Names, OWN_DAYS, PAYMENTS_MAX, Past, Payment,
    Subject, TAKINGS_DAYS, Takings, day_of,
};
use domain::ids::{AlertId, FindingId, MerchantId, TransactionId, UserId};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::kept::{Active, InForce, UsualTakings};
use super::settings::MonitoringError;
use super::store;
use crate::context::AppState;
use crate::db;

/// Alerts that are listed at once.
const LISTED_MAX: i64 = 500;
/// Sales of one day that are summed, and of the days before. A shop with more is judged by these.
const SALES_TODAY_MAX: i64 = 2_000;
const SALES_BEFORE_MAX: i64 = 20_000;

/// A payment that was just inserted in this transaction.
#[derive(Clone, Copy, Debug)]
pub struct Watched<'a> {
    pub transaction: &'a TransactionId,
    /// Who pays.
    pub user: &'a UserId,
}

/// Runs the rules over a payment, writes what they find and the alerts that come of it, and gives the gravest severity
/// that a live rule found. What it reads is bounded, however many payments there are: the customer's last ones and the
/// last ones to the same account or shop.
///
/// # Errors
/// When the database refuses, or holds settings that are not valid: without monitoring there is no payment (§ 24).
pub async fn watch_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    watched: &Watched<'_>,
) -> sqlx::Result<Option<Severity>> {
    let row = store::payment_in_tx(tx, watched.transaction, watched.user).await?;
    let in_force = rules_in_tx(tx, state, row.revision).await?;
    if in_force.active.is_empty() {
        return Ok(None);
    }
    let scene = Scene::look_up_in_tx(tx, state, &row, watched).await?;
    let found = scene.findings(&in_force.active);
    let gravest =
        found.iter().filter(|it| it.active.mode == RuleMode::Live).map(|it| it.finding.severity).max();
    save_in_tx(tx, state, watched, found).await?;
    Ok(gravest)
}

/// The rules in force, from memory unless they have changed.
async fn rules_in_tx(tx: &mut PgConnection, state: &AppState, revision: i64) -> sqlx::Result<Arc<InForce>> {
    if let Some(kept) = state.monitoring.in_force(revision) {
        return Ok(kept);
    }
    Ok(state.monitoring.keep(super::settings::in_force(tx).await?))
}

/// A payment with its bounded history.
struct Scene {
    payment: Payment,
    own: Past,
    to_account: Past,
    opened_at: At,
    owns_shop: bool,
    takings: Option<Takings>,
    /// Names of transactions.
    transactions: Names,
    payer: UserId,
    owner: Option<UserId>,
}

struct Found<'a> {
    active: &'a Active,
    about: UserId,
    finding: Finding<String>,
}

impl Scene {
    async fn look_up_in_tx(
        tx: &mut PgConnection,
        state: &AppState,
        row: &store::PaymentRow,
        watched: &Watched<'_>,
    ) -> sqlx::Result<Self> {
        let shop: Option<MerchantId> =
            row.merchant_id.as_deref().map(|id| db::parsed("a merchant id", id)).transpose()?;
        let bounds = store::Bounds {
            transaction: watched.transaction,
            user: watched.user,
            now: row.created_at,
            own_from: row.created_at - Duration::days(OWN_DAYS),
            account_from: row.created_at - Duration::days(ACCOUNT_DAYS),
            limit: i64::try_from(PAYMENTS_MAX).unwrap_or(i64::MAX),
        };
        let mut earlier = match (&shop, row.bank_account.as_deref()) {
            (Some(shop), _) => store::before_sale_in_tx(tx, &bounds, shop).await?,
            (None, account) => {
                store::before_remittance_in_tx(tx, &bounds, account.unwrap_or_default()).await?
            }
        };
        // At the same instant the id decides what came first, as in a backtest.
        earlier.sort_unstable_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        let takings = match &shop {
            Some(shop) => Some(takings_in_tx(tx, state, shop, row.created_at).await?),
            None => None,
        };
        let owner = row.owner_id.as_deref().map(|id| db::parsed::<UserId>("a user id", id)).transpose()?;
        let mut reading = Reading::default();
        let (mut own, mut to_account) = (Vec::new(), Vec::new());
        for it in earlier {
            let side = if it.to_account { &mut to_account } else { &mut own };
            side.push(reading.earlier(it)?);
        }
        let payment = reading.payment(row, watched)?;
        Ok(Self {
            own: Past::new(own, &payment, OWN_DAYS),
            to_account: Past::new(to_account, &payment, ACCOUNT_DAYS),
            payment,
            opened_at: row.opened_at.into(),
            owns_shop: owner.as_ref() == Some(watched.user),
            takings,
            transactions: reading.transactions,
            payer: watched.user.clone(),
            owner,
        })
    }

    fn findings<'a>(&self, active: &'a [Active]) -> Vec<Found<'a>> {
        let history = History {
            payment: &self.payment,
            own: self.own.as_slice(),
            to_account: self.to_account.as_slice(),
            received: &[],
            opened_at: Some(self.opened_at),
            owns_shop: self.owns_shop,
            takings: self.takings,
            known_since: None,
        };
        let mut found: Vec<_> = active
            .iter()
            .filter_map(|active| {
                let finding = active.rule.check(&history)?;
                let about = match (finding.subject, &self.owner) {
                    (Subject::Shop, Some(owner)) => owner.clone(),
                    _ => self.payer.clone(),
                };
                let finding = finding.named(|handle| self.transactions.name(handle).to_owned());
                Some(Found { active, about, finding })
            })
            .collect();
        // Always in the same order, so that two payments cannot wait for each other's alerts.
        found.sort_by(|a, b| (a.finding.rule, &a.about).cmp(&(b.finding.rule, &b.about)));
        found
    }
}

/// Rows to payments: names become handles.
#[derive(Default)]
struct Reading {
    transactions: Names,
    parties: Names,
}

impl Reading {
    fn earlier(&mut self, row: store::EarlierRow) -> sqlx::Result<Payment> {
        let account = row.merchant_id.as_deref().or(row.bank_account.as_deref()).unwrap_or_default();
        Ok(Payment {
            transaction: self.transactions.handle(&row.id),
            at: row.created_at.into(),
            sender: self.parties.handle(&row.user_id),
            account: self.parties.handle(account),
            kind: self.kind(row.merchant_id.as_deref()),
            country: country(row.country.as_deref())?,
            amount_minor: db::money(row.amount, &row.currency)?.minor(),
        })
    }

    fn payment(&mut self, row: &store::PaymentRow, watched: &Watched<'_>) -> sqlx::Result<Payment> {
        let account = row.merchant_id.as_deref().or(row.bank_account.as_deref()).unwrap_or_default();
        Ok(Payment {
            transaction: self.transactions.handle(watched.transaction.as_str()),
            at: row.created_at.into(),
            sender: self.parties.handle(watched.user.as_str()),
            account: self.parties.handle(account),
            kind: self.kind(row.merchant_id.as_deref()),
            country: country(row.country.as_deref())?,
            amount_minor: db::money(row.amount, &row.currency)?.minor(),
        })
    }

    fn kind(&mut self, shop: Option<&str>) -> Kind {
        shop.map_or(Kind::Remittance, |shop| Kind::Shop(self.parties.handle(shop)))
    }
}

/// The column of a recipient's country.
pub(super) fn country(code: Option<&str>) -> Result<Option<CountryCode>, db::BadRow> {
    let parse = |code: &str| CountryCode::parse(code).ok();
    match code {
        Some(code) => Ok(Some(parse(code).ok_or_else(|| db::bad("a country", code))?)),
        None => Ok(None),
    }
}

/// What the shop took today, this payment included, and before. The days before are asked for once a day.
async fn takings_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    shop: &MerchantId,
    now: DateTime<Utc>,
) -> sqlx::Result<Takings> {
    let day = day_of(now.into());
    let begins = DateTime::UNIX_EPOCH + Duration::days(day);
    let usual = match state.monitoring.usual_takings(shop, day) {
        Some(usual) => usual,
        None => {
            let from = begins - Duration::days(TAKINGS_DAYS);
            let row = store::taken_before_in_tx(tx, shop, from, begins, SALES_BEFORE_MAX).await?;
            let days = row.first_at.map_or(0, |first| (day - day_of(first.into())).clamp(0, TAKINGS_DAYS));
            let usual = UsualTakings {
                day,
                before_minor: db::money(row.total, "NOK")?.minor(),
                days: u32::try_from(days).unwrap_or_default(),
            };
            state.monitoring.keep_takings(shop, usual);
            usual
        }
    };
    let today = store::taken_since_in_tx(tx, shop, begins, SALES_TODAY_MAX).await?;
    Ok(Takings {
        today_minor: db::money(today, "NOK")?.minor(),
        before_minor: usual.before_minor,
        days: usual.days,
    })
}

/// Writes findings. Those of live rules raise an alert, or are attached to the one that is open.
async fn save_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    watched: &Watched<'_>,
    found: Vec<Found<'_>>,
) -> sqlx::Result<()> {
    let now = state.clock.now();
    for Found { active, about, finding } in found {
        let (rule, severity) = (finding.rule, finding.severity);
        let alert = match active.mode {
            RuleMode::Live => {
                let new = store::NewAlert {
                    id: &AlertId::generate(state.entropy.as_ref()),
                    user: &about,
                    rule,
                    severity,
                    transaction: watched.transaction,
                    details: json!({ "findings": 1, "score": finding.score }),
                    now,
                    due_at: due_at(severity, now),
                };
                Some(store::raise_in_tx(tx, &new).await?)
            }
            RuleMode::Off | RuleMode::Test => None,
        };
        let evidence = serde_json::to_value(&finding.evidence);
        let new = store::NewFinding {
            id: &FindingId::generate(state.entropy.as_ref()),
            transaction: watched.transaction,
            user: &about,
            rule,
            setting: &active.setting,
            mode: active.mode,
            severity,
            score: finding.score.get().into(),
            evidence: evidence.map_err(|error| sqlx::Error::Encode(error.into()))?,
            alert: alert.as_deref(),
            now,
        };
        store::insert_finding_in_tx(tx, &new).await?;
    }
    Ok(())
}

/// An open alert in a list.
#[derive(Clone, Debug)]
pub struct OpenAlert {
    pub id: AlertId,
    pub user: UserId,
    pub rule: String,
    pub severity: Severity,
    pub status: String,
    pub findings: i64,
    pub score: i64,
    pub created_at: DateTime<Utc>,
}

/// Alerts that nobody has closed, the gravest and among equals the oldest first.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn open_alerts(state: &AppState, actor: &Actor) -> Result<Vec<OpenAlert>, MonitoringError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    all_open_alerts(&state.db).await
}

/// The same for the terminal.
///
/// # Errors
/// When the database fails.
pub async fn all_open_alerts(db: &PgPool) -> Result<Vec<OpenAlert>, MonitoringError> {
    let rows = store::open_alerts(db, LISTED_MAX).await?;
    let read = |row: store::AlertRow| {
        Ok(OpenAlert {
            id: db::parsed("an alert's id", &row.id)?,
            user: db::parsed("a user id", &row.user_id)?,
            rule: row.alert_type,
            severity: db::parsed("a severity", &row.severity)?,
            status: row.status,
            findings: row.findings,
            score: row.score,
            created_at: row.created_at,
        })
    };
    rows.into_iter().map(read).collect()
}
