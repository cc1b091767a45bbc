//! Who is on the other side: address and browser, for rate limits, the audit log and the bank.
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use app::context::{RequestInfo, VisitorCell};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;

use super::request_id::RequestId;

const USER_AGENT_MAX_CHARS: usize = 512;
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// How many proxies in front are ours. Each adds one address at the right end of X-Forwarded-For; what stands
/// further left was written by the client.
#[derive(Clone, Copy, Debug)]
pub struct Proxies(pub usize);

pub async fn layer(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let socket = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let request_id =
        request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.as_ref().to_owned());
    let info = RequestInfo {
        request_id,
        ip: client_ip(proxies, socket, request.headers()),
        user_agent: user_agent(request.headers()),
    };
    request.extensions_mut().insert(info);
    request.extensions_mut().insert(VisitorCell::default());
    next.run(request).await
}

fn client_ip(proxies: Proxies, socket: IpAddr, headers: &HeaderMap) -> IpAddr {
    let Some(from_right) = proxies.0.checked_sub(1) else { return socket.to_canonical() };
    // A byte that is no text spoils its own entry, not those that our proxies added behind it.
    let lines: Vec<_> = headers
        .get_all(X_FORWARDED_FOR)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect();
    let forwarded: Vec<&str> = lines.iter().flat_map(|line| line.split(',')).collect();
    let named = forwarded.iter().rev().nth(from_right).and_then(|text| address(text.trim()));
    named.unwrap_or(socket).to_canonical()
}

/// Some proxies write the port beside the address.
fn address(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

fn user_agent(headers: &HeaderMap) -> String {
    let bytes = headers.get(header::USER_AGENT).map_or(&b""[..], |value| value.as_bytes());
    String::from_utf8_lossy(bytes)
        .chars()
        .filter(|character| !character.is_control())
        .take(USER_AGENT_MAX_CHARS)
        .collect()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn forwarded(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        let socket: IpAddr = "10.0.0.1".parse().unwrap();
        for (hops, values, expected) in [
            (0, &["6.6.6.6"][..], "10.0.0.1"),
            (1, &["6.6.6.6, 192.0.2.7"], "192.0.2.7"),
            (1, &["6.6.6.6", "192.0.2.7"], "192.0.2.7"),
            (2, &["6.6.6.6, 192.0.2.7, 10.0.0.9"], "192.0.2.7"),
            (2, &["192.0.2.7"], "10.0.0.1"),
            (1, &["nonsense"], "10.0.0.1"),
            (1, &["192.0.2.7:51234"], "192.0.2.7"),
            (1, &["[2001:db8::1]:443"], "2001:db8::1"),
            (1, &["::ffff:192.0.2.7"], "192.0.2.7"),
            (1, &[], "10.0.0.1"),
        ] {
            let found = client_ip(Proxies(hops), socket, &forwarded(values));
            assert_eq!(found.to_string(), expected, "{hops} {values:?}");
        }
    }

    #[test]
    fn a_byte_that_is_no_text_hides_nobody() {
        let mut headers = HeaderMap::new();
        headers.append(X_FORWARDED_FOR, HeaderValue::from_bytes(b"\xff, 192.0.2.7").unwrap());
        let found = client_ip(Proxies(1), "10.0.0.1".parse().unwrap(), &headers);
        assert_eq!(found.to_string(), "192.0.2.7");
    }

    #[test]
    fn a_user_agent_is_short_and_printable() {
        let mut headers = HeaderMap::new();
        let long = format!("Mozilla\tx{}", "a".repeat(600));
        headers.insert(header::USER_AGENT, HeaderValue::from_str(&long).unwrap());
        let text = user_agent(&headers);
        assert_eq!(text.chars().count(), USER_AGENT_MAX_CHARS);
        assert!(text.starts_with("Mozillax"));
    }
}
