//! The picture of a code: ISO/IEC 18004 modules as SVG and PNG.
//!
//! Error correction is level M, which a scratch or a drop of coffee does not exceed, and the quiet zone is the four
//! modules that the standard wants. The smallest version that holds the link is taken: larger modules are easier to
//! read from afar.
use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// White modules around the code.
const QUIET_MODULES: usize = 4;
/// The least and the greatest side of a PNG, in pixels.
pub const PNG_MIN_PIXELS: u32 = 256;
pub const PNG_MAX_PIXELS: u32 = 2_048;
const WHITE: u8 = 0xff;

/// Why a code could not be drawn: a defect, or a site with a very long address.
#[derive(Debug, thiserror::Error)]
pub enum DrawingError {
    #[error("the link does not fit into a code: {0}")]
    Code(#[from] qrcode::types::QrError),
    #[error("the picture cannot be written: {0}")]
    Png(#[from] png::EncodingError),
}

/// The modules of a code, from the top left, without the quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    width: usize,
    dark: Vec<bool>,
}

/// Dark modules beside each other in one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub x: usize,
    pub y: usize,
    pub length: usize,
}

impl Drawing {
    /// The code that holds this text.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn of(text: &str) -> Result<Self, DrawingError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
        let width = code.width();
        let dark = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { width, dark })
    }

    /// Modules of a side, quiet zone included.
    #[must_use]
    pub const fn side(&self) -> usize {
        self.width + 2 * QUIET_MODULES
    }

    /// What is dark, with places that count from the edge of the quiet zone.
    pub fn runs(&self) -> impl Iterator<Item = Run> {
        self.dark.chunks(self.width).enumerate().flat_map(|(y, row)| {
            row.chunk_by(|left, right| left == right)
                .scan(0, |x, modules| {
                    let begin = *x;
                    *x += modules.len();
                    Some((begin, modules))
                })
                .filter(|(_, modules)| modules.first() == Some(&true))
                .map(move |(x, modules)| Run {
                    x: x + QUIET_MODULES,
                    y: y + QUIET_MODULES,
                    length: modules.len(),
                })
        })
    }

    /// One module is one unit, so that a page scales it as it likes. White stands in it: a dark page around it would
    /// make it unreadable.
    #[must_use]
    pub fn svg(&self) -> String {
        let side = self.side();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\""
        );
        for Run { x, y, length } in self.runs() {
            // Writing to a string cannot fail.
            let _ = write!(svg, "M{x} {y}h{length}v1h-{length}z");
        }
        svg.push_str("\"/></svg>\n");
        svg
    }

    /// Black and white, `size` pixels wide, clamped to what is allowed. Every module has the same whole number of
    /// pixels, so that edges are sharp; what is left over widens the quiet zone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn png(&self, size: u32) -> Result<Vec<u8>, DrawingError> {
        let size = size.clamp(PNG_MIN_PIXELS, PNG_MAX_PIXELS);
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, size, size);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.bits(size as usize))?;
        writer.finish()?;
        Ok(bytes)
    }

    /// One bit a pixel, rows filled up to whole bytes.
    fn bits(&self, size: usize) -> Vec<u8> {
        let module = size / self.side();
        let margin = (size - module * self.side()) / 2;
        let row_bytes = size.div_ceil(8);
        let mut bits = vec![WHITE; row_bytes * size];
        for run in self.runs() {
            let top = margin + run.y * module;
            let left = margin + run.x * module;
            let mut row = vec![WHITE; row_bytes];
            for x in left..left + run.length * module {
                row[x / 8] &= !(0x80 >> (x % 8));
            }
            for y in top..top + module {
                let begin = y * row_bytes;
                for (all, own) in bits[begin..begin + row_bytes].iter_mut().zip(&row) {
                    *all &= own;
                }
            }
        }
        bits
    }
}
