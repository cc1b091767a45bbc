//! What a statement adds up, as a file for a spreadsheet: every entry is a line, with the shop's signs.
use domain::csv_cell::text;

use crate::csv_file::{CsvError, finished, headed, moment, number, writer};
use crate::i18n::{Locale, td_string};
use crate::merchant::sales::service::SalesError;
use crate::merchant::sales::store::EntryRow;
use crate::merchant::sales::words::entry_text;

/// The names of the columns.
pub(super) fn head(locale: Locale) -> Result<Vec<u8>, CsvError> {
    headed(
        locale,
        [
            td_string!(locale, activity.date),
            td_string!(locale, sales.booked_at),
            td_string!(locale, activity.csv_type),
            td_string!(locale, sales.sale_reference),
            td_string!(locale, activity.reference),
            td_string!(locale, sales.code),
            td_string!(locale, sales.amount),
            td_string!(locale, sales.fee),
            td_string!(locale, sales.net),
            td_string!(locale, activity.csv_currency),
        ],
    )
}

/// One line for each entry.
pub(super) fn lines(locale: Locale, rows: Vec<EntryRow>) -> Result<Vec<u8>, SalesError> {
    let mut writer = writer(locale);
    for row in rows {
        let (day, amounts) = (row.day, [row.amount, row.fee, row.amount - row.fee]);
        let (code, currency) = (row.code.clone(), row.currency.clone());
        let entry = super::entry(row)?;
        let [amount, fee, net] = amounts.map(|amount| number(locale, amount));
        let code = code.as_deref().unwrap_or(td_string!(locale, sales.till));
        writer
            .write_record([
                day.to_string(),
                moment(entry.at),
                entry_text(locale, entry.kind).to_owned(),
                entry.sale.reference(),
                entry.transaction.reference(),
                text(code).into_owned(),
                amount,
                fee,
                net,
                currency,
            ])
            .map_err(CsvError::from)?;
    }
    Ok(finished(writer)?)
}
