//! Tests of letters as they go out.
use std::sync::Arc;

use app::mail::gateway::{MailSettings, Message, Post, PostError, SmtpUrl, Way};
use chrono::{TimeZone as _, Utc};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{mail, of};

fn message() -> Message {
    Message {
        id: "ltr_0123456789abcdef".parse().unwrap(),
        to: "øyvind@example.no".parse().unwrap(),
        subject: "Bekreft e-postadressen din på nytt".to_owned(),
        text: "Én gang:\nhttps://drop.example/login/confirm?code=abc\n".to_owned(),
        html: "<p>Én gang</p>".to_owned(),
        at: Utc.with_ymd_and_hms(2026, 11, 29, 9, 0, 0).unwrap(),
    }
}

#[test]
fn a_letter_is_text_and_html_and_the_same_at_each_try() {
    let from = "Drop <post@drop.example>".parse().unwrap();
    let written = String::from_utf8(mail(&from, &message()).unwrap().formatted()).unwrap();
    for part in [
        "From: \"Drop\" <post@drop.example>",
        "Message-ID: <ltr_0123456789abcdef@drop.example>",
        "Date: Sun, 29 Nov 2026 09:00:00 +0000",
        "Auto-Submitted: auto-generated",
        "Content-Type: multipart/alternative",
        "Content-Type: text/plain",
        "Content-Type: text/html",
    ] {
        assert!(written.contains(part) || written.contains(&part.replace('"', "")), "{part}\n{written}");
    }
}

#[tokio::test]
async fn a_folder_gets_a_file_for_each_letter() {
    let folder = std::env::temp_dir().join(format!("drop-post-{}", std::process::id()));
    let way = Way::Folder(folder.clone());
    let post = of(&MailSettings { from: "Drop <post@drop.example>".to_owned(), way }).unwrap();
    for _ in 0..2 {
        post.send(&message()).await.unwrap();
    }
    let names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(names, ["20261129T090000.000-ltr_0123456789abcdef.eml"], "the same letter is the same file");
}

#[test]
fn what_cannot_be_gone_is_told_without_a_password() {
    let settings = |from: &str, url: &str| MailSettings {
        from: from.to_owned(),
        way: Way::Smtp(SmtpUrl::new(url.to_owned())),
    };
    for (from, url) in
        [("nobody", "smtps://u:secret@mail.example"), ("a@b.no", "http://u:secret@mail.example")]
    {
        let error = of(&settings(from, url)).err().unwrap().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
    assert!(!format!("{:?}", settings("a@b.no", "smtps://u:secret@mail.example")).contains("secret"));
}

/// A mail server for one letter, which answers so to the recipient; what it was told, line by line.
async fn mail_server(to_recipient: &'static str) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let talk = async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        let (mut told, mut is_letter) = (Vec::new(), false);
        writing.write_all(b"220 mail.example\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.split([' ', ':']).next().unwrap() {
                "." if is_letter => "250 taken",
                _ if is_letter => "",
                "EHLO" => "250-mail.example\r\n250-8BITMIME\r\n250 SMTPUTF8",
                "RCPT" => to_recipient,
                "DATA" => "354 go on",
                _ => "250 ok",
            };
            is_letter = answer.starts_with("354") || (is_letter && answer.is_empty());
            let is_over = answer == "250 taken";
            told.push(line);
            if !answer.is_empty() {
                writing.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            }
            if is_over {
                break;
            }
        }
        told
    };
    (port, tokio::spawn(talk))
}

fn to(url: String) -> Arc<dyn Post> {
    of(&MailSettings { from: "Drop <post@drop.example>".to_owned(), way: Way::Smtp(SmtpUrl::new(url)) })
        .unwrap()
}

#[tokio::test]
async fn a_mail_server_gets_the_letter_whole() {
    let (port, server) = mail_server("250 ok").await;
    let post = to(format!("smtp://127.0.0.1:{port}"));
    post.send(&message()).await.unwrap();
    drop(post);
    let told = server.await.unwrap();
    for line in ["RCPT TO:<øyvind@example.no>", "Message-ID: <ltr_0123456789abcdef@drop.example>"] {
        assert!(told.iter().any(|said| said == line), "{line}\n{told:?}");
    }
    assert!(told.iter().any(|said| said.starts_with("MAIL FROM:<post@drop.example> SMTPUTF8")), "{told:?}");
    assert!(
        told.iter().any(
            |said| said.contains("/login/confirm?code=3Dabc") || said.contains("/login/confirm?code=abc")
        )
    );
}

#[tokio::test]
async fn what_a_mail_server_refuses_is_over_and_what_it_puts_off_is_not() {
    let (port, _server) = mail_server("550 øyvind is not here").await;
    let refused = to(format!("smtp://127.0.0.1:{port}")).send(&message()).await.unwrap_err();
    assert!(matches!(&refused, PostError::Refused(why) if why == "code 550"), "{refused:?}");
    let (port, _server) = mail_server("451 later").await;
    let put_off = to(format!("smtp://127.0.0.1:{port}")).send(&message()).await.unwrap_err();
    assert!(matches!(&put_off, PostError::NoAnswer(why) if why == "code 451"), "{put_off:?}");
}

#[tokio::test]
async fn a_letter_that_is_to_go_safely_goes_no_other_way() {
    let (port, server) = mail_server("250 ok").await;
    let post = to(format!("smtp://127.0.0.1:{port}?tls=required"));
    assert!(matches!(post.send(&message()).await, Err(PostError::NoAnswer(_) | PostError::Refused(_))));
    drop(post);
    let told = server.await.unwrap();
    assert!(!told.iter().any(|said| said.starts_with("MAIL")), "{told:?}");
}

#[tokio::test]
async fn a_mail_server_that_is_not_there_is_tried_again() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let unheard = to(format!("smtp://127.0.0.1:{nobody}")).send(&message()).await.unwrap_err();
    assert!(matches!(&unheard, PostError::NoAnswer(why) if why == "no connection"), "{unheard:?}");
}
