//! One sheet of paper: texts, lines and squares at places in points, from the top left; laid out first, drawn at the
//! end.
#![expect(clippy::float_arithmetic, reason = "places on paper, no money")]
use std::sync::LazyLock;

use app::i18n::{Direction, Locale};
use chrono::{DateTime, Datelike, Timelike, Utc};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime as PdfTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

/// A4 (ISO 216) in points, and A6: a quarter of it.
pub const A4: (f32, f32) = (WIDTH, HEIGHT);
pub const A6: (f32, f32) = (297.64, 419.53);
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
/// From the edge of the paper to the text.
pub const MARGIN: f32 = 56.0;
pub const RIGHT: f32 = WIDTH - MARGIN;

/// Inter, cut down to Latin and Cyrillic letters (SIL Open Font License, assets/fonts/OFL.txt).
static REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
static SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
static FONTS: LazyLock<Option<[Font; 2]>> = LazyLock::new(|| {
    let font = |bytes: &'static [u8]| Font::new(bytes.to_vec().into(), 0);
    Some([font(REGULAR)?, font(SEMI_BOLD)?])
});

/// The language in which a reader gets a document. Right-to-left text would need a font of its own, and the order of
/// letters and numbers of Unicode's bidirectional algorithm, which what draws here does not have: a receipt with its
/// numbers the wrong way round is worse than one in English. See docs/adr/0033-languages.md.
#[must_use]
pub const fn on_paper(locale: Locale) -> Locale {
    match locale.direction() {
        Direction::LeftToRight => locale,
        Direction::RightToLeft => Locale::en,
    }
}

/// Why a document could not be made: a defect, never a customer's mistake.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("a font cannot be read")]
    Font,
    #[error("the page cannot be set up")]
    Page,
    #[error("the document cannot be written: {0}")]
    Write(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    SemiBold,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// In points.
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Black,
    Grey,
    Fjord,
    Red,
}

impl Ink {
    /// The light theme's colours, see style/tokens.css.
    fn color(self) -> rgb::Color {
        match self {
            Self::Black => rgb::Color::new(0x10, 0x20, 0x1c),
            Self::Grey => rgb::Color::new(0x52, 0x5e, 0x5a),
            Self::Fjord => rgb::Color::new(0x0b, 0x5d, 0x4b),
            Self::Red => rgb::Color::new(0xa8, 0x20, 0x1a),
        }
    }
}

enum Mark {
    Text { x: f32, y: f32, style: Style, text: String },
    Line { from: (f32, f32), to: (f32, f32) },
    Black { parts: Vec<[f32; 4]> },
}

/// What stands on the sheet.
pub struct Sheet {
    size: (f32, f32),
    marks: Vec<Mark>,
}

impl Default for Sheet {
    fn default() -> Self {
        Self::of(A4)
    }
}

impl Sheet {
    /// An empty sheet of this width and height.
    pub const fn of(size: (f32, f32)) -> Self {
        Self { size, marks: Vec::new() }
    }

    /// A text that begins at `x`, its baseline at `y`.
    pub fn text(&mut self, x: f32, y: f32, style: Style, text: impl Into<String>) {
        self.marks.push(Mark::Text { x, y, style, text: text.into() });
    }

    /// A text that ends at `right`.
    pub fn text_before(&mut self, right: f32, y: f32, style: Style, text: impl Into<String>) {
        let text = text.into();
        let x = right - width(&text, style);
        self.marks.push(Mark::Text { x, y, style, text });
    }

    /// A text with its middle at `x`.
    pub fn text_around(&mut self, x: f32, y: f32, style: Style, text: impl Into<String>) {
        let text = text.into();
        self.marks.push(Mark::Text { x: x - width(&text, style) / 2.0, y, style, text });
    }

    /// A thin line from margin to margin.
    pub fn line(&mut self, y: f32) {
        self.stroke((MARGIN, y), (RIGHT, y));
    }

    /// A thin line from place to place.
    pub fn stroke(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.marks.push(Mark::Line { from, to });
    }

    /// Black rectangles: left, top, width and height of each. Drawn as one, so that no light falls between them.
    pub fn black(&mut self, parts: Vec<[f32; 4]>) {
        self.marks.push(Mark::Black { parts });
    }

    /// The document: its title, its language and when it was made stand in its properties.
    ///
    /// # Errors
    /// See [`DocumentError`].
    pub fn document(
        self,
        title: &str,
        language: Locale,
        made_at: DateTime<Utc>,
    ) -> Result<Vec<u8>, DocumentError> {
        Self::bound(&[self], title, language, made_at)
    }

    /// The same of several sheets, a page each.
    ///
    /// # Errors
    /// See [`DocumentError`].
    pub fn bound(
        sheets: &[Self],
        title: &str,
        language: Locale,
        made_at: DateTime<Utc>,
    ) -> Result<Vec<u8>, DocumentError> {
        let fonts = FONTS.as_ref().ok_or(DocumentError::Font)?;
        let mut document = Document::new();
        for sheet in sheets {
            let (width, height) = sheet.size;
            let settings = PageSettings::from_wh(width, height).ok_or(DocumentError::Page)?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for mark in &sheet.marks {
                draw(&mut surface, fonts, mark);
            }
            surface.finish();
            page.finish();
        }
        let about = Metadata::new()
            .title(title.to_owned())
            .creator("Drop".to_owned())
            .language(language.tag().to_owned())
            .creation_date(pdf_time(made_at));
        document.set_metadata(about);
        document.finish().map_err(|error| DocumentError::Write(format!("{error:?}")))
    }
}

fn draw(surface: &mut Surface<'_>, fonts: &[Font; 2], mark: &Mark) {
    match mark {
        Mark::Text { x, y, style, text } => {
            let font = match style.weight {
                Weight::Regular => &fonts[0],
                Weight::SemiBold => &fonts[1],
            };
            surface.set_stroke(None);
            surface.set_fill(Some(Fill { paint: style.ink.color().into(), ..Fill::default() }));
            let at = Point::from_xy(*x, *y);
            surface.draw_text(at, font.clone(), style.size, text, false, TextDirection::Auto);
        }
        Mark::Line { from, to } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            let Some(path) = path.finish() else { return };
            surface.set_fill(None);
            let paint = rgb::Color::new(0xd8, 0xdc, 0xd6).into();
            surface.set_stroke(Some(Stroke { paint, width: 0.75, ..Stroke::default() }));
            surface.draw_path(&path);
        }
        Mark::Black { parts } => {
            let mut path = PathBuilder::new();
            for [left, top, width, height] in parts {
                path.move_to(*left, *top);
                path.line_to(left + width, *top);
                path.line_to(left + width, top + height);
                path.line_to(*left, top + height);
                path.close();
            }
            let Some(path) = path.finish() else { return };
            surface.set_stroke(None);
            surface.set_fill(Some(Fill { paint: rgb::Color::new(0, 0, 0).into(), ..Fill::default() }));
            surface.draw_path(&path);
        }
    }
}

/// The width of a text in points, without kerning: near enough to end it at a margin.
pub fn width(text: &str, style: Style) -> f32 {
    let bytes = match style.weight {
        Weight::Regular => REGULAR,
        Weight::SemiBold => SEMI_BOLD,
    };
    let Ok(face) = ttf_parser::Face::parse(bytes, 0) else { return 0.0 };
    let units: f32 = text
        .chars()
        .filter_map(|letter| face.glyph_hor_advance(face.glyph_index(letter)?))
        .map(f32::from)
        .sum();
    units * style.size / f32::from(face.units_per_em())
}

fn pdf_time(at: DateTime<Utc>) -> PdfTime {
    let small = |value: u32| u8::try_from(value).unwrap_or_default();
    PdfTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

#[cfg(test)]
mod tests {
    use app::i18n::{Dictionary, dictionary};

    use super::*;

    #[test]
    fn the_fonts_have_every_letter_of_every_language_on_paper() {
        for bytes in [REGULAR, SEMI_BOLD] {
            let face = ttf_parser::Face::parse(bytes, 0).unwrap();
            for locale in Locale::ALL.map(on_paper) {
                let letters = dictionary(locale, Dictionary::Customers).iter().flat_map(|text| text.chars());
                let missing: Vec<char> = letters
                    .filter(|letter| !letter.is_control() && face.glyph_index(*letter).is_none())
                    .collect();
                assert!(missing.is_empty(), "{locale:?}: {missing:?}");
            }
        }
    }

    #[test]
    fn what_is_written_from_right_to_left_is_english_on_paper() {
        assert_eq!(on_paper(Locale::ur), Locale::en);
        assert_eq!(on_paper(Locale::tr), Locale::tr);
    }
}
