//! Whether a code can be paid now, by whom, and how much.

use chrono::{DateTime, Utc};

use super::ShopStatus;
use super::hold::Held;
use super::price::Price;
use crate::form::FieldCode;
use crate::ids::UserId;

text_enum! {
    /// Why a code cannot be paid. No money has moved in any of these cases.
    pub enum Obstacle {
        /// Not made here, or altered since.
        Unknown = "unknown",
        /// The shop has taken it back.
        Revoked = "revoked",
        /// The shop is closed.
        ShopClosed = "shop_closed",
        /// The shop is stopped by an officer. Customers hear that it takes no payments now, and not why.
        ShopSuspended = "shop_suspended",
        /// Somebody else has paid this sale.
        Paid = "paid",
        /// Somebody else is paying this sale.
        BeingPaid = "being_paid",
        /// A sale that was not paid in time.
        Expired = "expired",
        /// Nobody pays in their own shop.
        OwnShop = "own_shop",
    }
}

impl std::error::Error for Obstacle {}

impl From<Held> for Obstacle {
    fn from(held: Held) -> Self {
        match held {
            Held::BeingPaid => Self::BeingPaid,
            Held::Paid => Self::Paid,
        }
    }
}

/// What is known of a code when somebody wants to pay it.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// When the shop took it back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Until when a sale can be paid.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether the shop may be paid.
    pub shop: ShopStatus,
    /// Whose shop it is.
    pub owner: &'a UserId,
    /// Another payment has the sale.
    pub held: Option<Held>,
}

impl Offer<'_> {
    /// What stands in the way; of several things the one that most helps to hear. `payer`: none while nobody is logged
    /// in.
    ///
    /// # Errors
    /// The [`Obstacle`].
    pub fn check(&self, payer: Option<&UserId>, now: DateTime<Utc>) -> Result<(), Obstacle> {
        if let Some(held) = self.held {
            return Err(held.into());
        }
        if self.revoked_at.is_some() {
            return Err(Obstacle::Revoked);
        }
        match self.shop {
            ShopStatus::Active => {}
            ShopStatus::Suspended => return Err(Obstacle::ShopSuspended),
            ShopStatus::Closed => return Err(Obstacle::ShopClosed),
        }
        if self.expires_at.is_some_and(|at| at <= now) {
            return Err(Obstacle::Expired);
        }
        if payer == Some(self.owner) { Err(Obstacle::OwnShop) } else { Ok(()) }
    }
}

/// The price to pay: `asked` by the shop, or as somebody typed it. A page that shows a fixed price posts it as well, so
/// that nobody pays another amount than the one they have seen.
///
/// # Errors
/// What is wrong with the amount: [`FieldCode::PriceDiffers`] when it is not the shop's.
pub fn price_of(asked: Option<Price>, typed: &str) -> Result<Price, FieldCode> {
    let price = Price::read(typed)?;
    match asked {
        Some(asked) if asked != price => Err(FieldCode::PriceDiffers),
        _ => Ok(price),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::merchant::fee::FeeRate;
    use crate::merchant::price::{PRICE_MAX_ORE, PRICE_MIN_ORE};
    use crate::money::{Currency, Money};

    fn user(name: &str) -> UserId {
        UserId::parse(&format!("usr_{name}")).unwrap()
    }

    #[test]
    fn what_stands_in_the_way() {
        let (owner, payer) = (user("owner"), user("payer"));
        let now = Utc.with_ymd_and_hms(2026, 11, 27, 12, 0, 0).unwrap();
        let good = Offer {
            revoked_at: None,
            expires_at: Some(now + chrono::Duration::seconds(1)),
            shop: ShopStatus::Active,
            owner: &owner,
            held: None,
        };
        assert_eq!(good.check(Some(&payer), now), Ok(()));
        assert_eq!(good.check(None, now), Ok(()));
        let over = Offer { expires_at: Some(now), ..good };
        for (offer, payer, wanted) in [
            (good, &owner, Obstacle::OwnShop),
            (over, &payer, Obstacle::Expired),
            (Offer { shop: ShopStatus::Suspended, ..over }, &payer, Obstacle::ShopSuspended),
            (Offer { shop: ShopStatus::Closed, ..good }, &owner, Obstacle::ShopClosed),
            (Offer { revoked_at: Some(now), ..over }, &payer, Obstacle::Revoked),
            (Offer { held: Some(Held::BeingPaid), ..over }, &payer, Obstacle::BeingPaid),
            (Offer { held: Some(Held::Paid), revoked_at: Some(now), ..over }, &payer, Obstacle::Paid),
        ] {
            assert_eq!(offer.check(Some(payer), now), Err(wanted), "{offer:?}");
        }
    }

    #[test]
    fn a_fixed_price_is_not_another() {
        let asked = Price::new(Money::new(12_900, Currency::Nok)).unwrap();
        for (typed, wanted) in [
            ("129", Ok(12_900)),
            ("129,00 kr", Ok(12_900)),
            ("128,99", Err(FieldCode::PriceDiffers)),
            ("1", Err(FieldCode::PriceDiffers)),
            ("", Err(FieldCode::Required)),
            ("mye", Err(FieldCode::AmountMalformed)),
        ] {
            assert_eq!(price_of(Some(asked), typed).map(|price| price.amount().minor()), wanted, "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_typed_is_paid_and_the_shop_bears_the_fee(ore in PRICE_MIN_ORE..=PRICE_MAX_ORE) {
            let typed = Money::new(ore, Currency::Nok).to_decimal_string();
            let price = price_of(None, &typed).unwrap();
            prop_assert_eq!(price.amount().minor(), ore);
            prop_assert_eq!(price_of(Some(price), &typed), Ok(price));
            let fee = FeeRate::parse("0.01").unwrap().of(price.amount()).unwrap();
            prop_assert!((1..=ore).contains(&fee.minor()), "a fee of {} for {ore}", fee.minor());
        }
    }
}
