//! What the table holds, and what it does not.
use super::*;

fn record(id: Id) -> Record {
    let data = [("user_id".to_owned(), serde_json::json!("usr_demo1"))].into_iter().collect();
    Record { id, data, expiry_date: OffsetDateTime::now_utc() + time::Duration::hours(1) }
}

#[test]
fn the_hash_is_stable_and_not_the_id() {
    let id = Id(42);
    assert_eq!(hashed(&id), hashed(&id));
    assert!(!hashed(&id).contains(&id.to_string()));
    assert_ne!(hashed(&Id(43)), hashed(&id));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_raw_id_is_nowhere_in_the_table(db: PgPool) {
    let (store, id) = (HashedSessionStore::new(db.clone()), Id::default());
    store.create(&mut record(id)).await.unwrap();
    store.save(&record(id)).await.unwrap();
    let rows: Vec<(String, Vec<u8>)> =
        sqlx::query_as("select id, data from tower_sessions.session").fetch_all(&db).await.unwrap();
    let [(key, data)] = rows.as_slice() else { panic!("one row, not {}", rows.len()) };
    for place in [key.as_bytes(), data] {
        for raw in [id.to_string().as_bytes(), &id.0.to_le_bytes()[..], &id.0.to_be_bytes()[..]] {
            assert!(!place.windows(raw.len()).any(|window| window == raw));
        }
    }
    let loaded = store.load(&id).await.unwrap().unwrap();
    assert_eq!((loaded.id, loaded.data), (id, record(id).data));
    store.delete(&id).await.unwrap();
    assert!(store.load(&id).await.unwrap().is_none());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_collision_draws_another_id(db: PgPool) {
    let (store, id) = (HashedSessionStore::new(db), Id::default());
    store.create(&mut record(id)).await.unwrap();
    let mut second = record(id);
    store.create(&mut second).await.unwrap();
    assert_ne!(second.id, id);
    assert_eq!(store.load(&second.id).await.unwrap().unwrap().id, second.id);
    assert!(store.load(&id).await.unwrap().is_some());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_expired_record_is_gone_and_then_removed(db: PgPool) {
    let (store, id) = (HashedSessionStore::new(db), Id::default());
    let past = OffsetDateTime::now_utc() - time::Duration::minutes(1);
    store.create(&mut Record { expiry_date: past, ..record(id) }).await.unwrap();
    store.create(&mut record(Id::default())).await.unwrap();
    assert!(store.load(&id).await.unwrap().is_none());
    assert_eq!(store.delete_expired().await.unwrap(), 1);
}
