//! What a copy holds: a part for each kind of data, and for each table why it is left out, if it is.
//!
//! A table that stands in neither list fails the tests: whoever adds one decides whether it is the customer's.

/// A pair of files of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Profile,
    Settings,
    NotificationChoices,
    Browsers,
    Identity,
    Consents,
    BankConsents,
    BankReadings,
    BankAccounts,
    Recipients,
    Payments,
    Quotes,
    Shops,
    ShopHistory,
    ShopCodes,
    ShopBook,
    Cards,
    SpendingLimits,
    Notifications,
    Letters,
    Logins,
    SecondFactor,
    Passkeys,
    Complaints,
    ComplaintLetters,
    DataRequests,
    Copies,
}

impl Part {
    pub const ALL: [Self; 27] = [
        Self::Profile,
        Self::Settings,
        Self::NotificationChoices,
        Self::Browsers,
        Self::Identity,
        Self::Consents,
        Self::BankConsents,
        Self::BankReadings,
        Self::BankAccounts,
        Self::Recipients,
        Self::Payments,
        Self::Quotes,
        Self::Shops,
        Self::ShopHistory,
        Self::ShopCodes,
        Self::ShopBook,
        Self::Cards,
        Self::SpendingLimits,
        Self::Notifications,
        Self::Letters,
        Self::Logins,
        Self::SecondFactor,
        Self::Passkeys,
        Self::Complaints,
        Self::ComplaintLetters,
        Self::DataRequests,
        Self::Copies,
    ];

    /// The files' name without its ending: the same in every language, for whoever reads them by machine.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Settings => "settings",
            Self::NotificationChoices => "notification_choices",
            Self::Browsers => "browsers",
            Self::Identity => "identity",
            Self::Consents => "consents",
            Self::BankConsents => "bank_consents",
            Self::BankReadings => "bank_readings",
            Self::BankAccounts => "bank_accounts",
            Self::Recipients => "recipients",
            Self::Payments => "payments",
            Self::Quotes => "quotes",
            Self::Shops => "shops",
            Self::ShopHistory => "shop_history",
            Self::ShopCodes => "shop_codes",
            Self::ShopBook => "shop_book",
            Self::Cards => "cards",
            Self::SpendingLimits => "spending_limits",
            Self::Notifications => "notifications",
            Self::Letters => "letters",
            Self::Logins => "logins",
            Self::SecondFactor => "second_factor",
            Self::Passkeys => "passkeys",
            Self::Complaints => "complaints",
            Self::ComplaintLetters => "complaint_letters",
            Self::DataRequests => "data_requests",
            Self::Copies => "copies",
        }
    }

    /// The tables that it is read from.
    #[must_use]
    pub const fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Profile => &["users"],
            Self::Settings => &["settings"],
            Self::NotificationChoices => &["notification_settings"],
            Self::Browsers => &["push_subscriptions"],
            Self::Identity => &["kyc_cases"],
            Self::Consents => &["consents"],
            Self::BankConsents => &["bank_consents"],
            Self::BankReadings => &["bank_reads"],
            Self::BankAccounts => &["bank_accounts"],
            Self::Recipients => &["recipients"],
            Self::Payments => &["transactions", "payment_orders"],
            Self::Quotes => &["quotes"],
            Self::Shops => &["merchants"],
            Self::ShopHistory => &["merchant_events"],
            Self::ShopCodes => &["qr_codes"],
            Self::ShopBook => &["sale_entries"],
            Self::Cards => &["cards"],
            Self::SpendingLimits => &["spending_limits"],
            Self::Notifications => &["notifications"],
            Self::Letters => &["mail_outbox"],
            Self::Logins => &["sessions"],
            Self::SecondFactor => &["second_factors", "recovery_codes"],
            Self::Passkeys => &["passkeys"],
            Self::Complaints => &["complaints"],
            Self::ComplaintLetters => &["complaint_messages"],
            Self::DataRequests => &["data_access_requests", "data_request_lines"],
            Self::Copies => &["data_exports"],
        }
    }
}

/// Why a table is in no copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// What monitoring and screening found may reach nobody (hvitvaskingsloven § 28, personopplysningsloven § 16).
    Secrecy,
    /// Written while a case was prepared, for those who decide (personopplysningsloven § 16, first paragraph, e).
    Preparation,
    /// What keeps the account and the log safe: it opens it, or proves what happened. What it tells of the customer
    /// stands in other parts.
    Security,
    /// Steps of a machine, gone within days, or told by another part.
    Machine,
    /// Nobody's personal data.
    Nobody,
}

/// Every table that no part is read from.
pub const LEFT_OUT: &[(&str, LeftOut)] = &[
    ("aml_alert_events", LeftOut::Secrecy),
    ("aml_alert_views", LeftOut::Secrecy),
    ("aml_alerts", LeftOut::Secrecy),
    ("aml_findings", LeftOut::Secrecy),
    ("kyc_assessments", LeftOut::Secrecy),
    ("payment_hold_decisions", LeftOut::Secrecy),
    ("payment_holds", LeftOut::Secrecy),
    ("screening_decisions", LeftOut::Secrecy),
    ("screening_results", LeftOut::Secrecy),
    ("str_report_alerts", LeftOut::Secrecy),
    ("str_report_steps", LeftOut::Secrecy),
    ("str_reports", LeftOut::Secrecy),
    ("str_statement_transactions", LeftOut::Secrecy),
    ("str_statements", LeftOut::Secrecy),
    ("complaint_events", LeftOut::Preparation),
    ("data_request_events", LeftOut::Preparation),
    ("kyc_events", LeftOut::Preparation),
    ("staff_decisions", LeftOut::Preparation),
    ("account_links", LeftOut::Security),
    ("audit_log", LeftOut::Security),
    ("known_devices", LeftOut::Security),
    ("session", LeftOut::Security),
    ("idempotency_keys", LeftOut::Machine),
    ("jobs", LeftOut::Machine),
    ("payment_order_events", LeftOut::Machine),
    ("rate_limits", LeftOut::Machine),
    // Of somebody who is no customer yet, and gone with its link.
    ("registrations", LeftOut::Machine),
    ("_sqlx_migrations", LeftOut::Nobody),
    ("audit_checks", LeftOut::Nobody),
    ("banks", LeftOut::Nobody),
    ("country_risks", LeftOut::Nobody),
    ("exchange_rates", LeftOut::Nobody),
    ("rule_settings", LeftOut::Nobody),
    ("screening_runs", LeftOut::Nobody),
    ("watchlist_contents", LeftOut::Nobody),
    ("watchlist_entries", LeftOut::Nobody),
    ("watchlists", LeftOut::Nobody),
];
