//! Payments as a file for a spreadsheet.
use domain::bank::iban::Iban;
use domain::bank::payment_state::TransactionState;
use domain::csv_cell::text;
use domain::ids::TransactionId;
use rust_decimal::Decimal;

use super::store::Row;
use crate::activity::service::QR_PAYMENT;
use crate::csv_file::{CsvError, finished, headed, moment, number, writer};
use crate::db;
use crate::i18n::{Locale, td_string};
use crate::ui::status_text_in;

/// The names of the columns.
pub(super) fn head(locale: Locale) -> Result<Vec<u8>, CsvError> {
    headed(
        locale,
        [
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
            td_string!(locale, activity.refunded),
        ],
    )
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
            text(row.payer.as_deref().unwrap_or(&row.counterpart)).into_owned(),
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
            number(locale, row.refunded),
        ])?;
    }
    finished(writer)
}

fn optional(locale: Locale, value: Option<Decimal>) -> String {
    value.map(|value| number(locale, value)).unwrap_or_default()
}

fn kind_name(locale: Locale, kind: &str) -> &'static str {
    match kind {
        QR_PAYMENT => td_string!(locale, activity.qr_payment),
        "refund" => td_string!(locale, activity.refund),
        _ => td_string!(locale, activity.remittance),
    }
}
