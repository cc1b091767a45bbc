//! The receipt of one payment, on one page: what its page on the site says, to keep or to show somebody.
#![expect(clippy::float_arithmetic, reason = "places on paper, no money")]
use app::activity::model::{ActivityKind, Receipt};
use app::activity::words::{failure_text, headline, refund_text};
use app::i18n::{Locale, td_string};
use app::ui::format::{date, date_and_time, money, rate};
use app::ui::{country_name_in, status_text_in};
use chrono::{DateTime, NaiveDate, Utc};
use domain::bank::payment_state::TransactionState;

use super::sheet::{DocumentError, Ink, MARGIN, RIGHT, Sheet, Style, Weight, on_paper};

const TITLE: Style = Style { size: 22.0, weight: Weight::SemiBold, ink: Ink::Black };
const BRAND: Style = Style { size: 20.0, weight: Weight::SemiBold, ink: Ink::Fjord };
const AMOUNT: Style = Style { size: 34.0, weight: Weight::SemiBold, ink: Ink::Black };
const LABEL: Style = Style { size: 10.5, weight: Weight::Regular, ink: Ink::Grey };
const VALUE: Style = Style { size: 10.5, weight: Weight::Regular, ink: Ink::Black };
const STRONG: Style = Style { size: 11.5, weight: Weight::SemiBold, ink: Ink::Black };
const FAILED: Style = Style { size: 11.5, weight: Weight::SemiBold, ink: Ink::Red };
const SMALL: Style = Style { size: 9.0, weight: Weight::Regular, ink: Ink::Grey };
/// From one line to the next, and from one part to the next.
const LINE: f32 = 20.0;
const PART: f32 = 16.0;
const FOOT: f32 = 790.0;

/// # Errors
/// When the document cannot be made.
pub fn receipt(receipt: &Receipt, locale: Locale) -> Result<Vec<u8>, DocumentError> {
    let locale = on_paper(locale);
    let mut page = Page { sheet: Sheet::default(), y: MARGIN + 14.0, locale };
    page.head(receipt);
    page.steps(receipt);
    page.facts(receipt);
    page.price(receipt);
    page.foot(receipt);
    let title = format!("{} {}", td_string!(locale, activity.receipt), receipt.reference);
    page.sheet.document(&title, locale, receipt.now)
}

/// The sheet, and how far down it is written.
struct Page {
    sheet: Sheet,
    y: f32,
    locale: Locale,
}

impl Page {
    fn head(&mut self, receipt: &Receipt) {
        let locale = self.locale;
        self.sheet.text(MARGIN, self.y, BRAND, "drop");
        let name = format!("{} · {}", td_string!(locale, activity.receipt), receipt.reference);
        self.sheet.text_before(RIGHT, self.y, LABEL, name);
        self.y += 52.0;
        self.sheet.text(MARGIN, self.y, TITLE, headline(locale, receipt));
        self.y += 52.0;
        self.sheet.text(MARGIN, self.y, AMOUNT, money(locale, lead(receipt)));
        // Beside the amount: a long name needs its line for itself.
        let failed = receipt.status == TransactionState::Failed;
        let style = if failed { FAILED } else { STRONG };
        self.sheet.text_before(RIGHT, self.y, style, status_text_in(locale, receipt.status));
        self.y += 26.0;
        let to = td_string!(locale, activity.to_name, name = receipt.kind.counterpart().to_owned());
        self.sheet.text(MARGIN, self.y, STRONG, to);
        if let Some(reason) = receipt.failure {
            self.y += LINE;
            self.sheet.text(MARGIN, self.y, VALUE, failure_text(locale, reason));
        }
        self.y += LINE;
        self.rule();
    }

    /// When each step was reached; a payment that came back keeps both facts.
    fn steps(&mut self, receipt: &Receipt) {
        let (locale, steps) = (self.locale, &receipt.steps);
        let reached = [
            (td_string!(locale, activity.step_ordered), Some(receipt.created_at)),
            (td_string!(locale, activity.step_approved), steps.approved_at),
            (td_string!(locale, activity.step_left_bank), steps.left_bank_at),
            (td_string!(locale, activity.step_credited), steps.credited_at),
            (td_string!(locale, activity.step_failed), steps.failed_at),
        ];
        for (label, at) in reached {
            if let Some(at) = at {
                let when = self.moment(at);
                self.pair(label, when);
            }
        }
        self.rule();
    }

    fn facts(&mut self, receipt: &Receipt) {
        let locale = self.locale;
        if let ActivityKind::Refund { shop, .. } = &receipt.kind {
            self.pair(td_string!(locale, activity.refund_from), shop.as_str());
        }
        let recipient = match &receipt.shop {
            Some(_) => td_string!(locale, pay.shop),
            None => td_string!(locale, activity.recipient),
        };
        self.pair(recipient, receipt.kind.counterpart());
        if let Some(shop) = &receipt.shop {
            self.pair(td_string!(locale, pay.org_number), shop.org_number.as_str());
            if let Some(words) = &shop.reference {
                self.pair(td_string!(locale, pay.reference), words.as_str());
            }
        }
        if let ActivityKind::Remittance { country, .. } = receipt.kind {
            self.pair(td_string!(locale, send.country), country_name_in(locale, country));
        }
        if let Some(iban) = &receipt.to_iban {
            self.pair(td_string!(locale, activity.to_account), iban.as_str());
        }
        if let Some(iban) = &receipt.from_iban {
            let bank = receipt.from_bank.as_deref().unwrap_or_default();
            self.pair(td_string!(locale, activity.from_account), format!("{bank} {iban}").trim());
        }
        self.pair(td_string!(locale, activity.reference), receipt.reference.as_str());
        self.rule();
    }

    fn price(&mut self, receipt: &Receipt) {
        let locale = self.locale;
        if let Some(sent) = receipt.send {
            self.pair(td_string!(locale, send.amount), money(locale, sent));
            self.pair(td_string!(locale, send.fee), money(locale, receipt.fee));
        }
        if let Some(given) = receipt.rate {
            let text = format!("1 NOK = {} {}", rate(locale, given), lead(receipt).currency());
            self.pair(td_string!(locale, activity.rate), text);
        }
        if let Some((mid, day)) = receipt.mid_rate {
            let day = date(locale, day, NaiveDate::default());
            let label = td_string!(locale, activity.mid_rate, day = day);
            self.pair(&label, rate(locale, mid));
        }
        if let Some(margin) = receipt.margin {
            self.pair(td_string!(locale, send.margin), money(locale, margin));
        }
        self.y += 4.0;
        self.sheet.text(MARGIN, self.y, STRONG, td_string!(locale, activity.debited));
        self.sheet.text_before(RIGHT, self.y, STRONG, money(locale, receipt.amount));
        self.y += LINE;
        for refund in &receipt.refunds {
            let label = refund_text(locale, refund, DateTime::UNIX_EPOCH);
            self.pair(&label, money(locale, refund.amount));
        }
    }

    fn foot(&mut self, receipt: &Receipt) {
        let locale = self.locale;
        self.sheet.line(FOOT - 18.0);
        self.sheet.text(MARGIN, FOOT, SMALL, td_string!(locale, activity.receipt_foot));
        let when = self.moment(receipt.now);
        let issued = td_string!(locale, activity.issued, when = when);
        self.sheet.text(MARGIN, FOOT + 14.0, SMALL, issued);
    }

    fn pair(&mut self, label: &str, value: impl Into<String>) {
        self.sheet.text(MARGIN, self.y, LABEL, label);
        self.sheet.text_before(RIGHT, self.y, VALUE, value);
        self.y += LINE;
    }

    fn rule(&mut self) {
        self.y += PART - LINE / 2.0;
        self.sheet.line(self.y);
        self.y += PART + LINE / 2.0;
    }

    /// On paper the year is always said: nobody knows when it will be read.
    fn moment(&self, at: DateTime<Utc>) -> String {
        date_and_time(self.locale, at, DateTime::UNIX_EPOCH)
    }
}

/// The amount that the receipt is about: what arrives abroad, or what a shop was paid.
fn lead(receipt: &Receipt) -> domain::money::Money {
    match &receipt.kind {
        ActivityKind::Remittance { receive, .. } => *receive,
        ActivityKind::QrPayment { .. } | ActivityKind::Refund { .. } => receipt.amount,
    }
}
