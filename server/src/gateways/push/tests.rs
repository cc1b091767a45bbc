//! Tests of messages: the vectors of the standards, and where a message may not go.
use app::notifications::push::gateway::{PushError, Subscription, VapidKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use p256::SecretKey;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use reqwest::StatusCode;

use super::addresses::is_public;
use super::answered;
use super::sealing::sealed_with;
use super::signing::Signer;

fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

#[test]
fn a_message_is_sealed_as_in_rfc_8291_section_5() {
    let to = Subscription {
        endpoint: "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV".parse().unwrap(),
        p256dh: bytes(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        ),
        auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
    };
    let ours = SecretKey::from_slice(&bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap();
    let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
    let sealed = sealed_with(&to, b"When I grow up, I want to be a watermelon", &ours, salt).unwrap();
    let wanted = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz\
                  AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
    assert_eq!(URL_SAFE_NO_PAD.encode(sealed), wanted);
}

/// The signature over the first two parts of a token, and what stands in them.
fn verified(token: &str, key: &str) -> (String, String) {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let key = VerifyingKey::from_sec1_bytes(&bytes(key)).unwrap();
    key.verify(signed.as_bytes(), &Signature::from_slice(&bytes(signature)).unwrap()).unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let text = |part| String::from_utf8(bytes(part)).unwrap();
    (text(header), text(claims))
}

#[test]
fn a_message_is_signed_as_in_rfc_8292_section_2() {
    // The example of section 2.4: what verifies ours verifies it.
    let (header, claims) = verified(
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1\
         YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjv\
         W2L9OkSSHzvoD1oA",
        "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs",
    );
    assert_eq!(header, r#"{"typ":"JWT","alg":"ES256"}"#);
    let theirs: serde_json::Value = serde_json::from_str(&claims).unwrap();

    let signer = Signer::new(&VapidKey::new([7; 32]), "mailto:push@example.com".to_owned()).unwrap();
    let now = DateTime::from_timestamp(1_453_523_768 - 12 * 3_600, 0).unwrap();
    let value = signer.authorization("https://push.example.net", now);
    let (token, key) = value.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    let (header, claims) = verified(token, key);
    let same: serde_json::Value = serde_json::from_str(&header).unwrap();
    assert_eq!(same, serde_json::json!({ "typ": "JWT", "alg": "ES256" }));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&claims).unwrap(), theirs);
    assert_eq!(key, signer.public_key());
    assert!(Signer::new(&VapidKey::new([0; 32]), String::new()).is_none(), "zero is no key");
}

#[test]
fn no_message_goes_into_the_house() {
    for inside in [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "2001::1",
    ] {
        assert!(!is_public(inside.parse().unwrap()), "{inside}");
    }
    for outside in ["1.1.1.1", "142.250.74.10", "2a00:1450:400f:80a::200a", "2606:4700::1111"] {
        assert!(is_public(outside.parse().unwrap()), "{outside}");
    }
}

#[test]
fn a_browser_that_is_gone_is_told_apart_from_a_service_that_is_busy() {
    assert_eq!(answered(StatusCode::CREATED), Ok(()));
    for gone in [StatusCode::NOT_FOUND, StatusCode::GONE] {
        assert_eq!(answered(gone), Err(PushError::Gone));
    }
    for busy in [StatusCode::TOO_MANY_REQUESTS, StatusCode::BAD_GATEWAY] {
        assert!(matches!(answered(busy), Err(PushError::NoAnswer(_))), "{busy}");
    }
    for refused in [StatusCode::BAD_REQUEST, StatusCode::PAYLOAD_TOO_LARGE, StatusCode::FOUND] {
        assert!(matches!(answered(refused), Err(PushError::Refused(_))), "{refused}");
    }
}
