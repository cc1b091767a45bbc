//! A report as goAML 5.0.1, for the authorities that take it. The order of elements is the schema's: a reader that checks
//! refuses any other.
use std::io;

use app::backoffice::reports::documents::ReportFile;
use app::backoffice::reports::words::kind_text;
use app::i18n::Locale;
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::oslo;
use domain::compliance::report::{Content, Reported, ReportedPayment, Signatory, TEXT_MAX_CHARS};
use domain::history::PaymentKind;
use domain::ids::TransactionId;
use domain::latin::plain;
use domain::money::Money;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{REPORTER, ReportError};

const SCHEMA: &str = "5.0.1";
/// What the authority calls whoever reports. Økokrim takes no goAML, so that nobody has given Drop a number.
const ENTITY: &str = "1";
/// Electronic funds transfer, in UNODC's lists of funds and of ways to pay.
const FUNDS: &str = "ELCFT";
const WAY: &str = "ELCFT";
const HOME: &str = "NO";
/// UNODC's lists of contacts and of means of communication: private, mobile.
const PRIVATE: &str = "P";
const MOBILE: &str = "M";
/// Neither told nor asked.
const UNKNOWN: &str = "-";

/// # Errors
/// See [`ReportError`].
pub fn goaml(file: &ReportFile) -> Result<Vec<u8>, ReportError> {
    let content = &file.content;
    let (reference, at) =
        content.reference.as_deref().zip(content.submitted_at).ok_or(ReportError::NotSubmitted)?;
    let mut xml = Xml(Writer::new_with_indent(Vec::new(), b' ', 2));
    xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.within("report", |xml| {
        xml.text("schema_version", SCHEMA)?;
        xml.text("rentity_id", ENTITY)?;
        xml.text("rentity_branch", REPORTER)?;
        xml.text("submission_code", "E")?;
        xml.text("report_code", "STR")?;
        xml.text("entity_reference", reference)?;
        xml.text("submission_date", &moment(at))?;
        xml.text("currency_code_local", "NOK")?;
        if let Some(officer) = &content.approved_by {
            reporting_person(xml, officer)?;
        }
        xml.text("reason", &content.suspicion)?;
        xml.text("action", &content.action)?;
        for payment in &content.payments {
            transaction(xml, file, payment)?;
        }
        xml.within("report_indicators", |xml| {
            content.indicators.iter().try_for_each(|it| xml.text("indicator", &it.as_str().to_uppercase()))
        })
    })?;
    Ok(xml.0.into_inner())
}

fn reporting_person(xml: &mut Xml, officer: &Signatory) -> io::Result<()> {
    xml.within("reporting_person", |xml| {
        xml.text("first_name", &latin(&officer.first_name))?;
        xml.text("last_name", &latin(&officer.last_name))?;
        xml.text("occupation", "Compliance officer")
    })
}

fn transaction(xml: &mut Xml, file: &ReportFile, payment: &ReportedPayment) -> io::Result<()> {
    let content = &file.content;
    xml.within("transaction", |xml| {
        xml.text("transactionnumber", payment.id.as_str())?;
        xml.text("internal_ref_number", &payment.id.reference())?;
        xml.text("transaction_location", "Online")?;
        xml.text("transaction_description", &description(content, &payment.id, payment.kind))?;
        xml.text("date_transaction", &moment(payment.at))?;
        xml.text("transmode_code", WAY)?;
        xml.text("amount_local", &amount(payment.principal()))?;
        if payment.payer == content.person.id {
            xml.within("t_from_my_client", |xml| {
                xml.text("from_funds_code", FUNDS)?;
                xml.within("from_person", |xml| person(xml, file, payment))?;
                xml.text("from_country", HOME)
            })?;
        } else {
            xml.within("t_from", |xml| {
                xml.text("from_funds_code", FUNDS)?;
                xml.within("from_person", |xml| names(xml, &payment.payer_name))?;
                xml.text("from_country", HOME)
            })?;
        }
        xml.within("t_to", |xml| {
            xml.text("to_funds_code", FUNDS)?;
            foreign_currency(xml, payment)?;
            match &payment.to_account {
                Some(account) => xml.within("to_account", |xml| {
                    xml.text("institution_code", institution(account))?;
                    xml.text("account", account)?;
                    let currency = payment.received.unwrap_or(payment.amount).currency();
                    xml.text("currency_code", currency.code())?;
                    xml.text("account_name", &latin(&payment.to_name))
                })?,
                None => xml.within("to_person", |xml| names(xml, &payment.to_name))?,
            }
            xml.text("to_country", &payment.to_country)
        })
    })
}

/// What arrives, where it is not kroner.
fn foreign_currency(xml: &mut Xml, payment: &ReportedPayment) -> io::Result<()> {
    let Some((received, rate)) = payment.received.zip(payment.rate) else { return Ok(()) };
    xml.within("to_foreign_currency", |xml| {
        xml.text("foreign_currency_code", received.currency().code())?;
        xml.text("foreign_amount", &amount(received))?;
        xml.text("foreign_exchange_rate", &rate.display_string())
    })
}

/// What the statements say that this payment is in.
fn description(content: &Content, payment: &TransactionId, kind: PaymentKind) -> String {
    let told =
        content.statements.iter().filter(|it| it.payments.contains(payment)).map(|it| it.text.as_str());
    let told: Vec<&str> = told.collect();
    let all = format!("{}. {}", kind_text(Locale::nb, kind), told.join(" "));
    all.chars().take(TEXT_MAX_CHARS).collect()
}

/// The customer: the schema has the national number before the nationality, and the occupation at the end.
fn person(xml: &mut Xml, file: &ReportFile, payment: &ReportedPayment) -> io::Result<()> {
    let person = &file.content.person;
    xml.text("gender", UNKNOWN)?;
    xml.text("first_name", &latin(&person.first_name))?;
    xml.text("last_name", &latin(&person.last_name))?;
    if let Some(born) = person.birth_date {
        xml.text("birthdate", &day(born))?;
    }
    if let Some(number) = &file.national_id {
        xml.text("ssn", number)?;
    }
    if let Some(nationality) = &person.nationality {
        xml.text("nationality1", nationality)?;
    }
    xml.text("residence", HOME)?;
    if let Some(number) = &person.phone {
        xml.within("phones", |xml| {
            xml.within("phone", |xml| {
                xml.text("tph_contact_type", PRIVATE)?;
                xml.text("tph_communication_type", MOBILE)?;
                xml.text("tph_number", number)
            })
        })?;
    }
    address(xml, person)?;
    xml.text("email", &person.email)?;
    if let Some(occupation) = &person.occupation {
        xml.text("occupation", occupation)?;
    }
    xml.text("comments", &comments(person, payment))
}

fn address(xml: &mut Xml, person: &Reported) -> io::Result<()> {
    let Some((street, city)) = person.street.as_ref().zip(person.city.as_ref()) else { return Ok(()) };
    xml.within("addresses", |xml| {
        xml.within("address", |xml| {
            xml.text("address_type", PRIVATE)?;
            xml.text("address", street)?;
            xml.text("city", city)?;
            if let Some(code) = &person.postal_code {
                xml.text("zip", code)?;
            }
            xml.text("country_code", HOME)
        })
    })
}

/// What the schema has no place for: the name as it is spelt, and the account of another institution.
fn comments(person: &Reported, payment: &ReportedPayment) -> String {
    let account = payment.from_account.as_deref().unwrap_or(UNKNOWN);
    let bank = payment.from_bank.as_deref().unwrap_or_default();
    format!("{}, {account} {bank}", person.name()).trim_end().to_owned()
}

fn names(xml: &mut Xml, name: &str) -> io::Result<()> {
    let name = latin(name);
    let (first, last) = name.rsplit_once(' ').unwrap_or((UNKNOWN, name.as_str()));
    xml.text("first_name", first)?;
    xml.text("last_name", last)
}

/// Names have no letters but A to Z in goAML.
fn latin(name: &str) -> String {
    plain(name).unwrap_or_else(|| name.to_owned())
}

/// The bank's part of an IBAN: after the country and the check digits.
fn institution(account: &str) -> &str {
    account.get(4..8).unwrap_or(UNKNOWN)
}

fn amount(money: Money) -> String {
    money.to_decimal_string()
}

/// Oslo's clock, without an offset, as the schema has it.
fn moment(at: DateTime<Utc>) -> String {
    oslo(at).format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn day(date: NaiveDate) -> String {
    format!("{date}T00:00:00")
}

/// Elements within elements.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        // XML has no way to write the others.
        let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        self.0.create_element(name).write_text_content(BytesText::new(&text))?;
        Ok(())
    }

    fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.0.write_event(Event::Start(BytesStart::new(name)))?;
        inside(self)?;
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }
}
