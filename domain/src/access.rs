//! Who may do what: the one function that decides every access.

use thiserror::Error;

use crate::ids::UserId;

text_enum! {
    /// `users.role`.
    pub enum Role {
        /// A customer.
        User = "user",
        /// A customer with at least one merchant profile.
        Merchant = "merchant",
        /// A compliance officer.
        Compliance = "compliance",
        /// A compliance lead.
        Admin = "admin",
    }
}

impl Role {
    /// Compliance officers and leads; everybody else is a customer.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::Compliance | Self::Admin)
    }
}

text_enum! {
    /// `users.kyc_status`: whether the customer's identity was established (hvitvaskingsloven § 12).
    pub enum KycStatus {
        /// Not yet decided.
        Pending = "pending",
        /// An officer or the low-risk rule approved.
        Approved = "approved",
        /// An officer refused.
        Rejected = "rejected",
    }
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub user_id: UserId,
    /// Their role now, not the one at login.
    pub role: Role,
    /// Their identity check now.
    pub kyc: KycStatus,
}

/// What is asked for. An `owner` is the user that the stored row names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'a> {
    /// The actor's own things as a whole: a list, a new row, a setting.
    Own,
    /// One bank account.
    Account {
        /// Whose it is.
        owner: &'a UserId,
    },
    /// One recipient.
    Recipient {
        /// Whose it is.
        owner: &'a UserId,
    },
    /// One quote.
    Quote {
        /// Whose it is.
        owner: &'a UserId,
    },
    /// One transaction.
    Transaction {
        /// Whose it is.
        owner: &'a UserId,
    },
    /// One shop, with its codes, sales and refunds.
    Shop {
        /// Whose it is.
        owner: &'a UserId,
    },
    /// The back-office.
    Staff,
}

/// What the actor wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See the start page.
    ViewDashboard,
    /// See linked bank accounts.
    ViewAccounts,
    /// Read balances from the bank.
    RefreshAccounts,
    /// Give or renew a consent at a bank, or end it.
    LinkBank,
    /// Add, change or remove recipients.
    ManageRecipients,
    /// See one recipient.
    ViewRecipient,
    /// Ask for the terms of a remittance.
    CreateQuote,
    /// Accept a quote and start the payment.
    SendRemittance,
    /// See one transaction and its receipt.
    ViewTransaction,
    /// List, search and export transactions.
    ViewHistory,
    /// See and end logins.
    ManageSessions,
    /// Change profile, password, second factor and preferences.
    ManageSettings,
    /// Read notifications.
    ViewNotifications,
    /// Complain, and ask for what data protection gives a right to.
    Complain,
    /// Register a shop.
    OpenShop,
    /// See a shop, its sales and its statements.
    ViewShop,
    /// Change a shop: its settings, its codes, closing it.
    ManageShop,
    /// Make a code for one sale and follow it.
    TakePayment,
    /// Pay a sale back, whole or in part.
    RefundSale,
    /// Pay in a shop. Needs no approved identity.
    PayShop,
    /// Work in the back-office.
    UseBackOffice,
    /// Give, change or end staff access.
    ManageStaff,
}

impl Action {
    /// Every action, in the order of declaration.
    pub const ALL: &'static [Self] = &[
        Self::ViewDashboard,
        Self::ViewAccounts,
        Self::RefreshAccounts,
        Self::LinkBank,
        Self::ManageRecipients,
        Self::ViewRecipient,
        Self::CreateQuote,
        Self::SendRemittance,
        Self::ViewTransaction,
        Self::ViewHistory,
        Self::ManageSessions,
        Self::ManageSettings,
        Self::ViewNotifications,
        Self::Complain,
        Self::OpenShop,
        Self::ViewShop,
        Self::ManageShop,
        Self::TakePayment,
        Self::RefundSale,
        Self::PayShop,
        Self::UseBackOffice,
        Self::ManageStaff,
    ];

    const fn is_for_staff(self) -> bool {
        matches!(self, Self::UseBackOffice | Self::ManageStaff)
    }
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum Refusal {
    /// Nobody is logged in: to the login page.
    #[error("not logged in")]
    NotLoggedIn,
    /// It is not there for this actor: 404, the same as for what does not exist.
    #[error("not found")]
    NotFound,
    /// It is there, but not for this role: 403.
    #[error("not allowed")]
    NotAllowed,
    /// The identity check is not approved.
    #[error("the identity check is not approved")]
    KycRequired,
}

/// Decides one access. Another customer's thing is not found; the back-office does not exist for
/// customers, nor customer features for staff; a remittance needs an approved identity.
///
/// # Errors
/// The [`Refusal`].
pub fn decide(actor: Option<&Actor>, action: Action, resource: Resource<'_>) -> Result<(), Refusal> {
    let actor = actor.ok_or(Refusal::NotLoggedIn)?;
    if action.is_for_staff() != actor.role.is_staff() {
        return Err(Refusal::NotFound);
    }
    if actor.role.is_staff() {
        let allowed = action == Action::UseBackOffice || actor.role == Role::Admin;
        return if allowed { Ok(()) } else { Err(Refusal::NotAllowed) };
    }
    let visible = match resource {
        Resource::Own => true,
        Resource::Account { owner }
        | Resource::Recipient { owner }
        | Resource::Quote { owner }
        | Resource::Transaction { owner }
        | Resource::Shop { owner } => *owner == actor.user_id,
        Resource::Staff => false,
    };
    if !visible {
        return Err(Refusal::NotFound);
    }
    if action == Action::SendRemittance && actor.kyc != KycStatus::Approved {
        return Err(Refusal::KycRequired);
    }
    Ok(())
}

/// Somebody of the staff, as [`decide`] has found: the only key to what customers may not know (hvitvaskingsloven § 28).
/// Functions that read alerts, holds, screening results or reports take one, and nothing else makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer(UserId);

impl Officer {
    /// Decides whether this actor works in the back-office.
    ///
    /// # Errors
    /// The [`Refusal`] of [`Action::UseBackOffice`].
    pub fn decide(actor: Option<&Actor>) -> Result<Self, Refusal> {
        decide(actor, Action::UseBackOffice, Resource::Staff)?;
        actor.map(|actor| Self(actor.user_id.clone())).ok_or(Refusal::NotLoggedIn)
    }

    /// Who.
    #[must_use]
    pub const fn user_id(&self) -> &UserId {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Refusal::{KycRequired, NotAllowed, NotFound, NotLoggedIn};

    /// What each role gets from each action: on its own things, on another customer's, on the back-office.
    type Row = (Action, [Result<(), Refusal>; 3]);

    fn expected(role: Role, kyc: KycStatus) -> Vec<Row> {
        let customer = |own| [own, Err(NotFound), Err(NotFound)];
        let send = if kyc == KycStatus::Approved { Ok(()) } else { Err(KycRequired) };
        Action::ALL
            .iter()
            .map(|&action| {
                let row = match (role, action) {
                    (Role::User | Role::Merchant, Action::UseBackOffice | Action::ManageStaff) => {
                        [Err(NotFound); 3]
                    }
                    (Role::User | Role::Merchant, Action::SendRemittance) => customer(send),
                    (Role::User | Role::Merchant, _) => customer(Ok(())),
                    (Role::Compliance | Role::Admin, Action::UseBackOffice) => [Ok(()); 3],
                    (Role::Compliance, Action::ManageStaff) => [Err(NotAllowed); 3],
                    (Role::Admin, Action::ManageStaff) => [Ok(()); 3],
                    (Role::Compliance | Role::Admin, _) => [Err(NotFound); 3],
                };
                (action, row)
            })
            .collect()
    }

    fn owned(owner: &UserId) -> [Resource<'_>; 5] {
        [
            Resource::Account { owner },
            Resource::Recipient { owner },
            Resource::Quote { owner },
            Resource::Transaction { owner },
            Resource::Shop { owner },
        ]
    }

    #[test]
    fn every_role_action_and_resource() {
        let me = UserId::parse("usr_me").unwrap();
        let other = UserId::parse("usr_other").unwrap();
        let mut decisions = 0;
        for &role in Role::ALL {
            for &kyc in KycStatus::ALL {
                let actor = Actor { user_id: me.clone(), role, kyc };
                for (action, [on_own, on_other, on_staff]) in expected(role, kyc) {
                    let own = owned(&me).into_iter().chain([Resource::Own]).map(|r| (r, on_own));
                    let others = owned(&other).into_iter().map(|r| (r, on_other));
                    for (resource, wanted) in own.chain(others).chain([(Resource::Staff, on_staff)]) {
                        let decision = decide(Some(&actor), action, resource);
                        assert_eq!(decision, wanted, "{role} {kyc} {action:?} {resource:?}");
                        assert_eq!(decide(None, action, resource), Err(NotLoggedIn));
                        decisions += 1;
                    }
                }
            }
        }
        assert_eq!(decisions, 4 * 3 * 22 * 12);
    }

    #[test]
    fn nobody_but_staff_becomes_an_officer() {
        assert_eq!(Officer::decide(None), Err(NotLoggedIn));
        for &role in Role::ALL {
            let actor = Actor { user_id: UserId::parse("usr_a").unwrap(), role, kyc: KycStatus::Approved };
            let officer = Officer::decide(Some(&actor)).map(|officer| officer.user_id().clone());
            assert_eq!(officer, if role.is_staff() { Ok(actor.user_id) } else { Err(NotFound) }, "{role}");
        }
    }

    #[test]
    fn spellings() {
        assert_eq!("compliance".parse(), Ok(Role::Compliance));
        assert_eq!(serde_json::to_string(&KycStatus::Pending).unwrap(), "\"pending\"");
        assert!("User".parse::<Role>().is_err());
    }
}
