//! Payments as a file for a spreadsheet (RFC 4180): what each language's spreadsheets read without asking.
//!
//! Norwegian: `;` between cells, `,` before decimals, and a byte order mark, by which Excel knows UTF-8. English: `,`
//! and `.`. Numbers are bare numbers; text that begins like a formula is made text (`domain::csv_cell`).
use chrono::{DateTime, Utc};
use csv::{Writer, WriterBuilder};
use domain::bank::iban::Iban;
use domain::bank::payment_state::TransactionState;
use domain::calendar::oslo;
use domain::csv_cell::text;
use domain::ids::TransactionId;
use rust_decimal::Decimal;

use super::store::Row;
use crate::activity::service::QR_PAYMENT;
use crate::db;
use crate::db::BadRow;
use crate::i18n::{Locale, td_string};
use crate::ui::status_text_in;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why a piece of the file could not be written: a defect, since it is written to memory.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    #[error("the file cannot be written: {0}")]
    Write(#[from] csv::Error),
    #[error("the file cannot be finished: {0}")]
    Finish(String),
    #[error(transparent)]
    BadRow(#[from] BadRow),
}

/// The names of the columns.
pub(super) fn head(locale: Locale) -> Result<Vec<u8>, CsvError> {
    let mut bytes = if locale == Locale::nb { BYTE_ORDER_MARK.to_vec() } else { Vec::new() };
    let mut writer = writer(locale);
    writer.write_record([
        td_string!(locale, activity.date),
        td_string!(locale, activity.reference),
        td_string!(locale, activity.csv_type),
        td_string!(locale, activity.csv_status),
        td_string!(locale, activity.recipient),
        td_string!(locale, activity.csv_country),
        td_string!(locale, activity.to_account),
        td_string!(locale, activity.csv_sent),
        td_string!(locale, activity.csv_fee),
        td_string!(locale, activity.debited),
        td_string!(locale, activity.csv_currency),
        td_string!(locale, activity.rate),
        td_string!(locale, activity.csv_received),
        td_string!(locale, activity.csv_received_currency),
        td_string!(locale, activity.csv_completed),
    ])?;
    bytes.extend(finished(writer)?);
    Ok(bytes)
}

/// One line for each payment.
pub(super) fn lines(locale: Locale, rows: &[Row]) -> Result<Vec<u8>, CsvError> {
    let mut writer = writer(locale);
    for row in rows {
        let id: TransactionId = db::parsed("a transaction id", &row.id)?;
        let status: TransactionState = db::parsed("a status", &row.status)?;
        let account = row.counterpart_account.as_deref().map(|account| match account.parse::<Iban>() {
            Ok(iban) => iban.grouped(),
            Err(_) => account.to_owned(),
        });
        writer.write_record([
            moment(row.created_at),
            id.reference(),
            kind_name(locale, &row.r#type).to_owned(),
            status_text_in(locale, status).to_owned(),
            text(&row.counterpart).into_owned(),
            row.country.clone().unwrap_or_default(),
            text(&account.unwrap_or_default()).into_owned(),
            optional(locale, row.send_amount),
            number(locale, if row.r#type == QR_PAYMENT { Decimal::new(0, 2) } else { row.fee }),
            number(locale, row.amount),
            row.currency.clone(),
            row.exchange_rate.map(|rate| number(locale, rate.normalize())).unwrap_or_default(),
            optional(locale, row.receive_amount),
            row.receive_currency.clone().unwrap_or_default(),
            row.completed_at.map(moment).unwrap_or_default(),
        ])?;
    }
    finished(writer)
}

fn writer(locale: Locale) -> Writer<Vec<u8>> {
    let delimiter = if locale == Locale::nb { b';' } else { b',' };
    WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

fn finished(writer: Writer<Vec<u8>>) -> Result<Vec<u8>, CsvError> {
    writer.into_inner().map_err(|error| CsvError::Finish(error.error().to_string()))
}

/// Oslo's clock with its distance from UTC, so that the hour that comes twice in October is told apart.
fn moment(at: DateTime<Utc>) -> String {
    oslo(at).format("%Y-%m-%d %H:%M:%S %:z").to_string()
}

fn number(locale: Locale, value: Decimal) -> String {
    let text = value.to_string();
    if locale == Locale::nb { text.replace('.', ",") } else { text }
}

fn optional(locale: Locale, value: Option<Decimal>) -> String {
    value.map(|value| number(locale, value)).unwrap_or_default()
}

fn kind_name(locale: Locale, kind: &str) -> &'static str {
    match kind {
        QR_PAYMENT => td_string!(locale, activity.qr_payment),
        _ => td_string!(locale, activity.remittance),
    }
}
