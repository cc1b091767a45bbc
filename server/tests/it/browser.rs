//! Browsers that keep cookies, and the pages that come back to them.
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt;

use crate::harness::{PASSWORD, Site};

/// What came back.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Page {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<&str> {
        self.header("location").filter(|_| self.status.is_redirection())
    }

    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> Option<String> {
        let quoted = regex::escape(name);
        let input = regex::Regex::new(&format!(r#"<input[^>]*name="{quoted}"[^>]*>"#)).unwrap();
        let value = regex::Regex::new(r#"value="([^"]*)""#).unwrap();
        let tag = input.find(&self.body)?.as_str();
        value.captures(tag).map(|captures| captures[1].to_owned())
    }
}

/// Keeps cookies, follows nothing by itself, and says where it comes from as browsers do.
pub struct Browser<'a> {
    site: &'a Site,
    address: SocketAddr,
    pub cookies: Mutex<BTreeMap<String, String>>,
}

impl<'a> Browser<'a> {
    /// One without cookies.
    pub fn at(site: &'a Site, address: SocketAddr) -> Self {
        Self { site, address, cookies: Mutex::default() }
    }
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Page {
        let request = self.request("GET", path).header(header::ACCEPT, "text/html");
        self.exchange(request.body(Body::empty()).unwrap()).await
    }

    /// An answer that is still being sent, asked for as browsers do.
    pub async fn open(&self, path: &str) -> axum::response::Response {
        let request = self.request("GET", path).header(header::ACCEPT_ENCODING, "gzip, br");
        self.site.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    /// The same of a browser that names the last event that it heard.
    pub async fn open_after(&self, path: &str, last_heard: &str) -> axum::response::Response {
        let request = self.request("GET", path).header("last-event-id", last_heard);
        self.site.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    /// A file, as it came.
    pub async fn get_bytes(&self, path: &str) -> (Page, Vec<u8>) {
        let request = self.request("GET", path).header(header::ACCEPT, "text/html");
        self.site.send_for_bytes(request.body(Body::empty()).unwrap()).await
    }

    /// A form post of a browser without JavaScript.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post(path, fields, "text/html,application/xhtml+xml").await
    }

    /// A form post with a file in it.
    pub async fn post_file(&self, path: &str, field: &str, file: &[u8]) -> Page {
        let head = format!(
            "--part\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\n"
        );
        let body = [head.as_bytes(), file, b"\r\n--part--\r\n"].concat();
        let request = self
            .request("POST", path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=part")
            .header(header::CONTENT_LENGTH, body.len())
            .header("sec-fetch-site", "same-origin");
        self.exchange(request.body(Body::from(body)).unwrap()).await
    }

    /// A call as the browser's wasm makes it.
    pub async fn call(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post(path, fields, "application/json").await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)], accept: &str) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .request("POST", path)
            .header(header::ACCEPT, accept)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, body.len())
            .header("sec-fetch-site", "same-origin");
        self.exchange(request.body(Body::from(body)).unwrap()).await
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies = self.cookies.lock().unwrap();
        let line =
            cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64)")
            .header(header::ACCEPT_LANGUAGE, "nb")
            .extension(ConnectInfo(self.address));
        if line.is_empty() { request } else { request.header(header::COOKIE, line) }
    }

    async fn exchange(&self, request: Request<Body>) -> Page {
        let page = self.site.send(request).await;
        let mut cookies = self.cookies.lock().unwrap();
        for cookie in page.headers.get_all(header::SET_COOKIE) {
            let (pair, attributes) = cookie.to_str().unwrap().split_once(';').unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() || attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        page
    }

    /// The session's cookie.
    pub fn session(&self) -> Option<String> {
        self.cookies.lock().unwrap().get("__Host-drop").cloned()
    }

    pub async fn log_in(&self, email: &str, password: &str) -> Page {
        let fields = [("form[email]", email), ("form[password]", password), ("form[next]", "")];
        self.post_form("/api/identity/login", &fields).await
    }

    /// The second step of a log-in of staff.
    pub async fn give_code(&self, code: &str) -> Page {
        self.post_form("/api/second-factor/code", &[("form[code]", code), ("form[way]", "")]).await
    }

    pub async fn register(&self, email: &str) -> Page {
        let fields = [
            ("form[first_name]", "Test"),
            ("form[last_name]", "Testesen"),
            ("form[email]", email),
            ("form[phone]", "+4741234567"),
            ("form[date_of_birth]", "1990-05-17"),
            ("form[password]", PASSWORD),
            ("form[terms]", "true"),
            ("form[privacy]", "true"),
        ];
        self.post_form("/api/identity/register", &fields).await
    }

    /// Registers, and presses the button behind the link in the letter; where the browser is led.
    pub async fn open_account(&self, email: &str) -> Page {
        let page = self.register(email).await;
        assert_eq!(page.location(), Some("/login/check-mail"), "{page:?}");
        self.confirm_address(email).await
    }

    /// Presses the button behind the link in the newest letter to this address.
    pub async fn confirm_address(&self, email: &str) -> Page {
        let code = self.site.code_for(email).await.expect("a letter with a link");
        self.post_form("/api/account/confirm", &[("code", &code)]).await
    }

    /// A quote for a recipient of this customer; its id.
    pub async fn quote(&self, recipient: &str, amount: &str) -> String {
        let fields = [
            ("form[recipient]", recipient),
            ("form[send_amount]", amount),
            ("form[receive_amount]", ""),
            ("form[side]", "send"),
        ];
        let page = self.post_form("/api/remittance/create-quote", &fields).await;
        let location = page.location().unwrap_or_else(|| panic!("no quote: {page:?}"));
        location.strip_prefix("/send/review?quote=").expect("the review step").to_owned()
    }

    /// A static code of the demo shop; its id.
    pub async fn sticker(&self, name: &str, amount: &str) -> String {
        let fields = [("form[shop]", "mer_demo1"), ("form[name]", name), ("form[amount]", amount)];
        let page = self.post_form("/api/codes/new", &fields).await;
        let location = page.location().unwrap_or_else(|| panic!("no code: {page:?}"));
        location.strip_prefix("/shops/mer_demo1/codes/").expect("the code's page").to_owned()
    }

    /// Confirms a quote; where the browser is led.
    pub async fn confirm(&self, quote: &str, account: &str, key: &str) -> Page {
        let fields = [("form[quote]", quote), ("form[account]", account), ("form[idempotency_key]", key)];
        self.post_form("/api/remittance/confirm", &fields).await
    }
}
