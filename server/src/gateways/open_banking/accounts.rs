//! Account information: consents, accounts and their balances.
use app::accounts::gateway::{
    AccountAtBank, AccountInformation, BalanceRequest, BankError, ConsentCall, ConsentCreated, ConsentRequest,
};
use async_trait::async_trait;
use domain::bank::consent::ConsentStatus;
use domain::money::{Currency, Money};
use reqwest::Method;
use reqwest::header::HeaderMap;

use super::client::{Call, NextGenPsd2, Retry, address, headers, put};
use super::payments::approval_link;
use super::wire::{
    Access, AccountDetails, AccountsAnswer, Balance, BalancesAnswer, ConsentAnswer, ConsentBody,
    ConsentStatusAnswer,
};

/// What the customer can spend now.
const AVAILABLE: &str = "interimAvailable";

#[async_trait]
impl AccountInformation for NextGenPsd2 {
    async fn balance(&self, request: &BalanceRequest) -> Result<Money, BankError> {
        let mut headers = headers(request.request_id)?;
        put(&mut headers, "consent-id", &request.consent_ref)?;
        if let Some(ip) = request.psu_ip {
            put(&mut headers, "psu-ip-address", &ip.to_string())?;
        }
        let url = address(&request.endpoint, &["accounts", &request.resource_id, "balances"])?;
        let call = Call { method: Method::GET, url, headers, body: None, retry: Retry::Reading };
        let answer: BalancesAnswer = self.ask(&call).await?;
        answer
            .balances
            .iter()
            .find(|balance| balance.balance_type == AVAILABLE)
            .and_then(money)
            .ok_or_else(|| BankError::NoAnswer("the answer holds no available balance".to_owned()))
    }

    async fn create_consent(&self, request: &ConsentRequest) -> Result<ConsentCreated, BankError> {
        let mut headers = headers(request.request_id)?;
        put(&mut headers, "psu-ip-address", &request.psu_ip.to_string())?;
        put(&mut headers, "tpp-redirect-preferred", "true")?;
        put(&mut headers, "tpp-redirect-uri", &request.redirect_uri)?;
        put(&mut headers, "tpp-nok-redirect-uri", &request.nok_redirect_uri)?;
        let body = ConsentBody {
            access: Access { all_psd2: "allAccounts" },
            recurring_indicator: true,
            valid_until: request.valid_until.format("%Y-%m-%d").to_string(),
            frequency_per_day: request.frequency_per_day,
            combined_service_indicator: false,
        };
        let body = serde_json::to_value(body)
            .map_err(|_| BankError::NoAnswer("the request cannot be written".to_owned()))?;
        let url = address(&request.endpoint, &["consents"])?;
        // A consent that was asked for twice is two that nobody approved, and harms nobody.
        let call = Call { method: Method::POST, url, headers, body: Some(body), retry: Retry::Initiation };
        let answer: ConsentAnswer = self.ask(&call).await?;
        let sca_redirect =
            answer.links.sca_redirect.and_then(|link| approval_link(&request.endpoint, &link.href));
        Ok(ConsentCreated {
            status: consent_status(&answer.consent_status)?,
            consent_ref: answer.consent_id,
            sca_redirect,
        })
    }

    async fn consent_status(&self, call: &ConsentCall) -> Result<ConsentStatus, BankError> {
        let url = address(&call.endpoint, &["consents", &call.consent_ref, "status"])?;
        let headers = present(headers(call.request_id)?, call)?;
        let call = Call { method: Method::GET, url, headers, body: None, retry: Retry::Reading };
        let answer: ConsentStatusAnswer = self.ask(&call).await?;
        consent_status(&answer.consent_status)
    }

    async fn accounts(&self, call: &ConsentCall) -> Result<Vec<AccountAtBank>, BankError> {
        let mut url = address(&call.endpoint, &["accounts"])?;
        url.query_pairs_mut().append_pair("withBalance", "true");
        let mut headers = present(headers(call.request_id)?, call)?;
        put(&mut headers, "consent-id", &call.consent_ref)?;
        let call = Call { method: Method::GET, url, headers, body: None, retry: Retry::Reading };
        let answer: AccountsAnswer = self.ask(&call).await?;
        // An account without an IBAN or in a currency that Drop does not know is none that it can pay from.
        Ok(answer.accounts.into_iter().take(ACCOUNTS_MAX).filter_map(account).collect())
    }

    async fn end_consent(&self, call: &ConsentCall) -> Result<(), BankError> {
        let url = address(&call.endpoint, &["consents", &call.consent_ref])?;
        let headers = present(headers(call.request_id)?, call)?;
        let call = Call { method: Method::DELETE, url, headers, body: None, retry: Retry::Reading };
        match self.tell(&call).await {
            // Ended before, or never known: what was wanted.
            Ok(_) | Err(BankError::ConsentInvalid | BankError::Refused { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Accounts that one consent may open.
const ACCOUNTS_MAX: usize = 50;
/// As banks show account names, and no longer.
const ACCOUNT_NAME_MAX_CHARS: usize = 70;

fn present(mut headers: HeaderMap, call: &ConsentCall) -> Result<HeaderMap, BankError> {
    if let Some(ip) = call.psu_ip {
        put(&mut headers, "psu-ip-address", &ip.to_string())?;
    }
    Ok(headers)
}

fn consent_status(text: &str) -> Result<ConsentStatus, BankError> {
    text.parse().map_err(|_| BankError::NoAnswer("the answer holds an unknown consent status".to_owned()))
}

fn account(details: AccountDetails) -> Option<AccountAtBank> {
    let balance = details.balances.iter().find(|balance| balance.balance_type == AVAILABLE).and_then(money);
    Some(AccountAtBank {
        resource_id: details.resource_id,
        iban: details.iban?.parse().ok()?,
        name: details.name.map(|name| name.chars().take(ACCOUNT_NAME_MAX_CHARS).collect()),
        currency: details.currency.parse().ok()?,
        balance,
    })
}

fn money(balance: &Balance) -> Option<Money> {
    let currency: Currency = balance.balance_amount.currency.parse().ok()?;
    Money::parse_decimal(&balance.balance_amount.amount, currency).ok()
}
