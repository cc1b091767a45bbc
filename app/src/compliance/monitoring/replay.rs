//! Rules over any file of transactions, without a database: `time,sender,receiver,amount`.
use std::collections::BTreeSet;
use std::io::{Read, Write};

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use csv::{ReaderBuilder, StringRecord, Trim, Writer};
use domain::compliance::finding::{RuleName, Severity};
use domain::compliance::rules::{
    Alert, At, Beginning, Handle, Kind, Monitor, Names, Payment, Rule, Subject, Tally,
};

const COLUMNS: [&str; 4] = ["time", "sender", "receiver", "amount"];
/// See [`new_from`].
const NEW_FROM_DAYS: (i64, i64) = (1, 5);
/// Counterparts that a line of the answer names.
const COUNTERPARTS_MAX: usize = 100;
/// Longer names are a sign of a broken file.
const NAME_MAX_BYTES: usize = 200;

/// Why a file cannot be replayed. The lines are the file's own, from 1.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    #[error("line {line}: {what}")]
    Line { line: u64, what: String },
    #[error("the first line must name the columns time, sender, receiver and amount; {0} is missing")]
    Column(&'static str),
    #[error(transparent)]
    Csv(#[from] csv::Error),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Payments of a file, in order of time, with the names in it.
pub struct Loaded {
    payments: Vec<Payment>,
    parties: Names,
}

/// What the rules made of it.
pub struct Replayed {
    loaded: Loaded,
    alerts: Vec<Alert>,
}

/// Reads a file. Columns may stand in any order, and others beside them; lines need not be in order of time.
///
/// # Errors
/// The first line that cannot be read, and why.
pub fn load(file: impl Read) -> Result<Loaded, ReplayError> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(file);
    let places = places(reader.headers()?)?;
    let mut loaded = Loaded { payments: Vec::new(), parties: Names::default() };
    let mut record = StringRecord::new();
    while reader.read_record(&mut record)? {
        let payment = loaded.read(&record, places).map_err(|what| ReplayError::Line {
            line: record.position().map_or(0, csv::Position::line),
            what,
        })?;
        loaded.payments.push(payment);
    }
    loaded.payments.sort_by_key(|it| it.at);
    for (place, payment) in loaded.payments.iter_mut().enumerate() {
        payment.transaction = Handle::new(u32::try_from(place).unwrap_or(u32::MAX));
    }
    Ok(loaded)
}

fn places(head: &StringRecord) -> Result<[usize; 4], ReplayError> {
    let mut places = [0; 4];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        let is_it = |cell: &str| cell.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name);
        *place = head.iter().position(is_it).ok_or(ReplayError::Column(name))?;
    }
    Ok(places)
}

impl Loaded {
    /// How many payments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.payments.len()
    }

    /// None?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.payments.is_empty()
    }

    fn read(&mut self, record: &StringRecord, places: [usize; 4]) -> Result<Payment, String> {
        let [time, sender, receiver, amount] = places.map(|place| record.get(place).unwrap_or_default());
        let at =
            parse_time(time).ok_or_else(|| format!("{time:?} is not a time, as in 2026-11-27 13:45:00"))?;
        let amount_minor =
            parse_amount(amount).ok_or_else(|| format!("{amount:?} is not an amount, as in 1234.50"))?;
        for (name, column) in [(sender, "sender"), (receiver, "receiver")] {
            if name.is_empty() || name.len() > NAME_MAX_BYTES {
                return Err(format!("the {column} is missing or longer than {NAME_MAX_BYTES} bytes"));
            }
        }
        Ok(Payment {
            transaction: Handle::new(0),
            at: at.into(),
            sender: self.parties.handle(sender),
            account: self.parties.handle(receiver),
            kind: Kind::Transfer,
            country: None,
            amount_minor,
        })
    }
}

/// RFC 3339, or a date and a time of UTC.
fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .map(|time| time.and_utc())
}

/// A decimal number that is not negative, in øre; a third decimal and more are rounded half up.
fn parse_amount(text: &str) -> Option<i64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(decimals) {
        return None;
    }
    let digit = |place: usize| decimals.as_bytes().get(place).map_or(0, |byte| i64::from(byte - b'0'));
    let ore = digit(0) * 10 + digit(1) + i64::from(digit(2) >= 5);
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(ore)
}

/// From when on an account that is first seen counts as new: a tenth of the file after its beginning, at least a day and
/// at most five, in which accounts that were there before have shown themselves.
fn new_from(payments: &[Payment]) -> At {
    let (Some(first), Some(last)) = (payments.first(), payments.last()) else {
        return DateTime::UNIX_EPOCH.into();
    };
    let (first, last) = (first.at.utc(), last.at.utc());
    let days = ((last - first).num_days() / 10).clamp(NEW_FROM_DAYS.0, NEW_FROM_DAYS.1);
    (first + chrono::Duration::days(days)).into()
}

/// Runs rules over a file's payments. Money that somebody sends to themselves is none.
#[must_use]
pub fn replay(loaded: Loaded, rules: Vec<Rule>) -> Replayed {
    let mut monitor = Monitor::new(rules, Beginning::OfFile { new_from: new_from(&loaded.payments) });
    let mut tally = Tally::listing();
    let mut found = Vec::new();
    for payment in loaded.payments.iter().filter(|it| it.sender != it.account) {
        monitor.observe(payment, &mut found);
        for finding in found.drain(..) {
            let party = match finding.subject {
                Subject::Sender | Subject::Shop => payment.sender,
                Subject::Account => payment.account,
            };
            tally.add(finding, payment.at, party);
        }
    }
    Replayed { alerts: tally.alerts().to_vec(), loaded }
}

/// What is asked of the answer.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// None: all.
    pub rules: &'a [RuleName],
    pub least: Severity,
}

impl Replayed {
    /// Writes one line for each account and rule, by account: easy to join with a list of accounts, whose names are
    /// written as they stand in the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, to: impl Write, wanted: Wanted<'_>) -> Result<usize, ReplayError> {
        let mut writer = Writer::from_writer(to);
        writer.write_record([
            "account",
            "rule",
            "severity",
            "score",
            "time",
            "transactions",
            "evidence",
            "counterparts",
        ])?;
        let is_wanted = |it: &&Alert| {
            it.severity >= wanted.least && (wanted.rules.is_empty() || wanted.rules.contains(&it.rule))
        };
        let mut lines: Vec<_> =
            self.alerts.iter().filter(is_wanted).map(|it| (self.name(it.party), it)).collect();
        lines.sort_by(|a, b| (a.0, a.1.rule).cmp(&(b.0, b.1.rule)));
        for (account, alert) in &lines {
            writer.write_record([
                account,
                alert.rule.as_str(),
                alert.severity.as_str(),
                &alert.score.get().to_string(),
                &alert.at.utc().to_rfc3339_opts(SecondsFormat::Secs, true),
                &alert.transactions.len().to_string(),
                &alert.figures.to_string(),
                self.counterparts(alert).as_str(),
            ])?;
        }
        writer.flush()?;
        Ok(lines.len())
    }

    fn name(&self, party: Handle) -> &str {
        self.loaded.parties.name(party)
    }

    /// The other accounts in the transactions of an alert.
    fn counterparts(&self, alert: &Alert) -> String {
        let payments = alert.transactions.iter().filter_map(|it| self.loaded.payments.get(it.place()));
        let others: BTreeSet<&str> = payments
            .flat_map(|it| [it.sender, it.account])
            .filter(|party| *party != alert.party)
            .map(|party| self.name(party))
            .collect();
        others.into_iter().take(COUNTERPARTS_MAX).collect::<Vec<_>>().join(";")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(file: &str) -> Result<String, ReplayError> {
        let replayed = replay(load(file.as_bytes())?, Rule::all_defaults());
        let mut bytes = Vec::new();
        replayed.write(&mut bytes, Wanted { rules: &[], least: Severity::Low })?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_file_becomes_alerts() {
        let answer = run("label,amount,Time,sender,receiver\n\
            1,7990,2026-11-03 10:00:00,anna,b1\n\
            1,7950.50,2026-11-02T10:00:00+01:00,anna,b2\n\
            0,12,2026-11-01T10:00:00Z,per,b2\n\
            1,7900.005,2026-11-04 10:00:00.5,anna,b3\n")
        .unwrap();
        let lines: Vec<_> = answer.lines().collect();
        assert_eq!(lines[0], "account,rule,severity,score,time,transactions,evidence,counterparts");
        assert_eq!(
            lines[1],
            "anna,structuring,medium,40,2026-11-04T10:00:00Z,3,\"3 of 3 transfers just under 8000.00 NOK in 168 h, \
             23840.51 NOK in all, by 1 sender(s)\",b1;b2;b3"
        );
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn a_bad_line_is_named() {
        for (file, wanted) in [
            ("time,sender,receiver\n", "amount is missing"),
            (
                "time,sender,receiver,amount\n2026-11-01 10:00:00,a,b,1\nyesterday,a,b,1\n",
                "line 3: \"yesterday\"",
            ),
            ("time,sender,receiver,amount\n2026-11-01 10:00:00,a,b,-1\n", "line 2: \"-1\" is not an amount"),
            ("time,sender,receiver,amount\n2026-11-01 10:00:00,a,b,\n", "line 2: \"\" is not an amount"),
            ("time,sender,receiver,amount\n2026-11-01 10:00:00,a,,1\n", "line 2: the receiver is missing"),
            ("time,sender,receiver,amount\n2026-11-01 10:00:00,a,b\n", "line: 2"),
        ] {
            let error = run(file).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }

    #[test]
    fn amounts() {
        for (text, wanted) in [
            ("0", Some(0)),
            ("1234.5", Some(123_450)),
            ("0.05", Some(5)),
            ("1.004999", Some(100)),
            ("1.005", Some(101)),
            ("1.995", Some(200)),
            ("1,5", None),
            ("1e5", None),
            ("", None),
            (".5", None),
            ("92233720368547759", None),
        ] {
            assert_eq!(parse_amount(text), wanted, "{text:?}");
        }
    }

    /// A month of 2,000 accounts that pay each other at random, and one that fans out, in no order of time.
    #[test]
    fn a_long_file() {
        use std::fmt::Write as _;
        let mut file = "time,sender,receiver,amount\n".to_owned();
        let begins = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let mut chance = 7_u64;
        let mut roll = |sides: u64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % sides
        };
        for _ in 0..200_000 {
            let at = begins + chrono::Duration::seconds(roll(30 * 86_400).cast_signed());
            let (from, to, amount) = (roll(2_000), roll(2_000), 100 + roll(4_900));
            writeln!(file, "{},n{from},n{to},{amount}.{:02}", at.to_rfc3339(), roll(100)).unwrap();
        }
        for n in 0..20 {
            let at = begins + chrono::Duration::seconds(20 * 86_400 + n * 600);
            writeln!(file, "{},fan,r{n},4500", at.to_rfc3339()).unwrap();
        }
        let answer = run(&file).unwrap();
        let accounts: BTreeSet<_> =
            answer.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert!(answer.contains("fan,fan_out,high"), "{answer}");
        // Of two thousand that do nothing special hardly one is named.
        assert!(accounts.len() <= 21, "{} accounts", accounts.len());
    }

    #[test]
    fn an_empty_file_has_no_alerts() {
        assert_eq!(run("time,sender,receiver,amount\n").unwrap().lines().count(), 1);
        assert!(load("time,sender,receiver,amount\n".as_bytes()).unwrap().is_empty());
    }
}
