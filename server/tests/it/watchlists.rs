//! Sanctions lists from their files to a match: readers, import and comparison together.
use std::path::{Path, PathBuf};

use app::compliance::screening::lists::{Import, ImportError, Imported, import, versions};
use app::compliance::screening::service::warm_up;
use domain::compliance::screening::{Profile, Schema};
use domain::compliance::watchlist::Source;
use server::gateways::watchlists::open;
use sqlx::PgPool;

use crate::harness::Site;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/watchlists").join(name)
}

async fn imported(site: &Site, source: Source, path: PathBuf) -> Result<Imported, ImportError> {
    let opened = open(source, &[path]).unwrap();
    let wanted = Import { source, checksum: opened.checksum, reader: opened.reader, believe_losses: false };
    import(&site.state, wanted, |_| ()).await
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn every_format_leads_to_a_match(db: PgPool) {
    let site = Site::open(db).await;
    for (source, file, entries) in [
        (Source::Ofac, "ofac", 4),
        (Source::Un, "un.xml", 2),
        (Source::Eu, "eu.csv", 2),
        (Source::OpenSanctions, "opensanctions.csv", 3),
    ] {
        let new = imported(&site, source, fixture(file)).await.unwrap();
        assert!(matches!(&new, Imported::New(it) if (it.entries, it.added) == (entries, entries)), "{new:?}");
        let again = imported(&site, source, fixture(file)).await.unwrap();
        assert!(matches!(again, Imported::Already(_)));
    }
    let loaded = warm_up(&site.state).await.unwrap().unwrap();
    for (schema, name, source, external_id) in [
        (Schema::Person, "Mehmet Uydurma", Source::Ofac, "104"),
        (Schema::Organisation, "Imaginary Lines", Source::Ofac, "102"),
        (Schema::Person, "Abdul Farzi Khayali", Source::Un, "XXi.001"),
        (Schema::Person, "Ivan Vymyslenij", Source::Eu, "13"),
        (Schema::Person, "Jan Zmyslony", Source::OpenSanctions, "XX-1"),
    ] {
        let hits = loaded.hits(&Profile::named(schema, name), 5);
        let found = hits.iter().any(|hit| hit.source == source && hit.external_id == external_id);
        assert!(found, "{name}: {hits:?}");
    }
    assert!(loaded.hits(&Profile::named(Schema::Person, "Kari Nordmann"), 5).is_empty());
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_file_that_is_cut_off_changes_nothing(db: PgPool) {
    let site = Site::open(db).await;
    imported(&site, Source::Un, fixture("un.xml")).await.unwrap();
    let before = versions(&site.db).await.unwrap();
    let whole = std::fs::read_to_string(fixture("un.xml")).unwrap();
    let cut = std::env::temp_dir().join(format!("drop-cut-{}.xml", std::process::id()));
    std::fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let refused = imported(&site, Source::Un, cut.clone()).await.unwrap_err().to_string();
    std::fs::remove_file(&cut).unwrap();
    assert!(
        refused.starts_with("nothing was changed: drop-cut-") && refused.contains(", line "),
        "{refused}"
    );
    assert_eq!(versions(&site.db).await.unwrap(), before);
}
