//! Asking the register of units: by whom it is answered, for one number, and about shops that it has not answered for.
use std::net::IpAddr;

use domain::access::{Action, Actor, Resource, decide};
use domain::form::FieldCode;
use domain::ids::{MerchantId, UserId};
use domain::merchant::orgnr::Orgnr;
use domain::throttle::REGISTER;
use serde_json::json;

use super::gateway::{Answer, RegisterError, Standing, Unit};
use super::model::{LookUp, REGISTERED, REGISTERED_ADDRESS, SILENT, ShopForm, UnitView};
use super::service::ShopError;
use super::store;
use crate::compliance::screening::service::screen_shop_in_tx;
use crate::context::{AppState, flatten};
use crate::error::{AppError, FieldErrors};
use crate::form::Flash;
use crate::notifications::{Notice, notify_in_tx};
use crate::throttle::service::count_address;
use crate::{audit, db};

/// The register's open address.
pub const BRREG_URL: &str = "https://data.brreg.no";
/// Shops that one run of the job asks about.
const BATCH_ROWS: i64 = 50;
/// Longer than any name in the register.
const REGISTERED_NAME_MAX_CHARS: usize = 200;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterName {
    /// Brønnøysundregistrene.
    Brreg,
    /// A few invented units: for development and demos.
    BuiltIn,
}

impl std::str::FromStr for RegisterName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "brreg" => Ok(Self::Brreg),
            "built-in" => Ok(Self::BuiltIn),
            _ => Err(()),
        }
    }
}

/// The part of the configuration that the register needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterSettings {
    pub source: RegisterName,
    /// Where Brønnøysundregistrene answers, without a trailing slash.
    pub url: String,
}

impl Default for RegisterSettings {
    fn default() -> Self {
        Self { source: RegisterName::BuiltIn, url: BRREG_URL.to_owned() }
    }
}

/// What the register says of a number, if anything.
pub(super) enum Said {
    Trading(Unit),
    /// No shop may be opened for it.
    Against(FieldCode),
    Nothing,
}

/// Asks about one number. A register that does not answer keeps nobody from opening a shop.
pub(super) async fn ask(state: &AppState, number: &Orgnr) -> Said {
    match state.register.unit(number).await {
        Ok(Answer::Unit(unit)) => match unit.standing {
            Standing::Trading => Said::Trading(with_bounded_name(unit)),
            Standing::Dissolved => Said::Against(FieldCode::OrgnrDissolved),
            Standing::Bankrupt => Said::Against(FieldCode::OrgnrBankrupt),
        },
        Ok(Answer::Gone) => Said::Against(FieldCode::OrgnrDissolved),
        Ok(Answer::Unknown) => Said::Against(FieldCode::OrgnrUnknown),
        Err(error) => {
            tracing::warn!(%error, "the register of units");
            Said::Nothing
        }
    }
}

fn with_bounded_name(unit: Unit) -> Unit {
    Unit { name: unit.name.chars().take(REGISTERED_NAME_MAX_CHARS).collect(), ..unit }
}

/// May this customer open a shop at all?
pub fn may_open(actor: &Actor) -> Result<(), ShopError> {
    Ok(decide(Some(actor), Action::OpenShop, Resource::Own)?)
}

/// What the form is filled in with while a number is typed.
pub async fn look_up(state: &AppState, actor: &Actor, ip: IpAddr, number: &str) -> Result<LookUp, ShopError> {
    may_open(actor)?;
    let number = parse_number(number).map_err(|code| field("org_number", code))?;
    count_address(state, &REGISTER, ip).await?;
    Ok(match ask(state, &number).await {
        Said::Trading(unit) => LookUp::Found(UnitView { name: unit.name, address: unit.address }),
        Said::Against(code) => LookUp::Refused(code),
        Said::Nothing => LookUp::Silent,
    })
}

/// The form as it is shown again once the register has answered; what was typed stays.
#[must_use]
pub fn filled_in(form: &ShopForm, answer: &LookUp) -> Flash {
    let mut flash = Flash { error: None, values: flatten(form) };
    let mut put = |name: &str, value: &str| flash.values.insert(name.to_owned(), value.to_owned());
    match answer {
        LookUp::Found(unit) => {
            let address = unit.address.as_deref().unwrap_or_default();
            put(REGISTERED, &unit.name);
            if !address.is_empty() {
                put(REGISTERED_ADDRESS, address);
            }
            for (name, typed, registered) in
                [("name", &form.name, unit.name.as_str()), ("address", &form.address, address)]
            {
                if typed.trim().is_empty() {
                    put(name, registered);
                }
            }
        }
        LookUp::Refused(code) => flash.error = Some(AppError::field("org_number", *code)),
        LookUp::Silent => {
            put(SILENT, "true");
        }
    }
    flash
}

pub(super) fn parse_number(text: &str) -> Result<Orgnr, FieldCode> {
    if text.trim().is_empty() { Err(FieldCode::Required) } else { Ok(Orgnr::parse(text)?) }
}

pub(super) fn field(name: &str, code: FieldCode) -> ShopError {
    ShopError::Form(FieldErrors::from([(name.to_owned(), code)]))
}

/// Asks about shops that were opened while the register did not answer. Returns how many it has answered for.
///
/// # Errors
/// When it still does not answer, or the database refuses.
pub async fn confirm_late(state: &AppState) -> Result<usize, ShopError> {
    let mut answered = 0;
    let mut silence = None;
    for row in store::unconfirmed(&state.db, BATCH_ROWS).await? {
        let number: Orgnr = db::parsed("an organisation number", &row.org_number)?;
        let finding = match state.register.unit(&number).await {
            Ok(Answer::Unit(unit)) => match unit.standing {
                Standing::Trading => Ok(with_bounded_name(unit).name),
                Standing::Dissolved => Err("dissolved"),
                Standing::Bankrupt => Err("bankrupt"),
            },
            Ok(Answer::Gone) => Err("dissolved"),
            Ok(Answer::Unknown) => Err("unknown"),
            // Nobody else is answered either.
            Err(error @ RegisterError::NoAnswer(_)) => return Err(error.into()),
            Err(error) => {
                silence = Some(error);
                continue;
            }
        };
        note(state, &row, finding).await?;
        answered += 1;
    }
    silence.map_or(Ok(answered), |error| Err(error.into()))
}

/// Keeps a late answer: the registered name, or what speaks against the shop, which its owner is told.
async fn note(
    state: &AppState,
    row: &store::UnconfirmedRow,
    finding: Result<String, &'static str>,
) -> Result<(), ShopError> {
    let id: MerchantId = db::parsed("a merchant id", &row.id)?;
    let owner: UserId = db::parsed("a user id", &row.user_id)?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let is_new = match &finding {
        Ok(name) => store::confirm_in_tx(&mut tx, &id, name, now).await?,
        Err(finding) => store::find_against_in_tx(&mut tx, &id, finding).await?,
    };
    // Another server's job was faster.
    if !is_new {
        return Ok(());
    }
    let (action, details) = match finding {
        Ok(_) => {
            // Its registered name is a name to compare.
            screen_shop_in_tx(&mut tx, state, &id).await?;
            ("merchant.confirm", json!({}))
        }
        Err(finding) => {
            let notice = Notice::ShopNotConfirmed { shop: row.business_name.clone() };
            let link = format!("/shops/{id}/settings");
            notify_in_tx(&mut tx, state, &owner, &notice, Some(&link)).await?;
            ("merchant.find", json!({ "finding": finding }))
        }
    };
    let entry = audit::Entry { user_id: None, action, resource: Some(("merchant", id.as_str())), details };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, None, entry).await?;
    tx.commit().await?;
    Ok(())
}
