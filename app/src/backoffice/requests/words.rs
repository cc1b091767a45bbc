//! Data requests in words.
use domain::compliance::privacy::{
    DataKind, KeepGround, RefusalGround, RequestKind, RequestStatus, RequestStep,
};

use crate::i18n::{Locale, td_string};

pub(super) fn kind_text(locale: Locale, kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Export => td_string!(locale, requests.kind_export),
        RequestKind::Erasure => td_string!(locale, requests.kind_erasure),
        RequestKind::Rectification => td_string!(locale, requests.kind_rectification),
        RequestKind::Restriction => td_string!(locale, requests.kind_restriction),
    }
}

/// Of a kind, since "processing" is another thing for each.
pub(super) fn status_text(locale: Locale, kind: RequestKind, status: RequestStatus) -> &'static str {
    match (status, kind) {
        (RequestStatus::Pending, _) => td_string!(locale, requests.status_pending),
        (RequestStatus::Processing, RequestKind::Restriction) => {
            td_string!(locale, requests.status_restricted)
        }
        (RequestStatus::Processing, RequestKind::Erasure) => td_string!(locale, requests.status_erasing),
        (RequestStatus::Processing, _) => td_string!(locale, requests.status_exporting),
        (RequestStatus::Completed, RequestKind::Restriction) => td_string!(locale, requests.status_lifted),
        (RequestStatus::Completed, _) => td_string!(locale, requests.status_completed),
        (RequestStatus::Rejected, _) => td_string!(locale, requests.status_rejected),
    }
}

pub(super) fn data_text(locale: Locale, kind: DataKind) -> &'static str {
    match kind {
        DataKind::Identity => td_string!(locale, requests.data_identity),
        DataKind::Payments => td_string!(locale, requests.data_payments),
        DataKind::Accounting => td_string!(locale, requests.data_accounting),
        DataKind::Profile => td_string!(locale, requests.data_profile),
        DataKind::Recipients => td_string!(locale, requests.data_recipients),
        DataKind::BankLinks => td_string!(locale, requests.data_bank_links),
        DataKind::Logins => td_string!(locale, requests.data_logins),
        DataKind::Notifications => td_string!(locale, requests.data_notifications),
        DataKind::Quotes => td_string!(locale, requests.data_quotes),
        DataKind::Marketing => td_string!(locale, requests.data_marketing),
        DataKind::Complaints => td_string!(locale, requests.data_complaints),
    }
}

/// Why a kind is kept; none is that it is erased.
pub(super) fn kept_text(locale: Locale, kept: Option<KeepGround>) -> &'static str {
    match kept {
        None => td_string!(locale, requests.erase),
        Some(KeepGround::LegalDuty) => td_string!(locale, requests.keep_legal_duty),
        Some(KeepGround::Claims) => td_string!(locale, requests.keep_claims),
        Some(KeepGround::Security) => td_string!(locale, requests.keep_security),
        Some(KeepGround::Contract) => td_string!(locale, requests.keep_contract),
    }
}

pub(super) fn ground_text(locale: Locale, ground: RefusalGround) -> &'static str {
    match ground {
        RefusalGround::NotIdentified => td_string!(locale, requests.refuse_not_identified),
        RefusalGround::Unfounded => td_string!(locale, requests.refuse_unfounded),
        RefusalGround::LegalDuty => td_string!(locale, requests.refuse_legal_duty),
        RefusalGround::CorrectAlready => td_string!(locale, requests.refuse_correct_already),
        RefusalGround::NoRestrictionGround => td_string!(locale, requests.refuse_no_restriction_ground),
    }
}

/// What a step was.
pub(super) fn step_text(locale: Locale, step: RequestStep) -> &'static str {
    match step {
        RequestStep::Take => td_string!(locale, requests.did_take),
        RequestStep::Note => td_string!(locale, requests.did_note),
        RequestStep::Extend => td_string!(locale, requests.did_extend),
        RequestStep::Approve => td_string!(locale, requests.did_approve),
        RequestStep::Erase => td_string!(locale, requests.did_erase),
        RequestStep::Rectify => td_string!(locale, requests.did_rectify),
        RequestStep::Restrict => td_string!(locale, requests.did_restrict),
        RequestStep::Lift => td_string!(locale, requests.did_lift),
        RequestStep::Refuse => td_string!(locale, requests.did_refuse),
    }
}

/// The button of a step.
pub(super) fn button_text(locale: Locale, step: RequestStep) -> &'static str {
    match step {
        RequestStep::Take => td_string!(locale, requests.do_take),
        RequestStep::Note => td_string!(locale, requests.do_note),
        RequestStep::Extend => td_string!(locale, requests.do_extend),
        RequestStep::Approve => td_string!(locale, requests.do_approve),
        RequestStep::Erase => td_string!(locale, requests.do_erase),
        RequestStep::Rectify => td_string!(locale, requests.do_rectify),
        RequestStep::Restrict => td_string!(locale, requests.do_restrict),
        RequestStep::Lift => td_string!(locale, requests.do_lift),
        RequestStep::Refuse => td_string!(locale, requests.do_refuse),
    }
}

/// What the customer is told when nothing else is to be said.
pub(super) fn usual_answer(locale: Locale, step: RequestStep) -> Option<&'static str> {
    match step {
        RequestStep::Approve => Some(td_string!(locale, requests.answer_approve)),
        RequestStep::Erase => Some(td_string!(locale, requests.answer_erase)),
        RequestStep::Rectify => Some(td_string!(locale, requests.answer_rectify)),
        RequestStep::Restrict => Some(td_string!(locale, requests.answer_restrict)),
        RequestStep::Take
        | RequestStep::Note
        | RequestStep::Extend
        | RequestStep::Lift
        | RequestStep::Refuse => None,
    }
}
