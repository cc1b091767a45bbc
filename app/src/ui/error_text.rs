//! Error codes in the customer's language: what happened and what to do.
use domain::form::FieldCode;
use domain::merchant::paying::Obstacle;
use domain::money::{Currency, Money};

use super::format;
use crate::error::AppError;
use crate::i18n::{td_string, use_locale};

/// A whole error as one sentence or two.
#[must_use]
pub fn error_text(error: &AppError) -> String {
    let locale = use_locale();
    let nok = |minor: i64| format::money(locale, Money::new(minor, Currency::Nok));
    match error {
        AppError::Form(_) => td_string!(locale, errors.form).to_string(),
        AppError::LoggedOut => td_string!(locale, errors.logged_out).to_string(),
        AppError::NotFound => td_string!(locale, errors.not_found).to_string(),
        AppError::NotAllowed => td_string!(locale, errors.not_allowed).to_string(),
        AppError::ChangedMeanwhile => td_string!(locale, errors.changed_meanwhile).to_string(),
        AppError::NeedsAnotherOfficer => td_string!(locale, errors.needs_another_officer).to_string(),
        AppError::KycRequired => td_string!(locale, errors.kyc_required).to_string(),
        AppError::WrongCredentials => td_string!(locale, errors.wrong_credentials).to_string(),
        AppError::StepUpNeeded => td_string!(locale, security.confirm_needed).to_string(),
        AppError::PasskeyRefused => td_string!(locale, security.passkey_refused).to_string(),
        AppError::TooManyPasskeys { max } => {
            td_string!(locale, security.too_many_passkeys, max = *max)
        }
        AppError::LinkDead => td_string!(locale, errors.link_dead).to_string(),
        AppError::TooManyAttempts { retry_after_seconds } => {
            td_string!(locale, errors.too_many_attempts, minutes = retry_after_seconds.div_ceil(60))
        }
        AppError::QuoteExpired => td_string!(locale, errors.quote_expired).to_string(),
        AppError::RecipientReplaced => td_string!(locale, recipients.replaced).to_string(),
        AppError::RecipientRemoved => td_string!(locale, recipients.is_removed).to_string(),
        AppError::RecipientChanged => td_string!(locale, recipients.changed_meanwhile).to_string(),
        AppError::RecipientExists { .. } => td_string!(locale, recipients.account_known).to_string(),
        AppError::TooManyRecipients { max } => {
            td_string!(locale, recipients.too_many, max = *max)
        }
        AppError::TooManyShops { max } => td_string!(locale, shops.too_many, max = *max),
        AppError::ShopSuspended => td_string!(locale, shops.is_suspended).to_string(),
        AppError::ShopClosed => td_string!(locale, shops.is_closed).to_string(),
        AppError::TooManyCodes { max } => td_string!(locale, codes.too_many, max = *max),
        AppError::SaleTaken => td_string!(locale, till.taken).to_string(),
        AppError::CannotPay { why } => obstacle_text(*why).to_string(),
        AppError::SaleNotPaid => td_string!(locale, sales.not_paid).to_string(),
        AppError::RefundTooLarge { left_minor } => {
            td_string!(locale, sales.too_much, left = nok(*left_minor))
        }
        AppError::PayerUnknown => td_string!(locale, sales.payer_unknown).to_string(),
        AppError::RateStale => td_string!(locale, errors.rate_stale).to_string(),
        AppError::DayLimit { left_minor } => {
            td_string!(locale, errors.day_limit, left = nok(*left_minor))
        }
        AppError::MonthLimit { left_minor } => {
            td_string!(locale, errors.month_limit, left = nok(*left_minor))
        }
        AppError::KeyReused => td_string!(locale, errors.key_reused).to_string(),
        AppError::StillProcessing => td_string!(locale, errors.still_processing).to_string(),
        AppError::BankUnavailable => td_string!(locale, errors.bank_unavailable).to_string(),
        AppError::Unexpected => td_string!(locale, errors.unexpected).to_string(),
    }
}

/// Why a code cannot be paid, in a few sentences.
#[must_use]
pub fn obstacle_text(why: Obstacle) -> &'static str {
    let locale = use_locale();
    match why {
        Obstacle::Unknown => td_string!(locale, pay.unknown_text),
        Obstacle::Revoked => td_string!(locale, pay.revoked_text),
        Obstacle::ShopClosed => td_string!(locale, pay.shop_closed_text),
        Obstacle::ShopSuspended => td_string!(locale, pay.shop_suspended_text),
        Obstacle::Paid => td_string!(locale, pay.paid_text),
        Obstacle::BeingPaid => td_string!(locale, pay.being_paid_text),
        Obstacle::Expired => td_string!(locale, pay.expired_text),
        Obstacle::OwnShop => td_string!(locale, pay.own_shop_text),
    }
}

/// One field's error.
#[must_use]
pub fn field_text(code: FieldCode) -> &'static str {
    let locale = use_locale();
    match code {
        FieldCode::Required => td_string!(locale, errors.required),
        FieldCode::TooShort => td_string!(locale, errors.too_short),
        FieldCode::TooLong => td_string!(locale, errors.too_long),
        FieldCode::EmailMalformed => td_string!(locale, errors.email_malformed),
        FieldCode::PhoneMalformed => td_string!(locale, errors.phone_malformed),
        FieldCode::DateMalformed => td_string!(locale, errors.date_malformed),
        FieldCode::Underage => td_string!(locale, errors.underage),
        FieldCode::PasswordTooShort => td_string!(locale, errors.password_too_short),
        FieldCode::PasswordTooLong => td_string!(locale, errors.password_too_long),
        FieldCode::PasswordWeak => td_string!(locale, errors.password_weak),
        FieldCode::PasswordLeaked => td_string!(locale, errors.password_leaked),
        FieldCode::PasswordMismatch => td_string!(locale, errors.password_mismatch),
        FieldCode::ConsentRequired => td_string!(locale, errors.consent_required),
        FieldCode::AmountMalformed => td_string!(locale, errors.amount_malformed),
        FieldCode::AmountTooSmall => td_string!(locale, errors.amount_too_small),
        FieldCode::AmountTooLarge => td_string!(locale, errors.amount_too_large),
        FieldCode::AmountOverDayLimit => td_string!(locale, errors.amount_over_day_limit),
        FieldCode::AmountOverMonthLimit => td_string!(locale, errors.amount_over_month_limit),
        FieldCode::PriceTooSmall => td_string!(locale, errors.price_too_small),
        FieldCode::PriceTooLarge => td_string!(locale, errors.price_too_large),
        FieldCode::PriceDiffers => td_string!(locale, errors.price_differs),
        FieldCode::ForeignLink => td_string!(locale, errors.foreign_link),
        FieldCode::NoCode => td_string!(locale, errors.no_code),
        FieldCode::IbanMalformed => td_string!(locale, errors.iban_malformed),
        FieldCode::IbanWrongCountry => td_string!(locale, errors.iban_wrong_country),
        FieldCode::IbanWrongLength => td_string!(locale, errors.iban_wrong_length),
        FieldCode::IbanChecksum => td_string!(locale, errors.iban_checksum),
        FieldCode::IbanNational => td_string!(locale, errors.iban_national),
        FieldCode::AccountNumberMalformed => td_string!(locale, errors.account_number_malformed),
        FieldCode::AccountNumberChecksum => td_string!(locale, errors.account_number_checksum),
        FieldCode::OrgnrMalformed => td_string!(locale, errors.orgnr_malformed),
        FieldCode::OrgnrChecksum => td_string!(locale, errors.orgnr_checksum),
        FieldCode::OrgnrUnknown => td_string!(locale, errors.orgnr_unknown),
        FieldCode::OrgnrDissolved => td_string!(locale, errors.orgnr_dissolved),
        FieldCode::OrgnrBankrupt => td_string!(locale, errors.orgnr_bankrupt),
        FieldCode::OrgnrTaken => td_string!(locale, errors.orgnr_taken),
        FieldCode::RegisterSilent => td_string!(locale, errors.register_silent),
        FieldCode::AddressMalformed => td_string!(locale, errors.address_malformed),
        FieldCode::CountryUnsupported => td_string!(locale, errors.country_unsupported),
        FieldCode::NationalIdMalformed => td_string!(locale, errors.national_id_malformed),
        FieldCode::NationalIdChecksum => td_string!(locale, errors.national_id_checksum),
        FieldCode::NationalIdSynthetic => td_string!(locale, errors.national_id_synthetic),
        FieldCode::BirthDateContradicts => td_string!(locale, errors.birth_date_contradicts),
        FieldCode::DayTooEarly => td_string!(locale, errors.day_too_early),
        FieldCode::DayTooLate => td_string!(locale, errors.day_too_late),
        FieldCode::PostalCodeMalformed => td_string!(locale, errors.postal_code_malformed),
        FieldCode::TextMalformed => td_string!(locale, errors.text_malformed),
        FieldCode::NameMalformed => td_string!(locale, errors.name_malformed),
        FieldCode::NumberMalformed => td_string!(locale, errors.number_malformed),
        FieldCode::NumberOutOfRange => td_string!(locale, errors.number_out_of_range),
        FieldCode::NothingChanged => td_string!(locale, errors.nothing_changed),
        FieldCode::Taken => td_string!(locale, errors.taken),
        FieldCode::PasswordWrong => td_string!(locale, errors.password_wrong),
        FieldCode::CodeWrong => td_string!(locale, errors.code_wrong),
        FieldCode::Unknown => td_string!(locale, errors.unknown),
    }
}
