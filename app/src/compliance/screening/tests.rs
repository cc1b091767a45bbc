//! Tests of lists and screening, each on a database of its own.
mod importing;
mod runs;
mod screening;
mod settling;

use domain::access::{Actor, KycStatus, Role};
use domain::compliance::screening::Schema;
use domain::compliance::watchlist::{Content, Listed, NameQuality, Source};
use domain::ids::{RecipientId, UserId};

use super::lists::reader::{Each, ListReader, ReadError};
use super::lists::{Import, ImportError, Imported, import};
use crate::context::AppState;
use crate::testing::{World, demo_customer, request};

/// A list of people, and whether it is broken behind them.
#[derive(Clone, Default)]
struct List {
    entries: Vec<Listed>,
    broken: bool,
}

impl ListReader for List {
    fn read(&mut self, each: &mut Each<'_>) -> Result<Option<chrono::DateTime<chrono::Utc>>, ReadError> {
        for listed in self.entries.clone() {
            let place = listed.external_id.clone();
            each(listed).map_err(|why| ReadError::new(place, why))?;
        }
        if self.broken {
            Err(ReadError::new("list.csv, line 3", "12 columns expected, 3 found"))
        } else {
            Ok(None)
        }
    }
}

fn person(id: &str, name: &str) -> Listed {
    Listed { external_id: id.to_owned(), content: Content::named(Schema::Person, name) }
}

fn people(entries: &[(&str, &str)]) -> List {
    List { entries: entries.iter().map(|(id, name)| person(id, name)).collect(), broken: false }
}

/// Imports a list of the Security Council; the words of its entries are its checksum.
async fn imported(state: &AppState, list: &List) -> Result<Imported, ImportError> {
    imported_as(state, Source::Un, list, false).await
}

async fn imported_as(
    state: &AppState,
    source: Source,
    list: &List,
    believe_losses: bool,
) -> Result<Imported, ImportError> {
    let checksum = format!("{:?}", list.entries);
    let reader = Box::new(list.clone());
    import(state, Import { source, checksum, reader, believe_losses }, |_| ()).await
}

fn aliased(id: &str, name: &str, alias: &str) -> List {
    let mut listed = person(id, name);
    listed.content.add_name(NameQuality::Strong, alias);
    List { entries: vec![listed], broken: false }
}

/// A recipient of the demo customer, by this name.
async fn recipient(world: &World, name: &str) -> RecipientId {
    let form = crate::remittance::model::RecipientForm {
        name: name.to_owned(),
        country: "RS".to_owned(),
        iban: "RS35105008123123123173".to_owned(),
        ..Default::default()
    };
    crate::remittance::service::add_recipient(&world.state, &demo_customer(), &request(), &form)
        .await
        .expect("a recipient")
}

/// An officer, who is entered when there is none yet.
async fn officer(state: &AppState, id: &str) -> Actor {
    sqlx::query(
        "insert into users (id, email, password_hash, first_name, last_name, role)
         values ($1, $1 || '@drop.example', 'x', 'Of', 'Ficer', 'compliance') on conflict do nothing",
    )
    .bind(id)
    .execute(&state.db)
    .await
    .unwrap();
    let user_id: UserId = id.parse().unwrap();
    Actor { user_id, role: Role::Compliance, kyc: KycStatus::Pending }
}

/// What holds of a subject: result, and how it was settled.
async fn holds(state: &AppState, subject: &str) -> Vec<(String, Option<String>)> {
    sqlx::query_as(
        "select result, settled_as from screening_results
         where subject_id = $1 and superseded_at is null order by result, settled_as",
    )
    .bind(subject)
    .fetch_all(&state.db)
    .await
    .unwrap()
}
