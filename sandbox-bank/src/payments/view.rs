//! Payments as the standard's JSON.

use serde_json::{Value, json};

use super::state::{Reason, TransactionStatus};
use super::store::Payment;
use crate::state::Sandbox;

pub(crate) fn path(payment: &Payment) -> String {
    format!("/{}/v1/payments/{}/{}", payment.bank, payment.product, payment.id)
}

/// The answer to the POST. It is the same at every repetition, whatever has become of the payment since.
pub(crate) fn created(sandbox: &Sandbox, payment: &Payment) -> Value {
    let own = path(payment);
    let authorisation = &payment.authorisation_id;
    let page = format!("/{}/sca/payments/{authorisation}", payment.bank);
    json!({
        "transactionStatus": TransactionStatus::Received,
        "paymentId": payment.id,
        "_links": {
            "scaRedirect": { "href": sandbox.href(&page) },
            "self": { "href": sandbox.href(&own) },
            "status": { "href": sandbox.href(&format!("{own}/status")) },
            "scaStatus": { "href": sandbox.href(&format!("{own}/authorisations/{authorisation}")) },
        },
    })
}

/// The body as it was sent, with the status.
pub(crate) fn details(payment: &Payment) -> Value {
    let mut details = payment.request.0.clone();
    details["transactionStatus"] = json!(payment.status);
    details
}

/// `answered` differs from the payment's own status when a fault switch wants an old answer.
pub(crate) fn status(payment: &Payment, answered: TransactionStatus) -> Value {
    let mut body = json!({ "transactionStatus": answered });
    let reason = payment.reason().filter(|_| answered == TransactionStatus::Rejected);
    if payment.approved_at.is_some() {
        body["fundsAvailable"] = json!(true);
    }
    if let Some(reason) = reason {
        if reason == Reason::FundsNotAvailable {
            body["fundsAvailable"] = json!(false);
        }
        // ISO 20022's code: the standard has no field for a reason, and leaves banks free to add one.
        body["transactionStatusReason"] = json!(reason.iso());
        body["psuMessage"] = json!(reason.psu_message());
    }
    body
}
