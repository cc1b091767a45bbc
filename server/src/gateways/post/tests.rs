//! Tests of letters as they go out.
use app::mail::gateway::{MailSettings, Message, SmtpUrl, Way};
use chrono::{TimeZone as _, Utc};

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
