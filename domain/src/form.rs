//! Form fields, parsed once at the edge into a type or one closed error code.

mod business;
mod contact;
mod letter;
mod national_id;
mod person;
mod residence;

pub use business::{ShopAddress, ShopName};
pub use contact::{Email, Phone};
pub use letter::{Letter, Subject};
pub use national_id::{NationalId, NationalIdKind};
pub use person::{BirthDate, DeviceName, Password, PersonName, RecipientName};
pub use residence::{City, Nationality, Occupation, PostalCode, Street};

use crate::bank::iban::IbanError;
use crate::bank::kontonr::KontonrError;
use crate::merchant::orgnr::OrgnrError;
use crate::merchant::price::PriceError;
use crate::money::MoneyError;
use crate::remittance::limit::LimitExceeded;

text_enum! {
    /// What is wrong with a field. Pages turn a code into a sentence in the customer's language.
    pub enum FieldCode {
        /// Nothing was given.
        Required = "required",
        /// Shorter than the field allows.
        TooShort = "too_short",
        /// Longer than the field allows.
        TooLong = "too_long",
        /// Not an e-mail address.
        EmailMalformed = "email_malformed",
        /// Not a phone number.
        PhoneMalformed = "phone_malformed",
        /// Not a date, in the future, or more than 120 years ago.
        DateMalformed = "date_malformed",
        /// Younger than 18.
        Underage = "underage",
        /// Fewer than 12 characters.
        PasswordTooShort = "password_too_short",
        /// More than 128 characters.
        PasswordTooLong = "password_too_long",
        /// Long enough, but easy to guess.
        PasswordWeak = "password_weak",
        /// Somebody has published it: it stands in a list of leaked passwords.
        PasswordLeaked = "password_leaked",
        /// Two entries of the same secret differ.
        PasswordMismatch = "password_mismatch",
        /// A required consent is not ticked.
        ConsentRequired = "consent_required",
        /// Not an amount, or ambiguous.
        AmountMalformed = "amount_malformed",
        /// Below the smallest allowed amount.
        AmountTooSmall = "amount_too_small",
        /// Above the largest allowed amount.
        AmountTooLarge = "amount_too_large",
        /// Above what is left of the 24-hour limit.
        AmountOverDayLimit = "amount_over_day_limit",
        /// Above what is left of the 30-day limit.
        AmountOverMonthLimit = "amount_over_month_limit",
        /// Less than a shop may ask for.
        PriceTooSmall = "price_too_small",
        /// More than a shop may ask for at once.
        PriceTooLarge = "price_too_large",
        /// Another amount than the one that the shop asks for.
        PriceDiffers = "price_differs",
        /// Another site's address: it is not opened.
        ForeignLink = "foreign_link",
        /// Nothing that a shop of ours shows.
        NoCode = "no_code",
        /// Not the shape of an IBAN.
        IbanMalformed = "iban_malformed",
        /// An IBAN of another country than the chosen one.
        IbanWrongCountry = "iban_wrong_country",
        /// Not the length of the country's IBANs.
        IbanWrongLength = "iban_wrong_length",
        /// The check digits do not fit: a typing error.
        IbanChecksum = "iban_checksum",
        /// The country's own check digits do not fit.
        IbanNational = "iban_national",
        /// Not a Norwegian account number.
        AccountNumberMalformed = "account_number_malformed",
        /// Eleven digits that do not add up: a typing error.
        AccountNumberChecksum = "account_number_checksum",
        /// Not nine digits.
        OrgnrMalformed = "orgnr_malformed",
        /// Nine digits that do not add up: a typing error.
        OrgnrChecksum = "orgnr_checksum",
        /// The register of units does not know it.
        OrgnrUnknown = "orgnr_unknown",
        /// The unit is dissolved, or is being wound up.
        OrgnrDissolved = "orgnr_dissolved",
        /// The unit is bankrupt.
        OrgnrBankrupt = "orgnr_bankrupt",
        /// Another shop has it.
        OrgnrTaken = "orgnr_taken",
        /// The register did not answer, so that this has to be written by hand.
        RegisterSilent = "register_silent",
        /// Not where anything is.
        AddressMalformed = "address_malformed",
        /// Drop does not send money to this country.
        CountryUnsupported = "country_unsupported",
        /// Not eleven digits that begin with a date.
        NationalIdMalformed = "national_id_malformed",
        /// Eleven digits that do not add up: a typing error.
        NationalIdChecksum = "national_id_checksum",
        /// A number made for tests, on a site that is none.
        NationalIdSynthetic = "national_id_synthetic",
        /// Another date than the one in the national identity number.
        BirthDateContradicts = "birth_date_contradicts",
        /// A day before the earliest that can be named.
        DayTooEarly = "day_too_early",
        /// A day after the last that can be named.
        DayTooLate = "day_too_late",
        /// Not four digits.
        PostalCodeMalformed = "postal_code_malformed",
        /// No words.
        TextMalformed = "text_malformed",
        /// A character that names do not have.
        NameMalformed = "name_malformed",
        /// Not a whole number.
        NumberMalformed = "number_malformed",
        /// Outside of what this number may be.
        NumberOutOfRange = "number_out_of_range",
        /// This is how it is already.
        NothingChanged = "nothing_changed",
        /// Somebody already has it.
        Taken = "taken",
        /// Not the code that the authenticator app shows now, or one that was used already.
        CodeWrong = "code_wrong",
        /// Not the password of the account that one is logged in to.
        PasswordWrong = "password_wrong",
        /// Not one of the choices.
        Unknown = "unknown",
    }
}

impl std::error::Error for FieldCode {}

impl From<IbanError> for FieldCode {
    fn from(error: IbanError) -> Self {
        match error {
            IbanError::Malformed => Self::IbanMalformed,
            IbanError::Length { .. } => Self::IbanWrongLength,
            IbanError::Checksum => Self::IbanChecksum,
            IbanError::National => Self::IbanNational,
        }
    }
}

impl From<KontonrError> for FieldCode {
    fn from(error: KontonrError) -> Self {
        match error {
            KontonrError::Malformed => Self::AccountNumberMalformed,
            KontonrError::Checksum => Self::AccountNumberChecksum,
        }
    }
}

impl From<OrgnrError> for FieldCode {
    fn from(error: OrgnrError) -> Self {
        match error {
            OrgnrError::Malformed => Self::OrgnrMalformed,
            OrgnrError::Checksum => Self::OrgnrChecksum,
        }
    }
}

impl From<MoneyError> for FieldCode {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::Overflow => Self::AmountTooLarge,
            MoneyError::Negative => Self::AmountTooSmall,
            MoneyError::CurrencyMismatch { .. } | MoneyError::Malformed | MoneyError::TooManyDecimals => {
                Self::AmountMalformed
            }
        }
    }
}

impl From<PriceError> for FieldCode {
    fn from(error: PriceError) -> Self {
        match error {
            PriceError::Currency => Self::AmountMalformed,
            PriceError::TooLittle => Self::PriceTooSmall,
            PriceError::TooMuch => Self::PriceTooLarge,
        }
    }
}

impl From<LimitExceeded> for FieldCode {
    fn from(error: LimitExceeded) -> Self {
        match error {
            LimitExceeded::TooSmall { .. } => Self::AmountTooSmall,
            LimitExceeded::TooLarge { .. } => Self::AmountTooLarge,
            LimitExceeded::Day { .. } => Self::AmountOverDayLimit,
            LimitExceeded::Month { .. } => Self::AmountOverMonthLimit,
        }
    }
}

#[cfg(test)]
mod tests;
