//! Matches with the built-in list and changes of rules, as officers have left them: by the services that they use.
use domain::access::{Actor, KycStatus, Role};
use domain::compliance::finding::{RuleMode, RuleName};
use domain::compliance::watchlist::Settlement;
use serde_json::{Value, json};

use super::service::SeedError;
use super::store;
use crate::compliance::monitoring::settings::{self, Wish};
use crate::compliance::screening::service::screen_by_id;
use crate::compliance::screening::settling;
use crate::context::AppState;
use crate::db;

/// Whoever is looked at, and what officers have said; the others wait.
const SUBJECTS: [&str; 5] =
    ["usr_demo_hit1", "rcp_demo_hit1", "rcp_demo_hit2", "rcp_demo_hit3", "rcp_demo_hit4"];
const WAITS_FOR_SECOND: &str = "rcp_demo_hit1";
const CLEARED: &str = "rcp_demo_hit2";
const TRUE: &str = "rcp_demo_hit4";

fn staff(id: &str, role: Role) -> Result<Actor, db::BadRow> {
    Ok(Actor { user_id: db::parsed("a user id", id)?, role, kyc: KycStatus::Approved })
}

/// Both, unless they are there.
pub(super) async fn seed(state: &AppState) -> Result<(), SeedError> {
    let officers = (staff("usr_demo_officer", Role::Compliance)?, staff("usr_demo_lead", Role::Admin)?);
    if store::seed_hits(&state.db, state.clock.now()).await? {
        seed_words(state, &officers).await?;
    }
    seed_rules(state, &officers).await
}

async fn seed_words(state: &AppState, (officer, lead): &(Actor, Actor)) -> Result<(), SeedError> {
    for subject in SUBJECTS {
        screen_by_id(state, subject).await?;
    }
    for found in settling::open_matches(state, officer).await? {
        let id = db::parsed("a screening's id", &found.id)?;
        let says = async |actor: &Actor, outcome: Settlement, reason: &str| {
            settling::settle(state, actor, None, &id, (outcome, reason)).await
        };
        match found.subject_id.as_str() {
            WAITS_FOR_SECOND => {
                let reason = "Mottakeren er født i 1994 ifølge kunden, den på listen i 1971.";
                says(officer, Settlement::FalseMatch, reason).await?;
            }
            CLEARED => {
                let reason = "Kopi av pass vist: en annen fødselsdato og et annet fødested.";
                says(officer, Settlement::FalseMatch, reason).await?;
                settling::confirm(state, lead, None, &id).await?;
            }
            TRUE => {
                let reason = "Samme fulle navn, samme land, og kunden vil ikke si hvem mottakeren er.";
                says(lead, Settlement::TrueMatch, reason).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// One change that is in force, and one that waits.
async fn seed_rules(state: &AppState, (officer, lead): &(Actor, Actor)) -> Result<(), SeedError> {
    let untouched = async |rule: RuleName| {
        settings::versions(state, officer, Some(rule)).await.map(|versions| versions.len() == 1)
    };
    let wish = |rule: RuleName, parameters: Value, reason: &str| Wish {
        rule,
        mode: RuleMode::Live,
        parameters,
        reason: reason.to_owned(),
    };
    if untouched(RuleName::RoundAmounts).await? {
        let reason = "Seks runde beløp på en måned er vanlig for dem som sender lønn hjem. Nesten alle varslene var falske.";
        let wish = wish(RuleName::RoundAmounts, json!({ "low_count": 8 }), reason);
        let (id, _) = settings::propose(state, officer, None, &wish).await?;
        settings::approve(state, lead, None, &id, "Enig. Ingen varsler som er tatt videre, går tapt.")
            .await?;
    }
    if untouched(RuleName::Structuring).await? {
        let reason =
            "Tre overføringer på en uke fanger mange som deler opp etter lønn. Fire er et bedre skille.";
        let wish = wish(RuleName::Structuring, json!({ "medium_count": 4 }), reason);
        settings::propose(state, officer, None, &wish).await?;
    }
    Ok(())
}
