//! The register of units over HTTP, from a stand-in that answers in its published shape.
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::merchant::shops::gateway::{Answer, RegisterError, Standing, UnitRegister};
use axum::Router;
use axum::http::{StatusCode, Uri, header};
use axum::response::IntoResponse;
use domain::merchant::orgnr::Orgnr;
use server::gateways::register::Brreg;

const UNIT: &str = include_str!("../fixtures/brreg/enhet.json");
const DELETED: &str = include_str!("../fixtures/brreg/slettet.json");
const SUB_UNIT: &str = include_str!("../fixtures/brreg/underenhet.json");

/// What a stand-in answers, by path, and what it was asked.
#[derive(Clone, Default)]
struct StandIn {
    answers: Arc<Mutex<BTreeMap<String, (u16, String)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    fn answers(&self, path: &str, status: u16, body: &str) {
        let path = format!("/enhetsregisteret/api{path}");
        self.answers.lock().unwrap().insert(path, (status, body.to_owned()));
    }

    async fn open(&self) -> Brreg {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (own, elsewhere) = (self.clone(), format!("{url}/enhetsregisteret/api/enheter/310000108"));
        let router = Router::new().fallback(move |uri: Uri| async move {
            own.asked.lock().unwrap().push(uri.to_string());
            let answer = own.answers.lock().unwrap().get(uri.path()).cloned();
            let (status, body) = answer.unwrap_or((404, String::new()));
            if status == 0 {
                tokio::time::sleep(Duration::from_secs(30)).await;
            }
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            let headers =
                [(header::CONTENT_TYPE, "application/json".to_owned()), (header::LOCATION, elsewhere)];
            (status, headers, body).into_response()
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Brreg::with_timeout(&url, Duration::from_millis(500)).unwrap()
    }
}

async fn ask(brreg: &Brreg, number: &str) -> Result<Answer, RegisterError> {
    brreg.unit(&Orgnr::parse(number).unwrap()).await
}

#[tokio::test]
async fn units_and_their_parts_are_found() {
    let stand_in = StandIn::default();
    stand_in.answers("/enheter/310000108", 200, UNIT);
    stand_in.answers("/underenheter/310000175", 200, SUB_UNIT);
    stand_in.answers("/enheter/310000663", 200, DELETED);
    stand_in.answers("/enheter/310001015", 410, "");
    stand_in.answers("/underenheter/310001082", 410, "");
    let brreg = stand_in.open().await;
    let Ok(Answer::Unit(unit)) = ask(&brreg, "310000108").await else { panic!("not found") };
    assert_eq!((unit.name.as_str(), unit.standing), ("FJORDLYS KAFFE AS", Standing::Trading));
    let Ok(Answer::Unit(part)) = ask(&brreg, "310000175").await else { panic!("not found") };
    assert_eq!((part.name.as_str(), part.form.as_str()), ("FJORDLYS KAFFE AVD STORGATA", "BEDR"));
    assert_eq!(
        (part.address.as_deref(), part.standing),
        (Some("Storgata 88, 9008 TROMSØ"), Standing::Trading)
    );
    let Ok(Answer::Unit(deleted)) = ask(&brreg, "310000663").await else { panic!("not found") };
    assert_eq!((deleted.address, deleted.standing), (None, Standing::Dissolved));
    assert_eq!(ask(&brreg, "310001015").await, Ok(Answer::Gone));
    assert_eq!(ask(&brreg, "310001082").await, Ok(Answer::Gone));
    assert_eq!(ask(&brreg, "310000949").await, Ok(Answer::Unknown));
    let asked = stand_in.asked.lock().unwrap().clone();
    assert_eq!(
        asked[1..4],
        ["/enheter/310000175", "/underenheter/310000175", "/enheter/310000108"]
            .map(|path| format!("/enhetsregisteret/api{path}"))
    );
}

#[tokio::test]
async fn a_part_stands_no_better_than_the_whole() {
    let stand_in = StandIn::default();
    stand_in.answers("/underenheter/310000175", 200, SUB_UNIT);
    stand_in.answers("/enheter/310000108", 200, &UNIT.replace("\"konkurs\": false", "\"konkurs\": true"));
    let brreg = stand_in.open().await;
    let Ok(Answer::Unit(part)) = ask(&brreg, "310000175").await else { panic!("not found") };
    assert_eq!(part.standing, Standing::Bankrupt);
    stand_in.answers("/enheter/310000108", 410, "");
    assert_eq!(ask(&brreg, "310000175").await, Ok(Answer::Gone));
    stand_in.answers("/enheter/310000108", 404, "");
    assert!(matches!(ask(&brreg, "310000175").await, Err(RegisterError::Unreadable(_))));
}

#[tokio::test]
async fn what_is_no_answer_is_none() {
    let stand_in = StandIn::default();
    let brreg = stand_in.open().await;
    for (status, body) in [(0, ""), (500, UNIT), (503, ""), (429, ""), (403, "")] {
        stand_in.answers("/enheter/310000108", status, body);
        let answer = ask(&brreg, "310000108").await;
        assert!(matches!(answer, Err(RegisterError::NoAnswer(_))), "{status}: {answer:?}");
    }
    for body in ["", "<html></html>", DELETED, &format!("{UNIT}{}", " ".repeat(200_000))] {
        stand_in.answers("/enheter/310000108", 200, body);
        let answer = ask(&brreg, "310000108").await;
        assert!(matches!(answer, Err(RegisterError::Unreadable(_))), "{answer:?}");
    }
    let nobody = Brreg::with_timeout("http://127.0.0.1:1", Duration::from_millis(500)).unwrap();
    assert!(matches!(ask(&nobody, "310000108").await, Err(RegisterError::NoAnswer(_))));
}

#[tokio::test]
async fn it_is_not_led_elsewhere() {
    let stand_in = StandIn::default();
    stand_in.answers("/enheter/310000108", 200, UNIT);
    stand_in.answers("/enheter/310000949", 302, "");
    let brreg = stand_in.open().await;
    assert!(matches!(ask(&brreg, "310000949").await, Err(RegisterError::NoAnswer(_))));
    assert_eq!(stand_in.asked.lock().unwrap().len(), 1);
}
