//! A code to print: on a counter (A6), on a wall (A4), or eight small ones to cut out of one sheet.
#![expect(clippy::float_arithmetic, reason = "places on paper, no money")]
use app::i18n::{Locale, td_string};
use app::merchant::codes::drawing::{Drawing, Run};
use app::ui::format::money;
use chrono::{DateTime, Utc};
use domain::money::Money;

use super::sheet::{A4, A6, DocumentError, Ink, Sheet, Style, Weight, width};

/// Points of a length of a cutting mark, and of its distance from what is cut.
const CUT_LENGTH: f32 = 12.0;
/// How often a text that does not fit is made smaller, and by how much, before it is broken into lines.
const SHRINK_STEPS: usize = 4;
const SHRINK: f32 = 0.88;
const NAME_LINES_MAX: usize = 2;
const PARAGRAPH_LINES_MAX: usize = 3;
const LEADING: f32 = 1.25;

/// How many, on what paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    A6,
    A4,
    /// Two columns and four rows of A7, with marks for the knife.
    A4Eight,
}

impl Paper {
    /// As it stands in an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "a6" => Some(Self::A6),
            "a4" => Some(Self::A4),
            "a4x8" => Some(Self::A4Eight),
            _ => None,
        }
    }
}

/// What stands on it.
pub struct Poster<'a> {
    pub shop: &'a str,
    pub org_number: &'a str,
    pub name: Option<&'a str>,
    pub amount: Option<Money>,
    pub code: &'a Drawing,
}

/// A place on the sheet: left, top, width, height.
#[derive(Clone, Copy)]
struct Area {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

impl Poster<'_> {
    /// # Errors
    /// When the document cannot be made.
    pub fn document(&self, paper: Paper, now: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
        let size = if paper == Paper::A6 { A6 } else { A4 };
        let mut sheet = Sheet::of(size);
        let whole = Area { left: 0.0, top: 0.0, width: size.0, height: size.1 };
        match paper {
            Paper::A6 | Paper::A4 => self.upright(&mut sheet, whole),
            Paper::A4Eight => self.eight(&mut sheet, whole),
        }
        let title = format!("{} · {}", self.shop, td_string!(Locale::nb, codes.pay_with_drop));
        sheet.document(&title, Locale::nb, now)
    }

    /// The shop above its code, what to do below it. Places are in hundredths of the width.
    fn upright(&self, sheet: &mut Sheet, area: Area) {
        let (unit, middle) = (area.width / 100.0, area.left + area.width / 2.0);
        let room = 86.0 * unit;
        let mut y = area.top + 12.0 * unit;
        y = name(sheet, middle, y, bold(7.0 * unit, Ink::Black), self.shop, room);
        y = name(sheet, middle, y, plain(3.4 * unit, Ink::Grey), &self.org_line(), room);
        let side = 70.0 * unit;
        let top = y - 3.0 * unit;
        self.squares(sheet, middle - side / 2.0, top, side);
        y = top + side + 5.0 * unit;
        if let Some(amount) = self.amount {
            y = name(sheet, middle, y, bold(7.0 * unit, Ink::Black), &money(Locale::nb, amount), room);
        }
        for (locale, weight) in [(Locale::nb, Weight::SemiBold), (Locale::en, Weight::Regular)] {
            let style = Style { size: 3.4 * unit, weight, ink: Ink::Black };
            y = paragraph(sheet, middle, y, style, td_string!(locale, codes.instruction), room) + unit;
        }
        let foot = area.top + area.height - 6.0 * unit;
        sheet.text(area.left + 7.0 * unit, foot, bold(6.0 * unit, Ink::Fjord), "drop");
        if let Some(name) = self.name {
            let style = fitted(plain(3.4 * unit, Ink::Grey), name, 60.0 * unit);
            sheet.text_before(area.left + 93.0 * unit, foot, style, name);
        }
    }

    /// The code at the left, the words beside it.
    fn lying(&self, sheet: &mut Sheet, area: Area) {
        let pad = 10.0;
        let side = area.height - 5.0 * pad;
        let top = area.top + (area.height - side) / 2.0;
        self.squares(sheet, area.left + pad / 2.0, top, side);
        let words = Area { left: area.left + side + pad, width: area.width - side - 2.0 * pad, ..area };
        let middle = words.left + words.width / 2.0;
        let mut y = top + 16.0;
        y = name(sheet, middle, y, bold(13.0, Ink::Black), self.shop, words.width);
        y = name(sheet, middle, y, plain(7.5, Ink::Grey), &self.org_line(), words.width);
        if let Some(amount) = self.amount {
            y = name(sheet, middle, y + 8.0, bold(15.0, Ink::Black), &money(Locale::nb, amount), words.width);
        }
        y += 6.0;
        for (locale, weight) in [(Locale::nb, Weight::SemiBold), (Locale::en, Weight::Regular)] {
            let style = Style { size: 6.8, weight, ink: Ink::Black };
            y = paragraph(sheet, middle, y, style, td_string!(locale, codes.instruction), words.width) + 2.0;
        }
        let foot = top + side - 8.0;
        sheet.text_around(middle, foot, bold(11.0, Ink::Fjord), "drop");
        if let Some(name) = self.name {
            sheet.text_around(middle, foot - 14.0, fitted(plain(7.5, Ink::Grey), name, words.width), name);
        }
    }

    fn eight(&self, sheet: &mut Sheet, whole: Area) {
        let (width, height) = (whole.width / 2.0, whole.height / 4.0);
        for row in [0.0, 1.0, 2.0, 3.0] {
            for column in [0.0, 1.0] {
                self.lying(sheet, Area { left: column * width, top: row * height, width, height });
            }
        }
        // At the edges and where cuts meet, so that a ruler can be laid from mark to mark.
        let half = CUT_LENGTH / 2.0;
        for y in [1.0, 2.0, 3.0].map(|row| row * height) {
            for x in [0.0, width, whole.width] {
                sheet.stroke((x - CUT_LENGTH, y), (x + CUT_LENGTH, y));
            }
            sheet.stroke((width, y - half), (width, y + half));
        }
        sheet.stroke((width, 0.0), (width, CUT_LENGTH));
        sheet.stroke((width, whole.height - CUT_LENGTH), (width, whole.height));
    }

    /// The code in a square, its quiet zone included.
    fn squares(&self, sheet: &mut Sheet, left: f32, top: f32, side: f32) {
        let module = side / places(self.code.side());
        let part = |Run { x, y, length }: Run| {
            [left + places(x) * module, top + places(y) * module, places(length) * module, module]
        };
        sheet.black(self.code.runs().map(part).collect());
    }

    fn org_line(&self) -> String {
        let digits: Vec<char> = self.org_number.chars().collect();
        let groups: Vec<String> = digits.chunks(3).map(|group| group.iter().collect()).collect();
        format!("{} {}", td_string!(Locale::nb, codes.org_number), groups.join("\u{a0}"))
    }
}

const fn bold(size: f32, ink: Ink) -> Style {
    Style { size, weight: Weight::SemiBold, ink }
}

const fn plain(size: f32, ink: Ink) -> Style {
    Style { size, weight: Weight::Regular, ink }
}

/// A count of modules: far below what a float holds exactly.
fn places(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Writes a name around `x`, in smaller letters and then in two lines when it is long; where the next text begins.
fn name(sheet: &mut Sheet, x: f32, y: f32, style: Style, text: &str, room: f32) -> f32 {
    let style = fitted(style, text, room);
    written(sheet, x, y, style, lines(text, style, room, NAME_LINES_MAX))
}

/// Writes a sentence around `x`, in as many lines as it needs; where the next text begins.
fn paragraph(sheet: &mut Sheet, x: f32, y: f32, style: Style, text: &str, room: f32) -> f32 {
    written(sheet, x, y, style, lines(text, style, room, PARAGRAPH_LINES_MAX))
}

fn written(sheet: &mut Sheet, x: f32, mut y: f32, style: Style, lines: Vec<String>) -> f32 {
    for line in lines {
        sheet.text_around(x, y, style, line);
        y += style.size * LEADING;
    }
    y
}

/// The style in which a text fits into the room, or the smallest one.
fn fitted(style: Style, text: &str, room: f32) -> Style {
    let mut smaller = style;
    for _ in 0..SHRINK_STEPS {
        if width(text, smaller) <= room {
            break;
        }
        smaller.size *= SHRINK;
    }
    smaller
}

/// Broken between words. A last line that is still too long ends in an ellipsis.
fn lines(text: &str, style: Style, room: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let joined = lines.last().map(|line| format!("{line} {word}"));
        match joined {
            Some(joined) if width(&joined, style) <= room || lines.len() == most => {
                lines.pop();
                lines.push(joined);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    for line in &mut lines {
        while width(line, style) > room && line.chars().count() > 1 {
            *line = line.trim_end_matches('…').chars().take(line.chars().count().saturating_sub(2)).collect();
            line.push('…');
        }
    }
    lines
}
