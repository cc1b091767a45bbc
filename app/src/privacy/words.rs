//! Consents and requests in words.
use domain::compliance::privacy::{DataKind, KeepGround, RefusalGround, RequestKind, RequestStatus};

use super::model::{ConsentKind, Obstacle};
use crate::i18n::{Locale, td_string};

pub(super) fn consent_text(locale: Locale, kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::Terms => td_string!(locale, privacy.consent_terms),
        ConsentKind::Privacy => td_string!(locale, privacy.consent_privacy),
        ConsentKind::Marketing => td_string!(locale, privacy.consent_marketing),
        ConsentKind::Statistics => td_string!(locale, privacy.consent_statistics),
        ConsentKind::Bank => td_string!(locale, privacy.consent_bank),
        ConsentKind::Other => td_string!(locale, privacy.consent_other),
    }
}

pub(super) fn kind_text(locale: Locale, kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Export => td_string!(locale, privacy.kind_export),
        RequestKind::Erasure => td_string!(locale, privacy.kind_erasure),
        RequestKind::Rectification => td_string!(locale, privacy.kind_rectification),
        RequestKind::Restriction => td_string!(locale, privacy.kind_restriction),
    }
}

/// The tag of how far a request is: "processing" is another thing for each kind.
pub(super) fn status_text(
    locale: Locale,
    kind: RequestKind,
    status: RequestStatus,
) -> (&'static str, &'static str) {
    match (status, kind) {
        (RequestStatus::Pending, _) => ("tag wait", td_string!(locale, privacy.status_pending)),
        (RequestStatus::Processing, RequestKind::Restriction) => {
            ("tag info", td_string!(locale, privacy.status_restricted))
        }
        (RequestStatus::Processing, _) => ("tag info", td_string!(locale, privacy.status_at_work)),
        (RequestStatus::Completed, RequestKind::Restriction) => {
            ("tag", td_string!(locale, privacy.status_lifted))
        }
        (RequestStatus::Completed, _) => ("tag good", td_string!(locale, privacy.status_done)),
        (RequestStatus::Rejected, _) => ("tag bad", td_string!(locale, privacy.status_refused)),
    }
}

pub(super) fn ground_text(locale: Locale, ground: RefusalGround) -> &'static str {
    match ground {
        RefusalGround::NotIdentified => td_string!(locale, privacy.refused_not_identified),
        RefusalGround::Unfounded => td_string!(locale, privacy.refused_unfounded),
        RefusalGround::LegalDuty => td_string!(locale, privacy.refused_legal_duty),
        RefusalGround::CorrectAlready => td_string!(locale, privacy.refused_correct_already),
        RefusalGround::NoRestrictionGround => td_string!(locale, privacy.refused_no_restriction_ground),
    }
}

pub(super) fn data_text(locale: Locale, kind: DataKind) -> &'static str {
    match kind {
        DataKind::Identity => td_string!(locale, privacy.data_identity),
        DataKind::Payments => td_string!(locale, privacy.data_payments),
        DataKind::Accounting => td_string!(locale, privacy.data_accounting),
        DataKind::Profile => td_string!(locale, privacy.data_profile),
        DataKind::Recipients => td_string!(locale, privacy.data_recipients),
        DataKind::BankLinks => td_string!(locale, privacy.data_bank_links),
        DataKind::Logins => td_string!(locale, privacy.data_logins),
        DataKind::Notifications => td_string!(locale, privacy.data_notifications),
        DataKind::Quotes => td_string!(locale, privacy.data_quotes),
        DataKind::Marketing => td_string!(locale, privacy.data_marketing),
        DataKind::Complaints => td_string!(locale, privacy.data_complaints),
    }
}

/// Why a kind is kept, and by which law.
pub(super) fn kept_text(locale: Locale, kept: KeepGround) -> &'static str {
    match kept {
        KeepGround::LegalDuty => td_string!(locale, privacy.kept_legal_duty),
        KeepGround::Claims => td_string!(locale, privacy.kept_claims),
        KeepGround::Security => td_string!(locale, privacy.kept_security),
        KeepGround::Contract => td_string!(locale, privacy.kept_contract),
    }
}

pub(super) fn obstacle_text(locale: Locale, obstacle: Obstacle) -> (&'static str, &'static str) {
    match obstacle {
        Obstacle::PaymentsUnderWay => ("/activity", td_string!(locale, privacy.obstacle_payments)),
        Obstacle::SalesUnderWay => ("/shops", td_string!(locale, privacy.obstacle_sales)),
        Obstacle::ShopOpen => ("/shops", td_string!(locale, privacy.obstacle_shop)),
    }
}
