//! The overview, the list and their files.
use chrono::Duration;
use domain::access::Refusal;
use domain::bank::payment_state::TransactionStatus::Acsc;
use domain::filter::{FilterFault, FilterField, FilterProblem, FilterQuery};
use domain::merchant::sales_filter::SalesQuery;
use domain::merchant::statement::Period;
use sqlx::PgPool;

use super::*;
use crate::i18n::Locale;
use crate::merchant::sales::list::{self, EXPORT_CHUNK_ROWS, SALES_PAGE_ROWS};
use crate::merchant::sales::model::SalesPage;
use crate::merchant::sales::service::SalesError;
use crate::merchant::sales::statements;

async fn filtered(world: &World, query: SalesQuery) -> SalesPage {
    service::sales_page(&world.state, &demo_customer(), &shop(), &query, None).await.unwrap()
}

/// A filter from `name=value`.
fn by(name: &str, value: &str) -> SalesQuery {
    SalesQuery::from_pairs(|asked| (asked == name).then(|| value.to_owned()))
}

fn ids(page: &SalesPage) -> Vec<&TransactionId> {
    page.rows.iter().map(|row| &row.id).collect()
}

async fn many_sales(db: &PgPool, count: usize) {
    sqlx::query(
        "insert into transactions (id, user_id, type, status, amount, merchant_id, created_at)
         select 'txn_many' || lpad(n::text, 8, '0'), 'usr_demo2', 'qr_payment', 'completed', n, 'mer_demo1',
           timestamptz '2026-11-01 10:00:00.123456Z' + (n / 10) * interval '1 minute'
         from generate_series(1, $1) n",
    )
    .bind(i32::try_from(count).unwrap())
    .execute(db)
    .await
    .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn the_overview_compares_with_the_same_time_a_week_ago(db: PgPool) {
    let world = new_shop(db).await;
    let empty = service::overview(&world.state, &demo_customer(), &shop()).await.unwrap();
    assert!(empty.is_new && empty.by_hour.is_empty() && empty.change_percent().is_none());
    sticker(&world).await;
    paid_sale(&world, nok(10_000), None).await;
    world.clock.advance(Duration::hours(5));
    paid_sale(&world, nok(7_000), None).await;
    // A week later, two hours after the first sale and three before the second.
    world.clock.advance(Duration::days(7) - Duration::hours(3));
    paid_sale(&world, nok(12_000), Some("qrc_desk")).await;
    let sale = paid_sale(&world, nok(3_000), None).await;
    refund(&world, &sale, "10").await.unwrap();
    banks_say(&world, &[(Acsc, None)]).await;
    let view = service::overview(&world.state, &demo_customer(), &shop()).await.unwrap();
    assert_eq!((view.today.sales, view.today.gross, view.today.refunded), (2, nok(15_000), nok(1_000)));
    assert_eq!((view.last_week.gross, view.change_percent()), (nok(10_000), Some(50)));
    assert_eq!(view.month.gross, nok(15_000), "December has begun");
    assert_eq!(view.by_day.len(), 30);
    let of_days = Totals::sum(view.by_day.iter().map(|day| day.totals)).unwrap();
    assert_eq!(of_days.gross, nok(32_000));
    let of_hours = Totals::sum(view.by_hour.iter().map(|hour| hour.totals)).unwrap();
    assert_eq!(of_hours, view.today);
    assert!(view.by_hour.windows(2).all(|pair| pair[0].hour + 1 == pair[1].hour), "every hour is there");
    let codes: Vec<_> = view
        .by_code
        .iter()
        .map(|one| (one.code.as_ref().map(|code| code.name.as_str()), one.totals.gross))
        .collect();
    assert_eq!(codes, [(None, nok(3_000)), (Some("Disken"), nok(12_000))]);
    assert!(!view.is_new);
}

#[sqlx::test(migrations = "../migrations")]
async fn paging_shows_every_sale_once_even_when_times_are_equal(db: PgPool) {
    let world = new_shop(db.clone()).await;
    many_sales(&db, 97).await;
    let (mut cursor, mut seen) = (None::<String>, Vec::new());
    loop {
        let all = SalesQuery::default();
        let page = service::sales_page(&world.state, &demo_customer(), &shop(), &all, cursor.as_deref())
            .await
            .unwrap();
        assert!(page.rows.len() <= SALES_PAGE_ROWS);
        seen.extend(page.rows.into_iter().map(|row| (row.created_at, row.id)));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 97);
    assert!(seen.is_sorted_by(|a, b| a > b), "newest first, each once");
}

#[sqlx::test(migrations = "../migrations")]
async fn each_filter_narrows(db: PgPool) {
    let world = new_shop(db.clone()).await;
    sticker(&world).await;
    let desk = paid_sale(&world, nok(10_000), Some("qrc_desk")).await;
    let till = paid_sale(&world, nok(5_000), None).await;
    refund(&world, &desk, "10").await.unwrap();
    let waiting = ordered_sale(&world, nok(7_000), None).await;
    let ending = &till.as_str()[till.as_str().len() - 4..];
    for (name, value, wanted) in [
        ("", "", vec![&waiting, &till, &desk]),
        ("status", "processing", vec![&waiting]),
        ("status", "completed", vec![&till, &desk]),
        ("status", "refunded", vec![&desk]),
        ("status", "failed", vec![]),
        ("code", "qrc_desk", vec![&desk]),
        ("code", "till", vec![&waiting, &till]),
        ("min", "60", vec![&waiting, &desk]),
        ("max", "60", vec![&till]),
        ("from", "2026-11-25", vec![]),
        ("to", "2026-11-24", vec![&waiting, &till, &desk]),
        ("q", till.reference().as_str(), vec![&till]),
        ("q", ending, vec![&till]),
        ("q", "Kari", vec![]),
        ("q", "zzzz", vec![]),
        ("q", "%", vec![]),
    ] {
        assert_eq!(ids(&filtered(&world, by(name, value)).await), wanted, "{name}={value}");
    }
    let both = SalesQuery { status: "failed".to_owned(), ..by("q", ending) };
    assert!(filtered(&world, both).await.rows.is_empty(), "a search is narrowed too");
    let page = filtered(&world, SalesQuery::default()).await;
    assert_eq!(page.rows[2].code.as_deref(), Some("Disken"));
    assert!(page.rows.iter().all(|row| row.payer == "KN"));
    assert!(!serde_json::to_string(&page).unwrap().contains("Nordmann"), "no payer's name leaves the house");
    let theirs = service::sales_page(&world.state, &stranger(), &shop(), &SalesQuery::default(), None).await;
    assert!(matches!(theirs, Err(SalesError::Refused(Refusal::NotFound))));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_wrong_with_a_filter_is_named_and_the_rest_narrows(db: PgPool) {
    let world = new_shop(db.clone()).await;
    let sold = paid_sale(&world, nok(10_000), None).await;
    ordered_sale(&world, nok(7_000), None).await;
    let typed = [("status", "completed"), ("to", "2026-13-01"), ("min", "20"), ("max", "10")];
    let typed = SalesQuery::from_pairs(|name| {
        typed.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned())
    });
    let problem = |field, fault| FilterProblem { field, fault };
    let strange = filtered(&world, typed.clone()).await;
    assert!(strange.rows.is_empty(), "no price is over 20 and under 10");
    assert_eq!(
        strange.problems,
        [
            problem(FilterField::To, FilterFault::Unreadable),
            problem(FilterField::Min, FilterFault::Backwards),
            problem(FilterField::Max, FilterFault::Backwards),
        ]
    );
    assert_eq!(strange.filter, typed, "what was typed stays");
    let without = filtered(&world, typed.without(FilterField::Max)).await;
    assert_eq!((ids(&without), without.problems.len()), (vec![&sold], 1));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_file_of_sales_holds_every_one(db: PgPool) {
    let world = new_shop(db.clone()).await;
    many_sales(&db, EXPORT_CHUNK_ROWS + 7).await;
    sqlx::query("insert into qr_codes (id, merchant_id, kind, name, key_id, created_by) values ('qrc_x', 'mer_demo1', 'static', '=cmd()', 'dev', 'usr_demo1')")
        .execute(&db)
        .await
        .unwrap();
    sqlx::query("update transactions set qr_code_id = 'qrc_x' where id = 'txn_many00000001'")
        .execute(&db)
        .await
        .unwrap();
    let all = SalesQuery::default();
    let (mut file, export) =
        list::begin_export(&world.state, &demo_customer(), &request(), &shop(), &all, Locale::nb)
            .await
            .unwrap();
    let mut cursor = None::<String>;
    loop {
        let (bytes, next) =
            list::export_chunk(&world.state, &demo_customer(), &export, cursor.as_deref()).await.unwrap();
        file.extend(bytes);
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    let text = String::from_utf8(file).unwrap();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), EXPORT_CHUNK_ROWS + 7);
    assert_eq!((&rows[0][1], &rows[0][6]), ("0000-0507", "507,00"));
    assert!(rows.iter().all(|row| !row[3].starts_with('=')), "no cell is a formula");
    let theirs = list::begin_export(&world.state, &stranger(), &request(), &shop(), &all, Locale::nb).await;
    assert!(theirs.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_file_of_a_statement_adds_up_to_it(db: PgPool) {
    let world = world(db).await;
    crate::demo::service::seed_sales(&world.state).await.unwrap();
    let period: Period = "2026-10".parse().unwrap();
    let statement = service::statement(&world.state, &demo_customer(), &shop(), period).await.unwrap();
    let (mut file, export) =
        statements::begin_export(&world.state, &demo_customer(), &request(), &shop(), period, Locale::en)
            .await
            .unwrap();
    let mut cursor = None::<String>;
    loop {
        let (bytes, next) = statements::export_chunk(&world.state, &export, cursor.as_deref()).await.unwrap();
        file.extend(bytes);
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    let mut reader = csv::Reader::from_reader(file.as_slice());
    let net: rust_decimal::Decimal =
        reader.records().map(|row| row.unwrap()[8].parse::<rust_decimal::Decimal>().unwrap()).sum();
    assert!(!net.is_zero());
    assert_eq!(net, crate::db::decimal(statement.of.totals.net().unwrap()));
}
