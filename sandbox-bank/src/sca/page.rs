//! What the approval pages say: plain HTML that works without JavaScript.

use super::attempts_left;
use super::store::Authorisation;
use crate::account_number::grouped;
use crate::accounts::store::Account;
use crate::consents::Consent;
use crate::consents::store::Psu;
use crate::fields;
use crate::html::{amount, escape};
use crate::payments::Payment;

fn row(label: &str, id: &str, value: &str) -> String {
    format!("<div><dt>{label}</dt><dd id=\"{id}\">{value}</dd></div>")
}

pub(crate) fn payment(
    payment: &Payment,
    account: &Account,
    authorisation: &Authorisation,
    code: &str,
    error: Option<&str>,
) -> String {
    let shown = amount(payment.amount, &payment.currency);
    let value = fields::money(payment.amount);
    let mut rows = row("Beløp", "amount", &format!("<data value=\"{value}\">{shown}</data>"));
    if payment.currency != account.currency {
        rows += &row("Belastes kontoen med", "debit", &amount(payment.debit, &account.currency));
    }
    rows += &row("Til", "payee", &escape(&payment.creditor_name));
    rows += &row("Mottakers konto", "payee-account", &escape(&grouped(&payment.creditor_account)));
    let from = format!("{}, {}", escape(&account.name), escape(&grouped(&account.iban)));
    rows += &row("Fra konto", "from-account", &from);
    rows += &row("Kontoeier", "account-owner", &escape(&account.owner));
    let reference = payment.remittance.as_deref().or(payment.end_to_end_id.as_deref()).unwrap_or("–");
    rows += &row("Melding", "reference", &escape(reference));
    let action = format!("/{}/sca/payments/{}", payment.bank, authorisation.id);
    format!(
        "<h1>Godkjenn betaling</h1>\
         <p lang=\"en\" class=\"quiet\">Check the amount and the payee, then approve or reject this payment.</p>\
         {alert}<dl class=\"facts\">{rows}</dl>{device}\
         <form method=\"post\" action=\"{action}\">{field}{buttons}</form>",
        alert = alert(error),
        device = device(code, "Koden gjelder bare dette beløpet og denne mottakeren."),
        field = code_field(authorisation, error.is_some()),
        buttons = buttons("Godkjenn betaling"),
    )
}

/// Step one of a consent: there is no login here, so the tester says who they are.
pub(crate) fn choose_psu(
    consent: &Consent,
    authorisation: &Authorisation,
    psus: &[Psu],
    error: Option<&str>,
) -> String {
    let options: String = psus
        .iter()
        .map(|psu| {
            let (id, name) = (escape(&psu.id), escape(&psu.name));
            format!("<option value=\"{id}\">{name} ({id})</option>")
        })
        .collect();
    let action = format!("/{}/sca/consents/{}", consent.bank, authorisation.id);
    format!(
        "<h1>Del kontoinformasjon</h1>\
         <p>En tjeneste ber om å få lese kontoene dine. Velg en testkunde for å fortsette.</p>\
         <p lang=\"en\" class=\"quiet\">A service asks to read your accounts. Choose a test customer.</p>{alert}\
         <form method=\"get\" action=\"{action}\"><div class=\"field\">\
         <label for=\"psu\">Fødselsnummer/BrukerID</label>\
         <select id=\"psu\" name=\"psu\" required>{options}</select></div>\
         <div class=\"buttons\"><button class=\"primary\">Fortsett</button></div></form>\
         <form method=\"post\" action=\"{action}\"><div class=\"buttons\">\
         <button name=\"decision\" value=\"reject\">Avvis</button></div></form>",
        alert = alert(error),
    )
}

/// Step two of a consent: which accounts, and the code.
pub(crate) fn consent(
    consent: &Consent,
    psu: &Psu,
    accounts: &[(&Account, bool)],
    authorisation: &Authorisation,
    code: &str,
    error: Option<&str>,
) -> String {
    let boxes: String = accounts
        .iter()
        .map(|(account, ticked)| {
            let id = escape(&account.resource_id);
            let checked = if *ticked { " checked" } else { "" };
            format!(
                "<label class=\"choice\"><input type=\"checkbox\" name=\"account\" value=\"{id}\"{checked}> \
                 <span>{}<br><span class=\"quiet\">{}</span></span></label>",
                escape(&account.name),
                escape(&grouped(&account.iban)),
            )
        })
        .collect();
    let boxes = if boxes.is_empty() {
        "<p>Denne kunden har ingen av kontoene som tjenesten ber om.</p>".to_owned()
    } else {
        boxes
    };
    let mut rows = row("Kunde", "psu-name", &escape(&psu.name));
    rows += &row("Tjenesten får lese", "access", "kontonummer, saldo og transaksjoner");
    rows += &row("Gyldig til og med", "valid-until", &consent.valid_until.format("%d.%m.%Y").to_string());
    let often = format!("{} ganger i døgnet uten at du er til stede", consent.frequency_per_day);
    rows += &row("Hvor ofte", "frequency", &often);
    let action = format!("/{}/sca/consents/{}", consent.bank, authorisation.id);
    format!(
        "<h1>Del kontoinformasjon</h1>\
         <p lang=\"en\" class=\"quiet\">Choose the accounts to share, then approve or reject.</p>\
         {alert}<dl class=\"facts\">{rows}</dl>{device}\
         <form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"psu\" value=\"{psu}\">\
         <fieldset><legend>Kontoer du vil dele</legend>{boxes}</fieldset>{field}{buttons}</form>\
         <p><a class=\"target\" href=\"{action}\">Velg en annen kunde</a></p>",
        psu = escape(&psu.id),
        alert = alert(error),
        device = device(code, "Koden gjelder bare dette samtykket."),
        field = code_field(authorisation, error.is_some()),
        buttons = buttons("Godkjenn deling"),
    )
}

pub(crate) fn decided(outcome: &str, back: &str) -> String {
    format!(
        "<h1>Allerede avgjort</h1><p id=\"outcome\">{}</p>\
         <p lang=\"en\" class=\"quiet\">This has already been decided. Nothing more can be done here.</p>\
         <p><a class=\"target\" id=\"back\" href=\"{}\">Tilbake til tjenesten</a></p>",
        escape(outcome),
        escape(back),
    )
}

/// An error is written in Norwegian, a slash and English; each part is marked with its language.
fn alert(error: Option<&str>) -> String {
    error.map_or_else(String::new, |error| {
        let (norwegian, english) = error.split_once(" / ").unwrap_or((error, ""));
        format!(
            "<p class=\"alert\" id=\"error\" role=\"alert\">{} <span lang=\"en\">{}</span></p>",
            escape(norwegian),
            escape(english),
        )
    })
}

/// A customer has this on a device of their own; the sandbox shows it beside the form.
fn device(code: &str, linked: &str) -> String {
    format!(
        "<section class=\"device\" aria-labelledby=\"device-title\">\
         <h2 id=\"device-title\">Kodebrikke (sandkasse)</h2>\
         <output id=\"device-code\">{code}</output><p class=\"quiet\">{linked}</p></section>"
    )
}

fn code_field(authorisation: &Authorisation, failed: bool) -> String {
    let (invalid, described) =
        if failed { (" aria-invalid=\"true\"", "error code-help") } else { ("", "code-help") };
    format!(
        "<div class=\"field\"><label for=\"code\">Engangskode</label>\
         <input id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" \
         maxlength=\"12\" required aria-describedby=\"{described}\"{invalid}>\
         <p class=\"quiet\" id=\"code-help\">Seks siffer fra kodebrikken. \
         <span id=\"attempts-left\">{}</span> forsøk igjen. Koden utløper etter 5 minutter.</p></div>",
        attempts_left(authorisation),
    )
}

fn buttons(approve: &str) -> String {
    format!(
        "<div class=\"buttons\">\
         <button class=\"primary\" name=\"decision\" value=\"approve\">{approve}</button>\
         <button name=\"decision\" value=\"reject\" formnovalidate>Avvis</button></div>"
    )
}
