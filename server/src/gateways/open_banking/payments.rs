//! Payment initiation: order a payment, and ask how far it has come.
use app::accounts::gateway::{BankEndpoint, BankError};
use app::payments::gateway::{Initiated, Initiation, PaymentInitiation, StatusAnswer};
use async_trait::async_trait;
use domain::bank::payment_state::TransactionStatus;
use reqwest::{Method, StatusCode};
use url::Url;
use uuid::Uuid;

use super::client::{Call, NextGenPsd2, Retry, address, headers, put};
use super::{errors, wire};

const PAYMENT_ID_MAX_CHARS: usize = 128;

#[async_trait]
impl PaymentInitiation for NextGenPsd2 {
    async fn initiate(&self, initiation: &Initiation) -> Result<Initiated, BankError> {
        let mut headers = headers(initiation.request_id)?;
        put(&mut headers, "psu-ip-address", &initiation.psu_ip)?;
        put(&mut headers, "tpp-redirect-preferred", "true")?;
        put(&mut headers, "tpp-redirect-uri", &initiation.redirect_uri)?;
        put(&mut headers, "tpp-nok-redirect-uri", &initiation.nok_redirect_uri)?;
        let url = address(&initiation.endpoint, &["payments", &initiation.product])?;
        let call = Call {
            method: Method::POST,
            url,
            headers,
            body: Some(body(initiation)?),
            retry: Retry::Initiation,
        };
        let answer: wire::PaymentAnswer = self.ask(&call).await.map_err(patient)?;
        if answer.payment_id.is_empty() || answer.payment_id.len() > PAYMENT_ID_MAX_CHARS {
            return Err(BankError::NoAnswer("the answer holds no usable payment id".to_owned()));
        }
        let sca_redirect =
            answer.links.sca_redirect.and_then(|link| approval_link(&initiation.endpoint, &link.href));
        Ok(Initiated {
            // A status that we do not know is asked for again; the payment's id is what must not be lost.
            status: status(&answer.transaction_status).unwrap_or(TransactionStatus::Rcvd),
            payment_id: answer.payment_id,
            sca_redirect,
        })
    }

    async fn status(
        &self,
        endpoint: &BankEndpoint,
        product: &str,
        payment_id: &str,
        request_id: Uuid,
    ) -> Result<StatusAnswer, BankError> {
        let url = address(endpoint, &["payments", product, payment_id, "status"])?;
        let headers = headers(request_id)?;
        let call = Call { method: Method::GET, url, headers, body: None, retry: Retry::Reading };
        let answer: wire::StatusAnswer = self.ask(&call).await?;
        let status = status(&answer.transaction_status)?;
        let reason = answer.transaction_status_reason.or_else(|| {
            // The standard has no field for a reason: some banks send a message, some ISO 20022's code.
            answer.tpp_messages.into_iter().next().map(|message| message.code)
        });
        let rejected = status == TransactionStatus::Rjct;
        Ok(StatusAnswer { status, reason: reason.filter(|_| rejected).and_then(errors::checked) })
    }

    async fn cancel(
        &self,
        endpoint: &BankEndpoint,
        product: &str,
        payment_id: &str,
        request_id: Uuid,
    ) -> Result<(), BankError> {
        let url = address(endpoint, &["payments", product, payment_id])?;
        let headers = headers(request_id)?;
        let call = Call { method: Method::DELETE, url, headers, body: None, retry: Retry::Reading };
        // 202 wants the customer's approval of the cancellation as well, and nobody is there to give it.
        if self.tell(&call).await? == StatusCode::ACCEPTED {
            return Err(BankError::Refused { code: "CANCELLATION_NOT_AUTHORISED".to_owned() });
        }
        Ok(())
    }
}

fn body(initiation: &Initiation) -> Result<serde_json::Value, BankError> {
    let body = wire::PaymentBody {
        end_to_end_identification: &initiation.end_to_end_id,
        instructed_amount: wire::Amount {
            currency: initiation.amount.currency().code().to_owned(),
            amount: initiation.amount.to_decimal_string(),
        },
        debtor_account: wire::Account { iban: initiation.debtor.as_str() },
        creditor_name: &initiation.creditor_name,
        creditor_account: wire::Account { iban: initiation.creditor.as_str() },
        remittance_information_unstructured: &initiation.remittance_information,
    };
    serde_json::to_value(body).map_err(|_| BankError::NoAnswer("the order cannot be written".to_owned()))
}

/// An initiation that is asked to wait, or whose repetition is counted, may have been accepted before: it is no
/// refusal until the bank says so.
fn patient(error: BankError) -> BankError {
    match error {
        BankError::AccessExceeded => BankError::NoAnswer("the bank asks to wait".to_owned()),
        other => other,
    }
}

fn status(text: &str) -> Result<TransactionStatus, BankError> {
    text.parse().map_err(|_| BankError::NoAnswer("the answer holds an unknown status".to_owned()))
}

/// A link that a browser may be sent to: http only where the bank itself is spoken to over http (the sandbox).
pub(super) fn approval_link(endpoint: &BankEndpoint, href: &str) -> Option<String> {
    let base = Url::parse(&endpoint.base_url).ok()?;
    let link = base.join(href).ok()?;
    let fits = link.scheme() == "https" || (link.scheme() == "http" && base.scheme() == "http");
    if !fits {
        tracing::warn!(bank = %endpoint.bank_id, "the bank's approval link cannot be followed");
    }
    fits.then(|| link.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(base_url: &str) -> BankEndpoint {
        BankEndpoint { bank_id: "dnb".to_owned(), base_url: base_url.to_owned() }
    }

    #[test]
    fn links_lead_to_a_page_and_nowhere_else() {
        let real = endpoint("https://api.bank.example/psd2");
        assert_eq!(
            approval_link(&real, "https://bank.example/sca?x=1").as_deref(),
            Some("https://bank.example/sca?x=1")
        );
        assert_eq!(approval_link(&real, "/sca/1").as_deref(), Some("https://api.bank.example/sca/1"));
        assert_eq!(approval_link(&real, "http://bank.example/sca"), None);
        assert_eq!(approval_link(&real, "javascript:alert(1)"), None);
        let sandbox = endpoint("http://localhost:3001/dnb");
        assert!(approval_link(&sandbox, "http://localhost:3001/dnb/sca/payments/a").is_some());
        assert!(
            approval_link(&sandbox, "https://x.example/\r\nevil: 1").is_none_or(|link| !link.contains('\n'))
        );
    }

    #[test]
    fn addresses_cannot_be_escaped() {
        let url =
            address(&endpoint("http://localhost:3001/dnb"), &["payments", "p", "../../x?y#z", "status"])
                .unwrap();
        assert_eq!(url.as_str(), "http://localhost:3001/dnb/v1/payments/p/..%2F..%2Fx%3Fy%23z/status");
    }
}
