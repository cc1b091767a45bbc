//! Error codes in the customer's language: what happened and what to do.
use domain::form::FieldCode;
use domain::merchant::paying::Obstacle;
use domain::money::{Currency, Money};

use super::format;
use crate::error::AppError;
use crate::i18n::{tu_string, use_i18n};

/// A whole error as one sentence or two.
#[must_use]
pub fn error_text(error: &AppError) -> String {
    let i18n = use_i18n();
    let nok = |minor: i64| format::money(i18n.get_locale_untracked(), Money::new(minor, Currency::Nok));
    match error {
        AppError::Form(_) => tu_string!(i18n, errors.form).to_string(),
        AppError::LoggedOut => tu_string!(i18n, errors.logged_out).to_string(),
        AppError::NotFound => tu_string!(i18n, errors.not_found).to_string(),
        AppError::NotAllowed => tu_string!(i18n, errors.not_allowed).to_string(),
        AppError::KycRequired => tu_string!(i18n, errors.kyc_required).to_string(),
        AppError::WrongCredentials => tu_string!(i18n, errors.wrong_credentials).to_string(),
        AppError::TooManyAttempts { retry_after_seconds } => {
            tu_string!(i18n, errors.too_many_attempts, minutes = retry_after_seconds.div_ceil(60)).to_string()
        }
        AppError::QuoteExpired => tu_string!(i18n, errors.quote_expired).to_string(),
        AppError::RecipientReplaced => tu_string!(i18n, recipients.replaced).to_string(),
        AppError::RecipientRemoved => tu_string!(i18n, recipients.is_removed).to_string(),
        AppError::RecipientChanged => tu_string!(i18n, recipients.changed_meanwhile).to_string(),
        AppError::RecipientExists { .. } => tu_string!(i18n, recipients.account_known).to_string(),
        AppError::TooManyRecipients { max } => tu_string!(i18n, recipients.too_many, max = *max).to_string(),
        AppError::TooManyShops { max } => tu_string!(i18n, shops.too_many, max = *max).to_string(),
        AppError::ShopSuspended => tu_string!(i18n, shops.is_suspended).to_string(),
        AppError::ShopClosed => tu_string!(i18n, shops.is_closed).to_string(),
        AppError::TooManyCodes { max } => tu_string!(i18n, codes.too_many, max = *max).to_string(),
        AppError::SaleTaken => tu_string!(i18n, till.taken).to_string(),
        AppError::CannotPay { why } => obstacle_text(*why).to_string(),
        AppError::SaleNotPaid => tu_string!(i18n, sales.not_paid).to_string(),
        AppError::RefundTooLarge { left_minor } => {
            tu_string!(i18n, sales.too_much, left = nok(*left_minor)).to_string()
        }
        AppError::PayerUnknown => tu_string!(i18n, sales.payer_unknown).to_string(),
        AppError::RateStale => tu_string!(i18n, errors.rate_stale).to_string(),
        AppError::DayLimit { left_minor } => {
            tu_string!(i18n, errors.day_limit, left = nok(*left_minor)).to_string()
        }
        AppError::MonthLimit { left_minor } => {
            tu_string!(i18n, errors.month_limit, left = nok(*left_minor)).to_string()
        }
        AppError::KeyReused => tu_string!(i18n, errors.key_reused).to_string(),
        AppError::StillProcessing => tu_string!(i18n, errors.still_processing).to_string(),
        AppError::BankUnavailable => tu_string!(i18n, errors.bank_unavailable).to_string(),
        AppError::Unexpected => tu_string!(i18n, errors.unexpected).to_string(),
    }
}

/// Why a code cannot be paid, in a few sentences.
#[must_use]
pub fn obstacle_text(why: Obstacle) -> &'static str {
    let i18n = use_i18n();
    match why {
        Obstacle::Unknown => tu_string!(i18n, pay.unknown_text),
        Obstacle::Revoked => tu_string!(i18n, pay.revoked_text),
        Obstacle::ShopClosed => tu_string!(i18n, pay.shop_closed_text),
        Obstacle::ShopSuspended => tu_string!(i18n, pay.shop_suspended_text),
        Obstacle::Paid => tu_string!(i18n, pay.paid_text),
        Obstacle::BeingPaid => tu_string!(i18n, pay.being_paid_text),
        Obstacle::Expired => tu_string!(i18n, pay.expired_text),
        Obstacle::OwnShop => tu_string!(i18n, pay.own_shop_text),
    }
}

/// One field's error.
#[must_use]
pub fn field_text(code: FieldCode) -> &'static str {
    let i18n = use_i18n();
    match code {
        FieldCode::Required => tu_string!(i18n, errors.required),
        FieldCode::TooShort => tu_string!(i18n, errors.too_short),
        FieldCode::TooLong => tu_string!(i18n, errors.too_long),
        FieldCode::EmailMalformed => tu_string!(i18n, errors.email_malformed),
        FieldCode::PhoneMalformed => tu_string!(i18n, errors.phone_malformed),
        FieldCode::DateMalformed => tu_string!(i18n, errors.date_malformed),
        FieldCode::Underage => tu_string!(i18n, errors.underage),
        FieldCode::PasswordTooShort => tu_string!(i18n, errors.password_too_short),
        FieldCode::PasswordTooLong => tu_string!(i18n, errors.password_too_long),
        FieldCode::PasswordWeak => tu_string!(i18n, errors.password_weak),
        FieldCode::PasswordMismatch => tu_string!(i18n, errors.password_mismatch),
        FieldCode::ConsentRequired => tu_string!(i18n, errors.consent_required),
        FieldCode::AmountMalformed => tu_string!(i18n, errors.amount_malformed),
        FieldCode::AmountTooSmall => tu_string!(i18n, errors.amount_too_small),
        FieldCode::AmountTooLarge => tu_string!(i18n, errors.amount_too_large),
        FieldCode::AmountOverDayLimit => tu_string!(i18n, errors.amount_over_day_limit),
        FieldCode::AmountOverMonthLimit => tu_string!(i18n, errors.amount_over_month_limit),
        FieldCode::PriceTooSmall => tu_string!(i18n, errors.price_too_small),
        FieldCode::PriceTooLarge => tu_string!(i18n, errors.price_too_large),
        FieldCode::PriceDiffers => tu_string!(i18n, errors.price_differs),
        FieldCode::ForeignLink => tu_string!(i18n, errors.foreign_link),
        FieldCode::NoCode => tu_string!(i18n, errors.no_code),
        FieldCode::IbanMalformed => tu_string!(i18n, errors.iban_malformed),
        FieldCode::IbanWrongCountry => tu_string!(i18n, errors.iban_wrong_country),
        FieldCode::IbanWrongLength => tu_string!(i18n, errors.iban_wrong_length),
        FieldCode::IbanChecksum => tu_string!(i18n, errors.iban_checksum),
        FieldCode::IbanNational => tu_string!(i18n, errors.iban_national),
        FieldCode::AccountNumberMalformed => tu_string!(i18n, errors.account_number_malformed),
        FieldCode::AccountNumberChecksum => tu_string!(i18n, errors.account_number_checksum),
        FieldCode::OrgnrMalformed => tu_string!(i18n, errors.orgnr_malformed),
        FieldCode::OrgnrChecksum => tu_string!(i18n, errors.orgnr_checksum),
        FieldCode::OrgnrUnknown => tu_string!(i18n, errors.orgnr_unknown),
        FieldCode::OrgnrDissolved => tu_string!(i18n, errors.orgnr_dissolved),
        FieldCode::OrgnrBankrupt => tu_string!(i18n, errors.orgnr_bankrupt),
        FieldCode::OrgnrTaken => tu_string!(i18n, errors.orgnr_taken),
        FieldCode::RegisterSilent => tu_string!(i18n, errors.register_silent),
        FieldCode::AddressMalformed => tu_string!(i18n, errors.address_malformed),
        FieldCode::CountryUnsupported => tu_string!(i18n, errors.country_unsupported),
        FieldCode::NameMalformed => tu_string!(i18n, errors.name_malformed),
        FieldCode::Taken => tu_string!(i18n, errors.taken),
        FieldCode::Unknown => tu_string!(i18n, errors.unknown),
    }
}
