//! Sales as a file for a spreadsheet.
use domain::csv_cell::text;
use domain::ids::TransactionId;
use rust_decimal::Decimal;

use super::store::Row;
use crate::csv_file::{CsvError, finished, headed, moment, number, writer};
use crate::db;
use crate::i18n::{Locale, td_string};
use crate::merchant::sales::service::SalesError;
use crate::merchant::sales::words::state_text_in;

/// The names of the columns.
pub(super) fn head(locale: Locale) -> Result<Vec<u8>, CsvError> {
    headed(
        locale,
        [
            td_string!(locale, activity.date),
            td_string!(locale, activity.reference),
            td_string!(locale, activity.csv_status),
            td_string!(locale, sales.code),
            td_string!(locale, sales.note),
            td_string!(locale, sales.payer),
            td_string!(locale, sales.amount),
            td_string!(locale, sales.fee),
            td_string!(locale, sales.refunded),
            td_string!(locale, activity.csv_currency),
            td_string!(locale, sales.paid_at),
        ],
    )
}

/// One line for each sale.
pub(super) fn lines(locale: Locale, rows: Vec<Row>) -> Result<Vec<u8>, SalesError> {
    let mut writer = writer(locale);
    for row in rows {
        let id: TransactionId = db::parsed("a transaction id", &row.id)?;
        let (paid_at, amounts) = (row.completed_at, [row.amount, row.fee, row.refunded]);
        let currency = row.currency.clone();
        let sale = super::line(row)?;
        let [amount, fee, refunded] = amounts.map(|amount: Decimal| number(locale, amount));
        let code = sale.code.as_deref().unwrap_or(td_string!(locale, sales.till));
        writer
            .write_record([
                moment(sale.created_at),
                id.reference(),
                state_text_in(locale, sale.state).to_owned(),
                text(code).into_owned(),
                text(&sale.note.unwrap_or_default()).into_owned(),
                text(&sale.payer).into_owned(),
                amount,
                fee,
                refunded,
                currency,
                paid_at.map(moment).unwrap_or_default(),
            ])
            .map_err(CsvError::from)?;
    }
    Ok(finished(writer)?)
}
