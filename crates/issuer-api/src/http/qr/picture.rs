//! Drawing a QR code: as PNG of one bit for each pixel, and as SVG of one path.
//!
//! In scope: the margin, whole pixels for each module. Out of scope: which modules are dark (`qrcode`).
//! Specs: ISO/IEC 18004, <https://www.w3.org/TR/png-3/>, <https://www.w3.org/TR/SVG2/>

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// What it is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Png,
    Svg,
}

impl Format {
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// How much of a code may be lost: 7, 15, 25 and 30 percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Correction {
    Low,
    Medium,
    Quartile,
    High,
}

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DrawError {
    /// More than the largest code holds of such characters.
    TooLong { most: usize },
    /// A module would be smaller than a pixel.
    TooSmall { least: usize },
}

/// Light modules around the code, so that readers find it (ISO/IEC 18004 §6.3.8).
const MARGIN: usize = 4;

/// Draws `text`, `size` pixels wide and high.
pub(super) fn draw(text: &str, format: Format, size: u16, correction: Correction) -> Result<Vec<u8>, DrawError> {
    // Version 40, of the characters of `proofpass::compact` and of any bytes.
    let (level, [alphanumeric, bytes]) = match correction {
        Correction::Low => (EcLevel::L, [4_296, 2_953]),
        Correction::Medium => (EcLevel::M, [3_391, 2_331]),
        Correction::Quartile => (EcLevel::Q, [2_420, 1_663]),
        Correction::High => (EcLevel::H, [1_852, 1_273]),
    };
    let most = if text.starts_with(proofpass::compact::PREFIX) { alphanumeric } else { bytes };
    let code = QrCode::with_error_correction_level(text, level).map_err(|_| DrawError::TooLong { most })?;
    let modules = code.width() + 2 * MARGIN;
    let is_dark = |x: usize, y: usize| match (x.checked_sub(MARGIN), y.checked_sub(MARGIN)) {
        (Some(x), Some(y)) if x < code.width() && y < code.width() => code[(x, y)] == Color::Dark,
        _ => false,
    };
    match format {
        Format::Svg => Ok(svg(modules, size, is_dark).into_bytes()),
        Format::Png if usize::from(size) < modules => Err(DrawError::TooSmall { least: modules }),
        Format::Png => Ok(png(modules, size, is_dark)),
    }
}

/// One path, a step for each run of dark modules in a row.
fn svg(modules: usize, size: u16, is_dark: impl Fn(usize, usize) -> bool) -> String {
    let mut path = String::new();
    for y in 0..modules {
        let mut x = 0;
        while x < modules {
            let run = (x..modules).take_while(|x| is_dark(*x, y)).count();
            if run > 0 {
                // Infallible: writing to a String does not fail.
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run + 1;
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {modules} {modules}\" \
        shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{modules}v{modules}H0z\"/><path d=\"{path}\"/></svg>\n"
    )
}

/// Grey of one bit (§11.2.1), rows without a filter. What is left over of the size is margin.
fn png(modules: usize, size: u16, is_dark: impl Fn(usize, usize) -> bool) -> Vec<u8> {
    const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
    /// Depth 1, grey, DEFLATE, the five filters, not interlaced.
    const KIND: [u8; 5] = [1, 0, 0, 0, 0];

    let pixels = usize::from(size);
    let scale = pixels / modules;
    let offset = (pixels - scale * modules) / 2;
    // Beyond the last module there are none, and none is dark.
    let module = |at: usize| at.checked_sub(offset).map_or(modules, |at| at / scale);
    let mut rows = Vec::with_capacity(pixels * (pixels / 8 + 2));
    for y in 0..pixels {
        rows.push(0);
        let row = (0..pixels).map(|x| is_dark(module(x), module(y))).collect::<Vec<bool>>();
        rows.extend(row.chunks(8).map(|eight| {
            let byte = eight.iter().enumerate().filter(|(_, dark)| !**dark);
            byte.fold(0, |byte, (at, _)| byte | 0x80_u8 >> at)
        }));
    }
    let mut bytes = SIGNATURE.to_vec();
    let wide = u32::from(size).to_be_bytes();
    chunk(&mut bytes, *b"IHDR", &[&wide[..], &wide, &KIND].concat());
    chunk(&mut bytes, *b"IDAT", &miniz_oxide::deflate::compress_to_vec_zlib(&rows, 9));
    chunk(&mut bytes, *b"IEND", &[]);
    bytes
}

/// §5.3: length, type, data, and the sum of type and data.
fn chunk(bytes: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    // Infallible: half a megabyte at most.
    bytes.extend(u32::try_from(data.len()).unwrap_or_default().to_be_bytes());
    let from = bytes.len();
    bytes.extend(kind);
    bytes.extend(data);
    let sum = crc32fast::hash(&bytes[from..]);
    bytes.extend(sum.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_margin_and_no_grey() {
        let svg = String::from_utf8(draw("https://a.example/", Format::Svg, 64, Correction::Low).unwrap()).unwrap();
        assert!(
            svg.starts_with(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\" viewBox=\"0 0 33 33\""
            ),
            "{svg}"
        );
        // The first row of the first finder pattern, and what is between it and the second.
        assert!(svg.contains("d=\"M4 4h7v1h-7z"), "{svg}");
    }

    #[test]
    fn what_does_not_fit_is_refused_and_what_just_fits_is_not() {
        for (correction, most) in [
            (Correction::Low, 4_296),
            (Correction::Medium, 3_391),
            (Correction::Quartile, 2_420),
            (Correction::High, 1_852),
        ] {
            let text = |length: usize| format!("PP1:{}", "A".repeat(length - 4));
            assert!(draw(&text(most), Format::Png, 2048, correction).is_ok(), "{most}");
            assert_eq!(draw(&text(most + 1), Format::Png, 2048, correction), Err(DrawError::TooLong { most }));
        }
        // Version 40 is 177 modules wide.
        let largest = "A".repeat(4_296);
        assert_eq!(draw(&largest, Format::Png, 184, Correction::Low), Err(DrawError::TooSmall { least: 185 }));
        assert!(draw(&largest, Format::Png, 185, Correction::Low).is_ok());
        assert!(draw(&largest, Format::Svg, 32, Correction::Low).is_ok());
    }
}
