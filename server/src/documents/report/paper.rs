//! A report to read and to print, on as many pages as it takes.
#![expect(clippy::float_arithmetic, reason = "places on paper, no money")]
use app::backoffice::reports::documents::ReportFile;
use app::backoffice::reports::words::{
    country_text, identity_text, indicator_text, kind_text, payments_text, rule_text, state_text,
};
use app::i18n::{Locale, td_string};
use app::ui::format::{date, date_and_time, money};
use app::ui::status_text_in;
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::report::{Content, ReportedPayment, ReportedStatement};

use super::super::sheet::{Ink, MARGIN, RIGHT, Sheet, Style, Weight, width};
use super::{REPORTER, ReportError};

const LOCALE: Locale = Locale::nb;
const TITLE: Style = Style { size: 20.0, weight: Weight::SemiBold, ink: Ink::Black };
const BRAND: Style = Style { size: 18.0, weight: Weight::SemiBold, ink: Ink::Fjord };
const HEAD: Style = Style { size: 12.0, weight: Weight::SemiBold, ink: Ink::Black };
const LABEL: Style = Style { size: 9.5, weight: Weight::Regular, ink: Ink::Grey };
const VALUE: Style = Style { size: 9.5, weight: Weight::Regular, ink: Ink::Black };
const STRONG: Style = Style { size: 9.5, weight: Weight::SemiBold, ink: Ink::Black };
const SMALL: Style = Style { size: 8.0, weight: Weight::Regular, ink: Ink::Grey };
const DRAFT: Style = Style { size: 11.0, weight: Weight::SemiBold, ink: Ink::Red };
const LINE: f32 = 14.0;
const PART: f32 = 16.0;
/// Where values begin, beside their labels.
const VALUES: f32 = MARGIN + 130.0;
/// Where the last line of a page may stand, and its foot.
const BOTTOM: f32 = 765.0;
const FOOT: f32 = 806.0;

/// # Errors
/// See [`ReportError`].
pub fn paper(file: &ReportFile) -> Result<Vec<u8>, ReportError> {
    let mut paper = Paper { done: Vec::new(), sheet: Sheet::default(), y: MARGIN + 10.0 };
    let content = &file.content;
    paper.head(file);
    paper.person(file);
    paper.section(td_string!(LOCALE, reports.suspicion));
    paper.text(VALUE, MARGIN, &content.suspicion);
    paper.section(td_string!(LOCALE, reports.action));
    paper.text(VALUE, MARGIN, &content.action);
    paper.section(td_string!(LOCALE, reports.indicators));
    for indicator in &content.indicators {
        paper.text(VALUE, MARGIN, &format!("– {}", indicator_text(LOCALE, *indicator)));
    }
    paper.section(td_string!(LOCALE, reports.statements));
    for (statement, place) in content.statements.iter().zip(1_usize..) {
        paper.statement(content, statement, place);
    }
    paper.alerts(content);
    paper.signed(content);
    let title = content.reference.clone().unwrap_or_else(|| td_string!(LOCALE, reports.doc_title).to_owned());
    Ok(Sheet::bound(&paper.finished(file), &title, LOCALE, file.now)?)
}

/// The sheets that are full, the one that is written, and how far down.
struct Paper {
    done: Vec<Sheet>,
    sheet: Sheet,
    y: f32,
}

impl Paper {
    fn head(&mut self, file: &ReportFile) {
        let content = &file.content;
        self.sheet.text(MARGIN, self.y, BRAND, "drop");
        match &content.reference {
            Some(reference) => self.sheet.text_before(RIGHT, self.y, HEAD, reference.as_str()),
            None => self.sheet.text_before(RIGHT, self.y, DRAFT, td_string!(LOCALE, reports.doc_draft)),
        }
        self.y += 34.0;
        self.sheet.text(MARGIN, self.y, TITLE, td_string!(LOCALE, reports.doc_title));
        self.y += LINE + 6.0;
        self.text(SMALL, MARGIN, td_string!(LOCALE, reports.doc_law));
        self.y += 4.0;
        self.pair(td_string!(LOCALE, reports.doc_reporter), REPORTER);
        self.pair(td_string!(LOCALE, reports.state), state_text(LOCALE, file.state));
        if let Some(at) = content.submitted_at {
            self.pair(td_string!(LOCALE, reports.submitted), &moment(at));
        }
        if let Some(receipt) = &file.receipt {
            self.pair(td_string!(LOCALE, reports.receipt), receipt);
        }
    }

    fn person(&mut self, file: &ReportFile) {
        let person = &file.content.person;
        let unknown = td_string!(LOCALE, reports.unknown);
        self.section(td_string!(LOCALE, reports.person));
        self.pair(td_string!(LOCALE, reports.name), &person.name());
        let born = person.birth_date.map(|born| date(LOCALE, born, NaiveDate::default()));
        self.pair(td_string!(LOCALE, reports.birth_date), born.as_deref().unwrap_or(unknown));
        let masked = person.number.as_ref().map(|number| number.masked.as_str());
        let number = file.national_id.as_deref().or(masked);
        self.pair(td_string!(LOCALE, reports.national_id), number.unwrap_or(unknown));
        self.pair(td_string!(LOCALE, reports.nationality), person.nationality.as_deref().unwrap_or(unknown));
        let address = person.street.as_ref().map(|street| {
            let (code, city) = (person.postal_code.as_deref(), person.city.as_deref());
            format!("{street}, {} {}", code.unwrap_or_default(), city.unwrap_or_default())
        });
        self.pair(td_string!(LOCALE, reports.address), address.as_deref().unwrap_or(unknown));
        self.pair(td_string!(LOCALE, reports.occupation), person.occupation.as_deref().unwrap_or(unknown));
        self.pair(td_string!(LOCALE, reports.phone), person.phone.as_deref().unwrap_or(unknown));
        self.pair(td_string!(LOCALE, reports.email), &person.email);
        self.pair(td_string!(LOCALE, reports.customer_since), &moment(person.customer_since));
        self.pair(td_string!(LOCALE, reports.identity), identity_text(LOCALE, person.identity));
        self.pair(td_string!(LOCALE, reports.customer_id), person.id.as_str());
    }

    /// What happened, and in which payments.
    fn statement(&mut self, content: &Content, statement: &ReportedStatement, place: usize) {
        self.room(LINE * 3.0);
        self.text(STRONG, MARGIN, &td_string!(LOCALE, reports.statement, number = place));
        self.text(VALUE, MARGIN, &statement.text);
        self.text(LABEL, MARGIN, &payments_text(LOCALE, statement.payments.len()));
        for payment in statement.payments.iter().filter_map(|id| content.payment(id)) {
            self.payment(payment);
        }
        self.y += LINE / 2.0;
    }

    /// Three lines: when and how much, from where, and to whom.
    fn payment(&mut self, payment: &ReportedPayment) {
        self.room(LINE * 3.5);
        let what = format!(
            "{}  {}  {}  {}",
            moment(payment.at),
            payment.id,
            kind_text(LOCALE, payment.kind),
            status_text_in(LOCALE, payment.status)
        );
        self.sheet.text(MARGIN, self.y, VALUE, what);
        self.sheet.text_before(RIGHT, self.y, STRONG, money(LOCALE, payment.principal()));
        self.y += LINE;
        let account = payment.from_account.as_deref().unwrap_or_default();
        let bank = payment.from_bank.as_deref().unwrap_or_default();
        let from = format!("{}: {} {account} {bank}", td_string!(LOCALE, reports.payer), payment.payer_name);
        self.text(LABEL, MARGIN + 12.0, from.trim_end());
        let account = payment.to_account.as_deref().unwrap_or_default();
        let country = country_text(LOCALE, &payment.to_country);
        let received = payment.received.map(|sum| format!(", {}", money(LOCALE, sum))).unwrap_or_default();
        let recipient = td_string!(LOCALE, reports.recipient);
        let to = format!("{recipient}: {} {account}, {country}{received}", payment.to_name);
        self.text(LABEL, MARGIN + 12.0, &to);
    }

    fn alerts(&mut self, content: &Content) {
        self.section(td_string!(LOCALE, reports.doc_alerts));
        for alert in &content.alerts {
            let line =
                format!("{}  {}  {}", moment(alert.raised_at), rule_text(LOCALE, &alert.rule), alert.id);
            self.text(VALUE, MARGIN, &line);
        }
    }

    fn signed(&mut self, content: &Content) {
        let Some((prepared, approved)) = content.prepared_by.as_ref().zip(content.approved_by.as_ref())
        else {
            return;
        };
        let when = content.submitted_at.map(moment).unwrap_or_default();
        let (prepared, approved) = (prepared.name(), approved.name());
        let text =
            td_string!(LOCALE, reports.doc_signed, prepared = prepared, approved = approved, when = when);
        self.y += PART / 2.0;
        self.room(LINE * 2.0);
        self.text(STRONG, MARGIN, &text);
    }

    fn section(&mut self, title: &str) {
        self.y += PART / 2.0;
        self.room(LINE * 3.0);
        self.sheet.line(self.y - LINE + 2.0);
        self.y += 4.0;
        self.sheet.text(MARGIN, self.y, HEAD, title);
        self.y += LINE + 2.0;
    }

    fn pair(&mut self, label: &str, value: &str) {
        self.room(LINE);
        self.sheet.text(MARGIN, self.y, LABEL, label);
        self.text(VALUE, VALUES, value);
    }

    /// As many lines as it takes.
    fn text(&mut self, style: Style, left: f32, text: &str) {
        for line in wrapped(text, style, RIGHT - left) {
            self.room(LINE);
            self.sheet.text(left, self.y, style, line);
            self.y += LINE;
        }
    }

    /// Begins another sheet when this one has no room for so much.
    fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.done.push(std::mem::take(&mut self.sheet));
            self.y = MARGIN + 10.0;
        }
    }

    /// All sheets, each with its number and with what tells that nothing was changed.
    fn finished(mut self, file: &ReportFile) -> Vec<Sheet> {
        self.done.push(self.sheet);
        let pages = self.done.len();
        let seal = match &file.sealed {
            Some((_, hash)) => format!("SHA-256 {hash}"),
            None => td_string!(LOCALE, reports.doc_draft).to_owned(),
        };
        for (sheet, page) in self.done.iter_mut().zip(1_usize..) {
            sheet.line(FOOT - 14.0);
            sheet.text(MARGIN, FOOT, SMALL, seal.clone());
            let number = td_string!(LOCALE, sales.page_of, page = page, pages = pages);
            sheet.text_before(RIGHT, FOOT, SMALL, number);
        }
        self.done
    }
}

/// On paper the year is always said: nobody knows when it will be read.
fn moment(at: DateTime<Utc>) -> String {
    date_and_time(LOCALE, at, DateTime::UNIX_EPOCH)
}

/// A text in lines of at most this width. A word that is longer stands on a line of its own, cut where it ends.
fn wrapped(text: &str, style: Style, room: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if width(&longer, style) <= room {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = broken(word, style, room, &mut lines);
        }
        lines.push(line);
    }
    lines
}

/// Puts all of a word but its end on lines of their own.
fn broken(word: &str, style: Style, room: f32, lines: &mut Vec<String>) -> String {
    let mut part = String::new();
    for letter in word.chars() {
        part.push(letter);
        if width(&part, style) > room {
            part.pop();
            lines.push(std::mem::take(&mut part));
            part.push(letter);
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_wide_as_there_is_room() {
        let text = "Ni overføringer på 7 990 kroner.\n\nAlle til den samme kontoen i Serbia, ".repeat(4);
        let lines = wrapped(&text, VALUE, 200.0);
        assert!(lines.iter().all(|line| width(line, VALUE) <= 200.0), "{lines:?}");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&lines.join(" ")), words(&text));
        let long = wrapped(&"x".repeat(200), VALUE, 100.0);
        assert!(long.len() > 5 && long.concat().len() == 200, "{long:?}");
    }
}
