//! Prints how many bytes a browser downloads for the words of the longest language, by brotli.
use std::io::Write as _;

use app::i18n::{Dictionary, Locale};
use server::words::download_bytes;

fn main() -> std::io::Result<()> {
    let bytes = Locale::ALL.into_iter().map(|locale| download_bytes(locale, Dictionary::Customers)).max();
    writeln!(std::io::stdout(), "{}", bytes.unwrap_or_default())
}
