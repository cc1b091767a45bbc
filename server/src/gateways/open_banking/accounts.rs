//! Account information: balances.
use app::accounts::gateway::{AccountInformation, BalanceRequest, BankError};
use async_trait::async_trait;
use domain::money::{Currency, Money};
use reqwest::Method;

use super::client::{Call, NextGenPsd2, Retry, address, headers, put};
use super::wire::{Balance, BalancesAnswer};

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
}

fn money(balance: &Balance) -> Option<Money> {
    let currency: Currency = balance.balance_amount.currency.parse().ok()?;
    Money::parse_decimal(&balance.balance_amount.amount, currency).ok()
}
