//! The HTML document around every page, and what a browser fetches for it.
//!
//! leptos' own `HydrationScripts` reads the list of files from the disk for every page, and makes an element of each of
//! thirty preloads: a tenth of what a page costs. Here the head is a text that is made once.
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;
use std::time::SystemTime;

use leptos::hydration::AutoReload;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use leptos_meta::MetaTags;

use crate::App;
use crate::i18n::{customers_address, provide_locale, use_locale};
use crate::lazy::part_of;
use crate::privacy::cookies::is_asked;
use crate::privacy::pages::CookieBanner;

/// The HTML document that the server writes.
#[must_use]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let parts = use_context::<http::request::Parts>();
    let path = parts.as_ref().map(|parts| parts.uri.path().to_owned());
    let asks = parts.is_some_and(|parts| is_asked(&parts.headers));
    let files = Files::of(&options);
    let preloads = files.preloads(path.as_deref().and_then(part_of));
    provide_locale();
    let locale = use_locale();
    let words = customers_address(locale);
    let back = path.filter(|_| asks);
    let banner = back.map(|back| view! { <CookieBanner locale=locale back=back /> });
    view! {
        <!DOCTYPE html>
        <html lang=locale.tag() dir=locale.direction().as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#f7f6f2" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#0d1513" media="(prefers-color-scheme: dark)" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <link rel="apple-touch-icon" href="/icons/apple-180.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link as="font" rel="preload" href="/fonts/inter-latin-wght-normal.woff2" type="font/woff2" crossorigin="anonymous" />
                {InertElement::new(preloads)}
                <link rel="preload" href=words r#as="fetch" crossorigin="anonymous" />
                <script type="module" nonce=use_nonce()>{files.awaken.as_str()}</script>
                <AutoReload options />
                <MetaTags />
            </head>
            <body>
                <App />
                {banner}
            </body>
        </html>
    }
}

/// The files of this build, as pages name them.
struct Files {
    /// The style sheet and what every page fetches.
    always: String,
    /// For each part of the wasm: the same, and its own files.
    of_part: HashMap<String, String>,
    /// Wakes the page up.
    awaken: String,
}

impl Files {
    fn of(options: &LeptosOptions) -> &'static Self {
        static FILES: OnceLock<Files> = OnceLock::new();
        FILES.get_or_init(|| Self::read(options))
    }

    fn preloads(&'static self, part: Option<&str>) -> &'static str {
        part.and_then(|part| self.of_part.get(part)).unwrap_or(&self.always)
    }

    fn read(options: &LeptosOptions) -> Self {
        let hashes = hashes(options);
        let (pkg, name) = (&options.site_pkg_dir, &options.output_name);
        let dotted = |kind: &str| hashes.get(kind).map(|hash| format!(".{hash}")).unwrap_or_default();
        let wasm_end = if options.hash_files { "" } else { "_bg" };
        let style = format!("/{pkg}/{name}{}.css", dotted("css"));
        let script = format!("/{pkg}/{name}{}.js", dotted("js"));
        let wasm = format!("/{pkg}/{name}{wasm_end}{}.wasm", dotted("wasm"));
        let mut always = format!(r#"<link rel="stylesheet" id="style" href="{style}">"#);
        preload_module(&mut always, &script);
        preload_wasm(&mut always, &wasm);
        let awaken = format!(
            r#"import("{script}").then((drop) => drop.default({{ module_or_path: "{wasm}" }}).then(() => drop.hydrate()));"#
        );
        let manifest = format!("__wasm_split_manifest{}.json", dotted("manifest"));
        let splitter = match hashes.get("split") {
            Some(hash) => format!("/{pkg}/__wasm_split.{hash}.js"),
            None => format!("/{pkg}/__wasm_split.______________________.js"),
        };
        let parts = parts(&Path::new(&*options.site_root).join(&**pkg).join(manifest));
        let of_part = parts.into_iter().map(|(part, files)| {
            let mut links = always.clone();
            preload_module(&mut links, &splitter);
            files.iter().for_each(|file| preload_wasm(&mut links, &format!("/{pkg}/{file}.wasm")));
            (part, links)
        });
        Self { of_part: of_part.collect(), always, awaken }
    }
}

fn preload_module(links: &mut String, href: &str) {
    let _ = write!(links, r#"<link rel="modulepreload" href="{href}" crossorigin>"#);
}

fn preload_wasm(links: &mut String, href: &str) {
    let _ =
        write!(links, r#"<link rel="preload" href="{href}" as="fetch" type="application/wasm" crossorigin>"#);
}

/// `css`, `js`, `wasm`, `manifest`, `split` → the hash in the file's name. Empty where files have none.
fn hashes(options: &LeptosOptions) -> HashMap<String, String> {
    let list = std::env::current_exe().ok().map(|binary| binary.with_file_name(&*options.hash_file));
    let list = list.filter(|_| options.hash_files).and_then(|list| std::fs::read_to_string(list).ok());
    let lines = list.unwrap_or_default();
    let pairs = lines.lines().filter_map(|line| line.split_once(':'));
    pairs.map(|(kind, hash)| (kind.trim().to_owned(), hash.trim().to_owned())).collect()
}

/// Each part's files. In the list a part's name ends in a number.
fn parts(manifest: &Path) -> HashMap<String, Vec<String>> {
    let list = std::fs::read(manifest).ok();
    let list = list.and_then(|json| serde_json::from_slice::<HashMap<String, Vec<String>>>(&json).ok());
    let there = manifest.parent().map(files_by_stem).unwrap_or_default();
    let named = list.unwrap_or_default().into_iter().map(|(name, files)| {
        let part = name.rsplit_once('_').map_or(name.as_str(), |(part, _)| part).to_owned();
        // What is not there would be asked for in vain.
        (part, files.iter().filter_map(|file| there.get(&stem(file)).cloned()).collect())
    });
    named.collect()
}

/// Characters of a hash in a file's name: 16 bytes in base64url.
const HASH_LENGTH: usize = 22;

/// A name without its hash. cargo-leptos 0.3.8 puts the hash of `chunk_11` into the middle of `chunk_114` too, so that its
/// list says `chunk_11.<hash>4`, or `chunk_11.<hash>4.<hash>`.
fn stem(name: &str) -> String {
    let mut pieces = name.split('.');
    let mut stem = pieces.next().unwrap_or_default().to_owned();
    pieces.for_each(|piece| stem.push_str(piece.get(HASH_LENGTH..).unwrap_or_default()));
    stem
}

/// The wasm files of a folder, without their ending, by stem. Of two builds' files the newer one counts.
fn files_by_stem(folder: &Path) -> HashMap<String, String> {
    let mut newest = HashMap::<String, (SystemTime, String)>::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let made = entry.metadata().and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Some(name) = name.strip_suffix(".wasm") else { continue };
        let known = newest.entry(stem(name)).or_insert_with(|| (made, name.to_owned()));
        if known.0 < made {
            *known = (made, name.to_owned());
        }
    }
    newest.into_iter().map(|(stem, (_, name))| (stem, name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_names_the_files_that_are_there() {
        let folder = std::env::temp_dir().join(format!("drop-parts-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (one, two) = ("Vy_BXM_zTfpTvof8f-VyYg", "Mt-x7UqHnyBa9xVsBggFAw");
        for stem in ["chunk_11", "chunk_114", "chunk_115", "split_home_1338"] {
            std::fs::write(folder.join(format!("{stem}.{two}.wasm")), "").unwrap();
        }
        let names = [
            format!("split_home_1338.{two}"),
            format!("chunk_11.{two}"),
            format!("chunk_11.{one}4"),
            format!("chunk_1.{one}1.{one}5.{two}"),
            "chunk_9".to_owned(),
        ];
        let manifest = folder.join("manifest.json");
        std::fs::write(&manifest, serde_json::to_string(&HashMap::from([("home_1338", names)])).unwrap())
            .unwrap();
        let found = parts(&manifest);
        std::fs::remove_dir_all(&folder).unwrap();
        let wanted = ["split_home_1338", "chunk_11", "chunk_114", "chunk_115"];
        assert_eq!(
            found,
            HashMap::from([("home".to_owned(), wanted.map(|it| format!("{it}.{two}")).to_vec())])
        );
    }
}
