//! Codes as they are drawn, read by a decoder that shares nothing with what draws them.
#![expect(clippy::float_arithmetic, reason = "places in a picture, no money")]
use rxing::common::HybridBinarizer;
use rxing::qrcode::QRCodeReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader};

use crate::merchant::codes::drawing::{Drawing, PNG_MAX_PIXELS, PNG_MIN_PIXELS};

const LINK: &str = "https://drop.example/q/0123456789ABCDEF000G40R40M30E27Z";
const BLACK: u8 = 0;
const WHITE: u8 = 255;
/// Modules of a blot's side: it touches at the most 12 of the code's 100 codewords, 8 of them in one of its two blocks,
/// and level M mends 9 in each.
const BLOT_MODULES: usize = 7;
/// The finders with their light border, and the mark that shows how the code is turned: they are no data, and level M
/// does not mend them. Left and top of each, from the edge of the quiet zone, and its side.
const MARKS: [(usize, usize, usize); 4] = [(4, 4, 8), (29, 4, 8), (4, 29, 8), (28, 28, 5)];

/// A square picture in shades of grey.
#[derive(Clone)]
struct Picture {
    side: usize,
    pixels: Vec<u8>,
}

impl Picture {
    fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels[y * self.side + x]
    }

    /// What a decoder reads in it.
    fn text(&self) -> Option<String> {
        let side = u32::try_from(self.side).unwrap();
        let source = Luma8LuminanceSource::new(self.pixels.clone(), side, side).unwrap();
        let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        QRCodeReader.decode_with_hints(&mut bitmap, &hints).ok().map(|found| found.getText().to_owned())
    }

    /// Each module with so many pixels.
    fn enlarged(&self, times: usize) -> Self {
        let side = self.side * times;
        let pixels = (0..side * side).map(|place| self.at(place % side / times, place / side / times));
        Self { side, pixels: pixels.collect() }
    }

    /// Turned about its middle, with shades between pixels, on a larger white sheet.
    fn turned(&self, degrees: f64) -> Self {
        let side = self.side * 3 / 2;
        let (sin, cos) = degrees.to_radians().sin_cos();
        let middle = |side: usize| (f64::from(u32::try_from(side).unwrap()) - 1.0) / 2.0;
        let shade = |place: usize| {
            let at = |place: usize| f64::from(u32::try_from(place).unwrap()) - middle(side);
            let (x, y) = (at(place % side), at(place / side));
            self.between(cos * x + sin * y + middle(self.side), cos * y - sin * x + middle(self.side))
        };
        Self { side, pixels: (0..side * side).map(shade).collect() }
    }

    /// The shade between four pixels; white outside.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 255, or outside"
    )]
    fn between(&self, x: f64, y: f64) -> u8 {
        let (left, top) = (x.floor(), y.floor());
        let pixel = |dx: f64, dy: f64| {
            let (x, y) = (left + dx, top + dy);
            let inside = |place: f64| place >= 0.0 && place < f64::from(u32::try_from(self.side).unwrap());
            f64::from(if inside(x) && inside(y) { self.at(x as usize, y as usize) } else { WHITE })
        };
        let (right, down) = (x - left, y - top);
        let upper = pixel(0.0, 0.0) * (1.0 - right) + pixel(1.0, 0.0) * right;
        let lower = pixel(0.0, 1.0) * (1.0 - right) + pixel(1.0, 1.0) * right;
        (upper * (1.0 - down) + lower * down) as u8
    }

    fn with_blot(mut self, left: usize, top: usize, shade: u8) -> Self {
        for y in top..top + BLOT_MODULES {
            self.pixels[y * self.side + left..][..BLOT_MODULES].fill(shade);
        }
        self
    }
}

/// One pixel a module, from the SVG's own text.
fn of_svg(svg: &str) -> Picture {
    let side: usize = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let mut picture = Picture { side, pixels: vec![WHITE; side * side] };
    let path = svg.rsplit("d=\"").next().unwrap().split('"').next().unwrap();
    for run in path.split('M').skip(1) {
        let mut numbers = run.split([' ', 'h', 'v', 'z']).map(str::parse::<i64>);
        let mut next = || numbers.next().unwrap().unwrap();
        let (x, y, length, height, back) = (next(), next(), next(), next(), next());
        assert_eq!((height, back), (1, -length), "{run}");
        let begin = usize::try_from(y).unwrap() * side + usize::try_from(x).unwrap();
        picture.pixels[begin..][..usize::try_from(length).unwrap()].fill(BLACK);
    }
    picture
}

fn of_png(bytes: &[u8]) -> Picture {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.color_type), (info.height, png::ColorType::Grayscale));
    Picture { side: info.width as usize, pixels }
}

fn drawing() -> Drawing {
    Drawing::of(LINK).unwrap()
}

#[test]
fn the_link_of_a_short_address_fits_into_version_4() {
    // 33 modules and four of white on each side; two bytes for each letter would need version 5.
    assert_eq!(drawing().side(), 33 + 8);
    let longer = "https://betaling.butikker.drop.example/q/0123456789ABCDEF000G40R40M30E27Z";
    assert!(Drawing::of(longer).unwrap().side() <= 37 + 8);
    assert!(Drawing::of(&"x".repeat(3_000)).is_err());
}

#[test]
fn what_is_drawn_is_read_at_every_size() {
    let picture = of_svg(&drawing().svg());
    assert_eq!(picture.pixels.iter().take(picture.side * 4).min(), Some(&WHITE), "the quiet zone is white");
    for pixels in [2, 3, 4, 8] {
        assert_eq!(picture.enlarged(pixels).text().as_deref(), Some(LINK), "{pixels} pixels a module");
    }
}

#[test]
fn a_png_has_the_size_that_was_asked_for_and_sharp_edges() {
    for (asked, wanted) in
        [(0, PNG_MIN_PIXELS), (256, 256), (300, 300), (512, 512), (2_048, 2_048), (9_000, PNG_MAX_PIXELS)]
    {
        let picture = of_png(&drawing().png(asked).unwrap());
        assert_eq!(picture.side, wanted as usize);
        assert!(picture.pixels.iter().all(|shade| [BLACK, WHITE].contains(shade)));
        // Every module is as wide as the others: the picture is the small one, enlarged, with some white around.
        let small = of_svg(&drawing().svg());
        let times = picture.side / small.side;
        let margin = (picture.side - times * small.side) / 2;
        let large = small.enlarged(times);
        for y in 0..large.side {
            let row = &picture.pixels[(y + margin) * picture.side + margin..][..large.side];
            assert_eq!(row, &large.pixels[y * large.side..][..large.side], "{asked}: row {y}");
        }
        if wanted <= 512 {
            assert_eq!(picture.text().as_deref(), Some(LINK), "{asked}");
        }
    }
}

#[test]
fn a_turned_code_is_read() {
    let picture = of_svg(&drawing().svg()).enlarged(4);
    for degrees in [0.0, 7.0, 30.0, 45.0, 90.0, 135.0, 180.0, 222.0, 270.0, 359.0] {
        assert_eq!(picture.turned(degrees).text().as_deref(), Some(LINK), "{degrees} degrees");
    }
}

#[test]
fn a_blot_within_level_m_does_not_matter() {
    let picture = of_svg(&drawing().svg());
    let (begin, end) = (4, picture.side - 4);
    let apart = |blot: usize, mark: usize, side: usize| blot + BLOT_MODULES <= mark || mark + side <= blot;
    let (mut blots, mut unread) = (0, Vec::new());
    for top in (begin..=end - BLOT_MODULES).step_by(2) {
        for left in (begin..=end - BLOT_MODULES).step_by(2) {
            if !MARKS.iter().all(|(x, y, side)| apart(left, *x, *side) || apart(top, *y, *side)) {
                continue;
            }
            for shade in [BLACK, WHITE] {
                let read = picture.clone().with_blot(left, top, shade).enlarged(3).text();
                if read.as_deref() != Some(LINK) {
                    unread.push((left, top, shade));
                }
                blots += 1;
            }
        }
    }
    assert!(unread.is_empty(), "{unread:?} of {blots}");
    assert!(blots > 80, "{blots}");
}
