//! Rules over payments of the past: what they would have raised.
mod store;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration as Elapsed, Instant};

use chrono::{DateTime, Duration, Utc};
use domain::compliance::finding::{RuleMode, RuleName, Severity};
use domain::compliance::rules::{
    At, Beginning, Finding, Handle, Kind, Monitor, Names, OWN_DAYS, Payment, Rule, Subject, Tally,
};
use futures::TryStreamExt as _;
use serde::{Deserialize, Serialize};

use super::service::country;
use super::settings::{self, MonitoringError};
use crate::context::AppState;
use crate::db;

/// The days over which a change is tried before it is decided.
pub const WHAT_IF_DAYS: i64 = 90;
/// Payments that are in memory at once, beside the windows of the rules.
const CHUNK_PAYMENTS: usize = 10_000;
/// Customers whom a what-if names.
const NAMED_MAX: usize = 50;
/// Alerts that were taken further and that it names.
const ESCALATED_MAX: i64 = 50;

/// A period, its end not included.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

/// What one rule raised.
#[derive(Clone, Debug, Default)]
pub struct Raised {
    pub findings: u64,
    pub alerts: u64,
    pub by_severity: BTreeMap<Severity, u64>,
    pub customers: BTreeSet<String>,
}

/// What a trial gave.
#[derive(Debug, Default)]
pub struct Trial {
    /// Payments inside the period.
    pub payments: u64,
    /// Payments that were looked at, with the months before it that rules look back at.
    pub looked_at: u64,
    pub raised: BTreeMap<RuleName, Raised>,
    /// Time of the rules alone.
    pub thinking: Elapsed,
    /// Time in all, reading from the database included.
    pub elapsed: Elapsed,
}

/// Runs the rules in force, or some of them, over a period, for the terminal. Those in trial too, but not those that are
/// off, unless they are named.
///
/// # Errors
/// When the database fails.
pub async fn backtest(state: &AppState, period: Period, only: &[RuleName]) -> Result<Trial, MonitoringError> {
    let in_force = settings::list_all(&state.db).await?.into_iter().filter(|it| it.current);
    let chosen = in_force
        .filter(|it| if only.is_empty() { it.mode != RuleMode::Off } else { only.contains(&it.rule.name()) });
    let [trial] = run(state, period, [chosen.map(|it| it.rule).collect()]).await?;
    Ok(trial)
}

/// What a change of one rule would have changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub payments: u64,
    pub alerts_before: u64,
    pub alerts_after: u64,
    pub critical_before: u64,
    pub critical_after: u64,
    /// How many customers would have had an alert who had none, and some of them; and the other way round.
    pub gained: Change,
    pub lost: Change,
    /// Alerts of these days that officers have taken further, of customers who would reach nobody's queue any more.
    #[serde(default)]
    pub escalated_lost: Escalated,
}

/// Alerts that are escalated or filed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalated {
    pub alerts: u64,
    /// The newest of them.
    pub some: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub customers: u64,
    pub some: Vec<String>,
}

/// Runs one rule as it is and as it would be, side by side, over the last [`WHAT_IF_DAYS`].
pub(super) async fn compare(
    state: &AppState,
    before: (RuleMode, &Rule),
    after: (RuleMode, &Rule),
) -> Result<WhatIf, MonitoringError> {
    let to = state.clock.now();
    let period = Period { from: to - Duration::days(WHAT_IF_DAYS), to };
    let runs = |(mode, rule): (RuleMode, &Rule)| match mode {
        RuleMode::Off => Vec::new(),
        RuleMode::Test | RuleMode::Live => vec![rule.clone()],
    };
    let [old, new] = run(state, period, [runs(before), runs(after)]).await?;
    let raised = |trial: &Trial| trial.raised.values().next().cloned().unwrap_or_default();
    let (was, would) = (raised(&old), raised(&new));
    let critical = |it: &Raised| it.by_severity.get(&Severity::Critical).copied().unwrap_or_default();
    let only_in = |one: &Raised, other: &Raised| Change {
        customers: one.customers.difference(&other.customers).count() as u64,
        some: one.customers.difference(&other.customers).take(NAMED_MAX).cloned().collect(),
    };
    // In trial a rule finds the same, and nobody hears of it.
    let heard = |mode: RuleMode, it: &Raised| match mode {
        RuleMode::Live => it.customers.clone(),
        RuleMode::Test | RuleMode::Off => BTreeSet::new(),
    };
    let unheard: Vec<String> = heard(before.0, &was).difference(&heard(after.0, &would)).cloned().collect();
    let escalated_lost = escalated(state, before.1.name(), period.from, &unheard).await?;
    Ok(WhatIf {
        escalated_lost,
        from: period.from,
        to,
        payments: old.payments,
        alerts_before: was.alerts,
        alerts_after: would.alerts,
        critical_before: critical(&was),
        critical_after: critical(&would),
        gained: only_in(&would, &was),
        lost: only_in(&was, &would),
    })
}

async fn escalated(
    state: &AppState,
    rule: RuleName,
    from: DateTime<Utc>,
    customers: &[String],
) -> sqlx::Result<Escalated> {
    let rows = store::escalated(&state.db, rule.as_str(), from, customers, ESCALATED_MAX).await?;
    let alerts = rows.first().map_or(0, |row| row.alerts.unsigned_abs());
    Ok(Escalated { alerts, some: rows.into_iter().map(|row| row.id).collect() })
}

/// One reading of the payments for several sets of rules.
async fn run<const SETS: usize>(
    state: &AppState,
    period: Period,
    sets: [Vec<Rule>; SETS],
) -> Result<[Trial; SETS], MonitoringError> {
    let began = Instant::now();
    let mut runs = sets.map(Run::new);
    let mut reading = Reading::default();
    let mut tx = store::begin(&state.db).await?;
    {
        let mut rows = store::payments(&mut tx, period.from - Duration::days(OWN_DAYS), period.to);
        let mut chunk = Vec::with_capacity(CHUNK_PAYMENTS);
        while let Some(row) = rows.try_next().await? {
            chunk.push(reading.payment(&row)?);
            if chunk.len() == CHUNK_PAYMENTS {
                runs.iter_mut().for_each(|run| run.look_at(&chunk, &reading, period.from));
                chunk.clear();
                reading.told();
            }
        }
        runs.iter_mut().for_each(|run| run.look_at(&chunk, &reading, period.from));
    }
    tx.rollback().await?;
    Ok(runs.map(|run| run.done(&reading, began.elapsed())))
}

/// One set of rules that runs.
struct Run {
    monitor: Monitor,
    tally: Tally,
    findings: BTreeMap<RuleName, u64>,
    trial: Trial,
}

impl Run {
    fn new(rules: Vec<Rule>) -> Self {
        Self {
            monitor: Monitor::new(rules, Beginning::Known),
            tally: Tally::counting(),
            findings: BTreeMap::new(),
            trial: Trial::default(),
        }
    }

    fn look_at(&mut self, payments: &[Payment], reading: &Reading, from: DateTime<Utc>) {
        for (sender, at) in &reading.new_senders {
            self.monitor.opened(*sender, *at);
        }
        for (shop, owner) in &reading.new_shops {
            self.monitor.shop(*shop, *owner);
        }
        let (began, from) = (Instant::now(), At::from(from));
        let mut found = Vec::new();
        for payment in payments {
            self.monitor.observe(payment, &mut found);
            let counts = payment.at >= from;
            self.trial.payments += u64::from(counts);
            for finding in found.drain(..).filter(|_| counts) {
                *self.findings.entry(finding.rule).or_default() += 1;
                let party = reading.about(payment, &finding);
                self.tally.add(finding, payment.at, party);
            }
        }
        self.trial.looked_at += payments.len() as u64;
        self.trial.thinking += began.elapsed();
    }

    fn done(mut self, reading: &Reading, elapsed: Elapsed) -> Trial {
        for alert in self.tally.alerts() {
            let raised = self.trial.raised.entry(alert.rule).or_default();
            raised.alerts += 1;
            *raised.by_severity.entry(alert.severity).or_default() += 1;
            raised.customers.insert(reading.parties.name(alert.party).to_owned());
        }
        for (rule, findings) in self.findings {
            self.trial.raised.entry(rule).or_default().findings = findings;
        }
        self.trial.elapsed = elapsed;
        self.trial
    }
}

/// Rows to payments, and whom the monitor has to be told of.
#[derive(Default)]
struct Reading {
    parties: Names,
    owners: BTreeMap<Handle, Handle>,
    new_senders: Vec<(Handle, At)>,
    new_shops: Vec<(Handle, Handle)>,
    payments: u32,
}

impl Reading {
    fn payment(&mut self, row: &store::PastRow) -> Result<Payment, MonitoringError> {
        let known = self.parties.len();
        let sender = self.parties.handle(&row.user_id);
        if self.parties.len() > known {
            self.new_senders.push((sender, row.opened_at.into()));
        }
        let account = row.merchant_id.as_deref().or(row.bank_account.as_deref()).unwrap_or_default();
        let account = self.parties.handle(account);
        let kind = if row.merchant_id.is_some() { Kind::Shop(account) } else { Kind::Remittance };
        if let (Kind::Shop(shop), Some(owner)) = (kind, row.owner_id.as_deref()) {
            self.meet_shop(shop, owner);
        }
        let transaction = Handle::new(self.payments);
        self.payments = self.payments.saturating_add(1);
        Ok(Payment {
            transaction,
            at: row.created_at.into(),
            sender,
            account,
            kind,
            country: country(row.country.as_deref())?,
            amount_minor: db::money(row.amount, &row.currency)?.minor(),
        })
    }

    fn meet_shop(&mut self, shop: Handle, owner: &str) {
        if self.owners.contains_key(&shop) {
            return;
        }
        let owner = self.parties.handle(owner);
        self.owners.insert(shop, owner);
        self.new_shops.push((shop, owner));
    }

    /// Every run has heard of the new ones.
    fn told(&mut self) {
        self.new_senders.clear();
        self.new_shops.clear();
    }

    fn about(&self, payment: &Payment, finding: &Finding) -> Handle {
        match (finding.subject, payment.kind) {
            (Subject::Shop, Kind::Shop(shop)) => self.owners.get(&shop).copied().unwrap_or(payment.sender),
            _ => payment.sender,
        }
    }
}
