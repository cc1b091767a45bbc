//! A letter on paper: the same words as plain text and as simple HTML.
use std::fmt::Write as _;

use crate::i18n::Locale;

/// What a letter says, in the order in which it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What the reader can do: a label and a whole address.
    pub ways: Vec<(String, String)>,
    /// What is said after that: how long it holds, and what to do if it was somebody else.
    pub after: Vec<String>,
    /// Why this letter was sent, in small letters.
    pub foot: Vec<String>,
}

/// Readers of mail know little of style sheets; this much they know, and without it the letter reads the same.
const STYLE: &str = "body{margin:0;padding:24px;background:#f4f1ea;color:#1d2a2c;font:16px/1.5 sans-serif}\
main{max-width:32em;margin:0 auto;padding:24px;background:#fff;border-radius:12px}\
h1{font-size:22px;line-height:1.3;margin:0 0 16px}p{margin:0 0 16px}\
a.way{display:inline-block;padding:12px 20px;border-radius:8px;background:#0f4c4a;color:#fff;text-decoration:none}\
.brand{font-weight:bold;font-size:20px;color:#0f4c4a}footer{font-size:13px;color:#51605f}";

#[must_use]
pub fn text(written: &Written) -> String {
    let mut text = String::new();
    for paragraph in &written.paragraphs {
        let _ = write!(text, "{paragraph}\n\n");
    }
    for (label, address) in &written.ways {
        let _ = write!(text, "{label}:\n{address}\n\n");
    }
    for paragraph in &written.after {
        let _ = write!(text, "{paragraph}\n\n");
    }
    text.push_str("-- \nDrop\n");
    for line in &written.foot {
        let _ = writeln!(text, "{line}");
    }
    text
}

#[must_use]
pub fn html(locale: Locale, written: &Written) -> String {
    let subject = escaped(&written.subject);
    let (lang, dir) = (locale.tag(), locale.direction().as_str());
    let body = body(written);
    format!(
        "<!doctype html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{subject}</title><style>{STYLE}</style></head>\
         <body><main><p class=\"brand\">drop</p><h1>{subject}</h1>{body}</main></body></html>"
    )
}

/// Everything below the headline. `/demo/mail` shows the same.
#[must_use]
pub fn body(written: &Written) -> String {
    let mut body = String::new();
    for paragraph in &written.paragraphs {
        let _ = write!(body, "<p>{}</p>", escaped(paragraph));
    }
    for (label, address) in &written.ways {
        let (label, address) = (escaped(label), escaped(address));
        let _ = write!(body, "<p><a class=\"way\" href=\"{address}\">{label}</a></p>");
    }
    for paragraph in &written.after {
        let _ = write!(body, "<p>{}</p>", escaped(paragraph));
    }
    if !written.foot.is_empty() {
        let lines: Vec<String> = written.foot.iter().map(|line| escaped(line)).collect();
        let _ = write!(body, "<footer>{}</footer>", lines.join("<br>"));
    }
    body
}

/// As text of HTML, also inside an attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
