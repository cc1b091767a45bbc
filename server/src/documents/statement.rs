//! The statement of a shop's day or month: what its page on the site says, on as many pages as it takes.
#![expect(clippy::float_arithmetic, reason = "places on paper, no money")]
use app::i18n::{Locale, td_string};
use app::merchant::sales::model::{EntryRow, Statement};
use app::merchant::sales::words::{entry_text, period_text};
use app::ui::format::{date, date_and_time, money, number};
use chrono::DateTime;
use domain::merchant::statement::Totals;

use super::sheet::{DocumentError, Ink, MARGIN, RIGHT, Sheet, Style, Weight, on_paper};

const TITLE: Style = Style { size: 22.0, weight: Weight::SemiBold, ink: Ink::Black };
const BRAND: Style = Style { size: 20.0, weight: Weight::SemiBold, ink: Ink::Fjord };
const LABEL: Style = Style { size: 9.5, weight: Weight::Regular, ink: Ink::Grey };
const VALUE: Style = Style { size: 9.5, weight: Weight::Regular, ink: Ink::Black };
const STRONG: Style = Style { size: 11.0, weight: Weight::SemiBold, ink: Ink::Black };
const SMALL: Style = Style { size: 8.5, weight: Weight::Regular, ink: Ink::Grey };
const LINE: f32 = 17.0;
const PART: f32 = 22.0;
/// Where the last line of a page may stand, and its foot.
const BOTTOM: f32 = 760.0;
const FOOT: f32 = 800.0;
/// Where the columns of a table end: number, gross, refunds, fee, net.
const COLUMNS: [f32; 5] = [250.0, 330.0, 405.0, 465.0, RIGHT];
/// What a column for a name has room for.
const NAME_MAX_CHARS: usize = 30;

/// # Errors
/// When the document cannot be made.
pub fn statement(statement: &Statement, locale: Locale) -> Result<Vec<u8>, DocumentError> {
    let locale = on_paper(locale);
    let mut paper = Paper { done: Vec::new(), sheet: Sheet::default(), y: MARGIN + 14.0, locale };
    let title = td_string!(locale, sales.statement_of, period = period_text(locale, statement.of.period));
    let title = title.clone();
    paper.head(statement, &title);
    paper.sums(statement.of.totals);
    paper.tables(statement);
    paper.entries(&statement.entries, statement.more_entries);
    paper.rules();
    Sheet::bound(&paper.finished(statement), &title, locale, statement.now)
}

/// The sheets that are full, the one that is written, and how far down.
struct Paper {
    done: Vec<Sheet>,
    sheet: Sheet,
    y: f32,
    locale: Locale,
}

impl Paper {
    fn head(&mut self, statement: &Statement, title: &str) {
        let locale = self.locale;
        self.sheet.text(MARGIN, self.y, BRAND, "drop");
        self.sheet.text_before(RIGHT, self.y, STRONG, statement.shop.name.clone());
        self.y += LINE;
        let number = format!("{} {}", td_string!(locale, sales.org_number), statement.org_number);
        self.sheet.text_before(RIGHT, self.y, LABEL, number);
        if let Some(address) = &statement.address {
            self.y += LINE;
            self.sheet.text_before(RIGHT, self.y, LABEL, address.clone());
        }
        self.y += 40.0;
        self.sheet.text(MARGIN, self.y, TITLE, title);
        self.y += LINE;
        let state = if statement.of.closed {
            td_string!(locale, sales.closed_period)
        } else {
            td_string!(locale, sales.open_period)
        };
        self.sheet.text(MARGIN, self.y, LABEL, state);
        self.y += PART;
    }

    fn sums(&mut self, totals: Totals) {
        let locale = self.locale;
        self.pair(LABEL, td_string!(locale, sales.number), totals.sales.to_string());
        self.pair(LABEL, td_string!(locale, sales.gross), money(locale, totals.gross));
        self.pair(LABEL, td_string!(locale, sales.refunded), money(locale, totals.refunded.negated()));
        self.pair(LABEL, td_string!(locale, sales.fee), money(locale, totals.fee.negated()));
        let net = totals.net().map(|net| money(locale, net)).unwrap_or_default();
        self.pair(STRONG, td_string!(locale, sales.net), net);
        self.y += PART;
    }

    fn tables(&mut self, statement: &Statement) {
        let locale = self.locale;
        let till = td_string!(locale, sales.till);
        let codes = statement.by_code.iter().map(|one| {
            (one.code.as_ref().map_or_else(|| till.to_owned(), |code| code.name.clone()), one.totals)
        });
        self.table(td_string!(locale, sales.by_code_title), td_string!(locale, sales.code), codes);
        // The year stands in the title.
        let last = statement.of.period.last();
        let days = statement.by_day.iter().map(|one| (date(locale, one.day, last), one.totals));
        self.table(td_string!(locale, sales.by_day_title), td_string!(locale, sales.day), days);
    }

    fn table(&mut self, title: &str, first: &str, rows: impl Iterator<Item = (String, Totals)>) {
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            return;
        }
        let locale = self.locale;
        self.room(LINE * 4.0);
        self.sheet.text(MARGIN, self.y, STRONG, title);
        self.y += LINE;
        let heads = [
            td_string!(locale, sales.number),
            td_string!(locale, sales.gross),
            td_string!(locale, sales.refunded),
            td_string!(locale, sales.fee),
            td_string!(locale, sales.net),
        ];
        self.columns(LABEL, first, heads.map(str::to_owned));
        for (name, totals) in rows {
            let net = totals.net().map(|net| number(locale, net)).unwrap_or_default();
            let sums = [totals.gross, totals.refunded, totals.fee].map(|sum| number(locale, sum));
            let [gross, refunded, fee] = sums;
            self.columns(VALUE, &name, [totals.sales.to_string(), gross, refunded, fee, net]);
        }
        self.y += PART;
    }

    fn columns(&mut self, style: Style, name: &str, cells: [String; 5]) {
        self.room(LINE);
        let name: String = name.chars().take(NAME_MAX_CHARS).collect();
        self.sheet.text(MARGIN, self.y, style, name);
        for (right, cell) in COLUMNS.into_iter().zip(cells) {
            self.sheet.text_before(right, self.y, style, cell);
        }
        self.y += LINE;
    }

    /// Of a day: what happened, in order.
    fn entries(&mut self, entries: &[EntryRow], more: bool) {
        if entries.is_empty() {
            return;
        }
        let locale = self.locale;
        self.room(LINE * 3.0);
        self.sheet.text(MARGIN, self.y, STRONG, td_string!(locale, sales.entries));
        self.y += LINE;
        for entry in entries {
            self.room(LINE);
            let when = app::ui::format::time(entry.at);
            let what = format!("{when}  {}", entry_text(locale, entry.kind));
            self.sheet.text(MARGIN, self.y, VALUE, what);
            self.sheet.text_before(COLUMNS[2], self.y, LABEL, entry.sale.reference());
            self.sheet.text_before(RIGHT, self.y, VALUE, number(locale, entry.amount));
            self.y += LINE;
        }
        if more {
            self.room(LINE);
            self.sheet.text(MARGIN, self.y, LABEL, td_string!(locale, sales.entries_more));
            self.y += LINE;
        }
        self.y += PART;
    }

    /// How the fee was counted, a sentence to a line: a line has room for one.
    fn rules(&mut self) {
        let text = td_string!(self.locale, sales.fee_rule);
        for sentence in text.split_inclusive(". ") {
            self.room(LINE);
            self.sheet.text(MARGIN, self.y, SMALL, sentence.trim());
            self.y += 13.0;
        }
    }

    fn pair(&mut self, style: Style, label: &str, value: String) {
        self.sheet.text(MARGIN, self.y, style, label);
        self.sheet.text_before(RIGHT, self.y, if style.ink == Ink::Grey { VALUE } else { style }, value);
        self.y += LINE;
    }

    /// Begins another sheet when this one has no room for so much.
    fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.done.push(std::mem::take(&mut self.sheet));
            self.y = MARGIN + 14.0;
        }
    }

    /// All sheets, each with its number.
    fn finished(mut self, statement: &Statement) -> Vec<Sheet> {
        let locale = self.locale;
        self.done.push(self.sheet);
        let pages = self.done.len();
        let when = date_and_time(locale, statement.now, DateTime::UNIX_EPOCH);
        let issued = td_string!(locale, activity.issued, when = when);
        for (sheet, page) in self.done.iter_mut().zip(1_usize..) {
            sheet.line(FOOT - 14.0);
            sheet.text(MARGIN, FOOT, SMALL, issued.clone());
            let number = td_string!(locale, sales.page_of, page = page, pages = pages);
            sheet.text_before(RIGHT, FOOT, SMALL, number);
        }
        self.done
    }
}
