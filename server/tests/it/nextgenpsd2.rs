//! Both sides of the wire keep to NextGenPSD2 1.3.11: a proxy between them holds every exchange to the fixtures.
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use app::accounts::gateway::{AccountInformation, BalanceRequest, BankEndpoint, ConsentCall, ConsentRequest};
use app::payments::gateway::{Initiation, PaymentInitiation};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response, header};
use chrono::NaiveDate;
use domain::money::{Currency, Money};
use sandbox_bank::demo;
use serde::Deserialize;
use serde_json::{Value, json};
use server::gateways::open_banking::NextGenPsd2;
use sqlx::PgPool;
use uuid::Uuid;

use crate::harness::{approve_at_bank, open_bank};

const SCHEMAS: &str = include_str!("../fixtures/nextgenpsd2/schemas.json");
const OPERATIONS: &str = include_str!("../fixtures/nextgenpsd2/operations.json");
const BODY_MAX_BYTES: usize = 1024 * 1024;
const PRODUCT: &str = "cross-border-credit-transfers";

#[derive(Deserialize)]
struct Document {
    optional_headers: BTreeMap<String, String>,
    operations: Vec<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    method: String,
    path: String,
    request: Asked,
    success: Answered,
}

#[derive(Deserialize)]
struct Asked {
    headers: BTreeMap<String, String>,
    body: Option<String>,
}

#[derive(Deserialize)]
struct Answered {
    status: u16,
    headers: Vec<String>,
    body: Option<String>,
}

impl Operation {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// `path` without the bank's own prefix.
    fn is(&self, method: &str, path: &str) -> bool {
        let (wanted, given): (Vec<_>, Vec<_>) = (self.path.split('/').collect(), path.split('/').collect());
        let same = |(wanted, given): (&&str, &&str)| wanted.starts_with('{') || wanted == given;
        self.method == method && wanted.len() == given.len() && wanted.iter().zip(&given).all(same)
    }
}

fn header_is(kind: &str, value: &str) -> bool {
    match kind {
        "uuid" => Uuid::try_parse(value).is_ok(),
        "ip" => value.parse::<IpAddr>().is_ok(),
        "uri" => url::Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https")),
        "boolean" => matches!(value, "true" | "false"),
        _ => !value.is_empty(),
    }
}

/// What went over the wire, and what of it the standard does not have.
struct Wire {
    bank: String,
    document: Document,
    schemas: Value,
    http: reqwest::Client,
    asked_wrongly: Mutex<Vec<String>>,
    answered_wrongly: Mutex<Vec<String>>,
    succeeded: Mutex<BTreeSet<String>>,
}

impl Wire {
    /// A proxy before the bank, at an address of its own.
    async fn open(bank: String) -> (Arc<Self>, String) {
        let wire = Arc::new(Self {
            bank,
            document: serde_json::from_str(OPERATIONS).unwrap(),
            schemas: serde_json::from_str(SCHEMAS).unwrap(),
            http: reqwest::Client::new(),
            asked_wrongly: Mutex::default(),
            answered_wrongly: Mutex::default(),
            succeeded: Mutex::default(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass_on).with_state(wire.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (wire, address)
    }

    fn against(&self, schema: &str, body: &[u8]) -> Vec<String> {
        let Ok(body) = serde_json::from_slice::<Value>(body) else { return vec!["no JSON".to_owned()] };
        let root = json!({ "$ref": format!("#/$defs/{schema}"), "$defs": self.schemas["$defs"] });
        let validator = jsonschema::options().should_validate_formats(true).build(&root).unwrap();
        validator.iter_errors(&body).map(|error| format!("{schema}: {error}: {body}")).collect()
    }

    fn check_request(&self, operation: &Operation, headers: &HeaderMap, body: &[u8]) -> Vec<String> {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
        let mut wrong = Vec::new();
        for (name, kind) in &operation.request.headers {
            if !text(name).is_some_and(|value| header_is(kind, value)) {
                wrong.push(format!("header {name} is missing or no {kind}"));
            }
        }
        for name in headers.keys().map(header::HeaderName::as_str) {
            let ours = ["psu-", "tpp-", "x-", "consent-"].iter().any(|start| name.starts_with(start));
            let kind = self.document.optional_headers.get(name).or(operation.request.headers.get(name));
            if ours && !kind.is_some_and(|kind| header_is(kind, text(name).unwrap_or_default())) {
                wrong.push(format!("header {name} is not the standard's"));
            }
        }
        match &operation.request.body {
            Some(schema) => {
                if text("content-type") != Some("application/json") {
                    wrong.push("the body is not declared as JSON".to_owned());
                }
                wrong.extend(self.against(schema, body));
            }
            None if !body.is_empty() => wrong.push("a body where none belongs".to_owned()),
            None => {}
        }
        wrong
    }

    fn check_answer(
        &self,
        operation: Option<&Operation>,
        request_id: Option<&str>,
        answer: &Response<Vec<u8>>,
    ) -> Vec<String> {
        let text = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap());
        let status = answer.status().as_u16();
        let mut wrong = Vec::new();
        if request_id.is_some() && text("x-request-id") != request_id {
            wrong.push("X-Request-ID is not the request's".to_owned());
        }
        let schema = match operation {
            Some(operation) if answer.status().is_success() => {
                if status != operation.success.status {
                    wrong.push(format!("status {status}"));
                }
                let missing = operation.success.headers.iter().filter(|name| text(name).is_none());
                wrong.extend(missing.map(|name| format!("header {name} is missing")));
                if text("aspsp-sca-approach").is_some_and(|approach| approach != "REDIRECT") {
                    wrong.push("ASPSP-SCA-Approach".to_owned());
                }
                operation.success.body.clone()
            }
            _ if status >= 500 => Some("error-5xx".to_owned()),
            _ => Some(format!("error-{status}")),
        };
        match schema {
            Some(schema) => {
                if text("content-type") != Some("application/json") {
                    wrong.push("the body is not declared as JSON".to_owned());
                }
                wrong.extend(self.against(&schema, answer.body()));
            }
            None if !answer.body().is_empty() => wrong.push("a body where none belongs".to_owned()),
            None => {}
        }
        wrong
    }

    fn assert_answers(&self) {
        let wrong = self.answered_wrongly.lock().unwrap();
        assert!(wrong.is_empty(), "the bank's answers:\n{}", wrong.join("\n"));
    }
}

async fn pass_on(State(wire): State<Arc<Wire>>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_MAX_BYTES).await.unwrap();
    let path = parts.uri.path();
    let own = path.find("/v1/").map_or(path, |start| &path[start..]);
    let operation =
        wire.document.operations.iter().find(|operation| operation.is(parts.method.as_str(), own));
    let name = format!("{} {}", parts.method, parts.uri);
    let wrong = operation.map_or_else(
        || vec!["not an operation of the standard".to_owned()],
        |operation| wire.check_request(operation, &parts.headers, &body),
    );
    wire.asked_wrongly.lock().unwrap().extend(wrong.iter().map(|it| format!("{name}: {it}")));

    let mut headers = parts.headers.clone();
    headers.remove(header::HOST);
    let url = format!("{}{}", wire.bank, parts.uri);
    let answer =
        wire.http.request(parts.method.clone(), url).headers(headers).body(body).send().await.unwrap();
    let mut passed = Response::new(Vec::new());
    *passed.status_mut() = answer.status();
    *passed.headers_mut() = answer.headers().clone();
    *passed.body_mut() = answer.bytes().await.unwrap().to_vec();
    let request_id = parts.headers.get("x-request-id").map(|value| value.to_str().unwrap());
    let wrong = wire.check_answer(operation, request_id, &passed);
    let status = passed.status();
    wire.answered_wrongly.lock().unwrap().extend(wrong.iter().map(|it| format!("{name} ({status}): {it}")));
    if let Some(operation) = operation
        && status.is_success()
    {
        wire.succeeded.lock().unwrap().insert(operation.name());
    }
    passed.map(Body::from)
}

fn initiation(endpoint: &BankEndpoint) -> Initiation {
    Initiation {
        endpoint: endpoint.clone(),
        product: PRODUCT.to_owned(),
        request_id: Uuid::new_v4(),
        end_to_end_id: "pay_0123456789abcdef".to_owned(),
        amount: Money::new(201_000, Currency::Nok),
        debtor: demo::DNB_IBAN.parse().unwrap(),
        creditor_name: "Milica Jovanović".to_owned(),
        creditor: "RS35260005601001611379".parse().unwrap(),
        remittance_information: "Drop ABCD-1234".to_owned(),
        psu_ip: "2001:db8::1".to_owned(),
        redirect_uri: "https://drop.example/send/return/txn_1".to_owned(),
        nok_redirect_uri: "https://drop.example/send/return/txn_1".to_owned(),
    }
}

/// Every call that the client can make.
async fn make_every_call(endpoint: &BankEndpoint) {
    let client = NextGenPsd2::new().unwrap();
    let request = ConsentRequest {
        endpoint: endpoint.clone(),
        request_id: Uuid::new_v4(),
        psu_ip: "192.0.2.1".parse().unwrap(),
        valid_until: NaiveDate::from_ymd_opt(2099, 12, 31).unwrap(),
        frequency_per_day: 4,
        redirect_uri: "https://drop.example/accounts/return/1".to_owned(),
        nok_redirect_uri: "https://drop.example/accounts/return/1".to_owned(),
    };
    let created = client.create_consent(&request).await.unwrap();
    let call = |consent: &str, psu_ip: Option<&str>| ConsentCall {
        endpoint: endpoint.clone(),
        consent_ref: consent.to_owned(),
        request_id: Uuid::new_v4(),
        psu_ip: psu_ip.map(|ip| ip.parse().unwrap()),
    };
    for psu_ip in [None, Some("192.0.2.1")] {
        client.consent_status(&call(&created.consent_ref, psu_ip)).await.unwrap();
        client.accounts(&call(demo::DNB_CONSENT, psu_ip)).await.unwrap();
        let reading = BalanceRequest {
            endpoint: endpoint.clone(),
            consent_ref: demo::DNB_CONSENT.to_owned(),
            resource_id: demo::DNB_RESOURCE.to_owned(),
            request_id: Uuid::new_v4(),
            psu_ip: psu_ip.map(|ip| ip.parse().unwrap()),
        };
        client.balance(&reading).await.unwrap();
    }
    client.end_consent(&call(&created.consent_ref, Some("192.0.2.1"))).await.unwrap();
    let order = initiation(endpoint);
    let payment = client.initiate(&order).await.unwrap().payment_id;
    client.status(endpoint, PRODUCT, &payment, Uuid::new_v4()).await.unwrap();
    client.cancel(endpoint, PRODUCT, &payment, Uuid::new_v4()).await.unwrap();
    client.status(endpoint, PRODUCT, &payment, Uuid::new_v4()).await.unwrap();
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn our_client_asks_as_the_standard_says(db: PgPool) {
    let (wire, address) = Wire::open(open_bank(db).await).await;
    let endpoint = BankEndpoint { bank_id: "dnb".to_owned(), base_url: format!("{address}/dnb") };
    make_every_call(&endpoint).await;
    let wrong = wire.asked_wrongly.lock().unwrap().clone();
    assert!(wrong.is_empty(), "the client's requests:\n{}", wrong.join("\n"));
    wire.assert_answers();
    let calls: Vec<String> = wire.succeeded.lock().unwrap().iter().cloned().collect();
    let wanted = [
        "DELETE /v1/consents/{consentId}",
        "DELETE /v1/payments/{payment-product}/{paymentId}",
        "GET /v1/accounts",
        "GET /v1/accounts/{account-id}/balances",
        "GET /v1/consents/{consentId}/status",
        "GET /v1/payments/{payment-product}/{paymentId}/status",
        "POST /v1/consents",
        "POST /v1/payments/{payment-product}",
    ];
    assert_eq!(calls, wanted);
}

/// A caller that may also ask wrongly.
struct Caller {
    http: reqwest::Client,
    base: String,
}

impl Caller {
    /// Asks with the headers that belong to everything, and says what came back.
    async fn ask(
        &self,
        method: &str,
        path: &str,
        extra: &[(&str, &str)],
        body: Option<&Value>,
    ) -> (u16, Value) {
        let mut request = self
            .http
            .request(method.parse().unwrap(), format!("{}{path}", self.base))
            .header("x-request-id", Uuid::new_v4().to_string())
            .header("psu-ip-address", "192.0.2.1")
            .header("tpp-redirect-uri", "https://drop.example/back");
        let mut headers = HeaderMap::new();
        for (name, value) in extra {
            let name: header::HeaderName = name.parse().unwrap();
            headers.insert(name, value.parse().unwrap());
        }
        // These replace what stands there.
        request = request.headers(headers);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
    }

    async fn pay(&self, body: &Value) -> (String, String) {
        let (status, answer) = self.ask("POST", &format!("/payments/{PRODUCT}"), &[], Some(body)).await;
        assert_eq!(status, 201, "{answer}");
        let path = format!("/payments/{PRODUCT}/{}", answer["paymentId"].as_str().unwrap());
        (path, answer["_links"]["scaRedirect"]["href"].as_str().unwrap().to_owned())
    }
}

fn payment(amount: &str) -> Value {
    json!({
        "instructedAmount": { "currency": "NOK", "amount": amount },
        "debtorAccount": { "iban": demo::DNB_IBAN },
        "creditorName": "Milica Jovanović",
        "creditorAccount": { "iban": "RS35260005601001611379" },
    })
}

fn consent() -> Value {
    json!({
        "access": { "allPsd2": "allAccounts" }, "recurringIndicator": true, "validUntil": "2099-12-31",
        "frequencyPerDay": 4, "combinedServiceIndicator": false,
    })
}

async fn read_everything(caller: &Caller) {
    let (status, created) = caller.ask("POST", "/consents", &[], Some(&consent())).await;
    assert_eq!(status, 201, "{created}");
    let own = format!("/consents/{}", created["consentId"].as_str().unwrap());
    let given = [("consent-id", demo::DNB_CONSENT)];
    for path in [own.clone(), format!("{own}/status"), format!("{own}/authorisations")] {
        let (status, answer) = caller.ask("GET", &path, &[], None).await;
        assert_eq!(status, 200, "{answer}");
        if let Some(id) = answer["authorisationIds"][0].as_str() {
            assert_eq!(caller.ask("GET", &format!("{path}/{id}"), &[], None).await.0, 200);
        }
    }
    assert_eq!(caller.ask("GET", &format!("/consents/{}", demo::DNB_CONSENT), &[], None).await.0, 200);
    assert_eq!(
        caller
            .ask("GET", "/accounts", &[("consent-id", created["consentId"].as_str().unwrap())], None)
            .await
            .0,
        401
    );
    assert_eq!(caller.ask("DELETE", &own, &[], None).await.0, 204);
    let account = format!("/accounts/{}", demo::DNB_RESOURCE);
    let transactions = format!("{account}/transactions?dateFrom=2020-01-01&bookingStatus=both");
    let balances = format!("{account}/balances");
    for path in ["/accounts", "/accounts?withBalance=true", &account, &balances, &transactions] {
        let (status, answer) = caller.ask("GET", path, &given, None).await;
        assert_eq!(status, 200, "{path}: {answer}");
    }
}

/// One payment on each of the ways that it can go.
async fn pay_in_every_way(caller: &Caller) {
    let (approved, link) = caller.pay(&payment("100.00")).await;
    assert!(approve_at_bank(&link).await.is_redirection());
    assert_eq!(caller.ask("DELETE", &approved, &[], None).await.0, 405);
    let (called_off, _) = caller.pay(&payment("100.5")).await;
    assert_eq!(caller.ask("DELETE", &called_off, &[], None).await.0, 204);
    let (too_large, link) = caller.pay(&payment("999999")).await;
    assert!(approve_at_bank(&link).await.is_redirection());
    tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    for (payment, word) in [(&approved, "ACCC"), (&called_off, "CANC"), (&too_large, "RJCT")] {
        let (status, answer) = caller.ask("GET", &format!("{payment}/status"), &[], None).await;
        assert_eq!((status, answer["transactionStatus"].as_str()), (200, Some(word)), "{answer}");
        assert_eq!(caller.ask("GET", payment, &[], None).await.0, 200);
        let (status, ids) = caller.ask("GET", &format!("{payment}/authorisations"), &[], None).await;
        assert_eq!(status, 200);
        let id = ids["authorisationIds"][0].as_str().unwrap();
        assert_eq!(caller.ask("GET", &format!("{payment}/authorisations/{id}"), &[], None).await.0, 200);
    }
}

async fn ask_wrongly(caller: &Caller) {
    let payments = format!("/payments/{PRODUCT}");
    let id = Uuid::new_v4().to_string();
    let same = [("x-request-id", id.as_str())];
    assert_eq!(caller.ask("POST", &payments, &same, Some(&payment("1.00"))).await.0, 201);
    let given = [("consent-id", demo::DNB_CONSENT)];
    let mut without = consent();
    without.as_object_mut().unwrap().remove("combinedServiceIndicator");
    let backwards = format!(
        "/accounts/{}/transactions?dateFrom=2026-02-01&dateTo=2026-01-01&bookingStatus=both",
        demo::DNB_RESOURCE
    );
    let wrong: [(&str, &str, &[(&str, &str)], Option<Value>, u16, &str); 13] = [
        ("POST", &payments, &same, Some(payment("2.00")), 400, "PARAMETER_NOT_CONSISTENT"),
        ("POST", &payments, &[("x-request-id", "1")], Some(payment("1.00")), 400, "FORMAT_ERROR"),
        ("POST", &payments, &[("psu-ip-address", "here")], Some(payment("1.00")), 400, "FORMAT_ERROR"),
        ("POST", &payments, &[("tpp-redirect-uri", "nowhere")], Some(payment("1.00")), 400, "FORMAT_ERROR"),
        ("POST", &payments, &[], Some(payment("-1.00")), 400, "FORMAT_ERROR"),
        ("POST", "/payments/no-such-product", &[], Some(payment("1.00")), 404, "PRODUCT_UNKNOWN"),
        ("POST", "/consents", &[], Some(without), 400, "FORMAT_ERROR"),
        ("GET", &format!("{payments}/no-such-payment/status"), &[], None, 404, "RESOURCE_UNKNOWN"),
        ("GET", "/accounts", &[], None, 400, "FORMAT_ERROR"),
        ("GET", "/accounts", &[("consent-id", "no-such-consent")], None, 403, "CONSENT_UNKNOWN"),
        ("GET", "/accounts/no-such-account", &given, None, 404, "RESOURCE_UNKNOWN"),
        ("GET", &backwards, &given, None, 400, "PERIOD_INVALID"),
        ("PUT", "/accounts", &given, None, 405, "SERVICE_INVALID"),
    ];
    for (method, path, headers, body, status, code) in &wrong {
        let (given, answer) = caller.ask(method, path, headers, body.as_ref()).await;
        let told = answer["tppMessages"][0]["code"].as_str();
        assert_eq!((given, told), (*status, Some(*code)), "{method} {path}: {answer}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn every_answer_of_the_sandbox_bank_is_the_standards(db: PgPool) {
    let bank = open_bank(db.clone()).await;
    let (wire, address) = Wire::open(bank.clone()).await;
    let caller = Caller { http: reqwest::Client::new(), base: format!("{address}/dnb/v1") };
    pay_in_every_way(&caller).await;
    read_everything(&caller).await;
    ask_wrongly(&caller).await;
    // Without the customer there are four readings a day; an expired consent gives none.
    let unattended = reqwest::Client::new();
    let mut last = 0;
    for _ in 0..5 {
        let request = unattended.get(format!("{address}/dnb/v1/accounts"));
        let request = request.header("consent-id", demo::DNB_CONSENT);
        let request = request.header("x-request-id", Uuid::new_v4().to_string());
        last = request.send().await.unwrap().status().as_u16();
    }
    assert_eq!(last, 429);
    sqlx::query("update sandbox_bank.consents set valid_until = '2020-01-01'").execute(&db).await.unwrap();
    assert_eq!(caller.ask("GET", "/accounts", &[("consent-id", demo::DNB_CONSENT)], None).await.0, 401);
    let switches = reqwest::Client::new().put(format!("{bank}/sandbox/faults"));
    switches.body(r#"{"fail_next": 1}"#).send().await.unwrap();
    assert_eq!(caller.ask("GET", "/accounts", &[], None).await.0, 503);
    wire.assert_answers();
    let missing: Vec<String> = wire.document.operations.iter().map(Operation::name).collect();
    let succeeded = wire.succeeded.lock().unwrap();
    let missing: Vec<_> = missing.into_iter().filter(|name| !succeeded.contains(name)).collect();
    assert!(missing.is_empty(), "never answered with success: {missing:?}");
}
