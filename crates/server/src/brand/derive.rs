//! Every colour of the brand from the operator's one, each with the contrast it needs.

use std::fmt::Write as _;

use super::Colour;

/// Contrast of text and of links (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
/// Contrast of the edge of a button to the sheet it stands on (WCAG 2.2, 1.4.11).
const EDGE: f64 = 3.0;
/// How far lightness moves at a time.
const STEP: f64 = 0.005;
/// How far a button moves when it is pointed at.
const HOVER: f64 = 0.05;

/// The brand's colours on one ground.
#[derive(Clone, Copy, Debug)]
struct Tones {
    fill: Colour,
    on: Colour,
    hover: Colour,
    edge: Colour,
    text: Colour,
    tint: Colour,
}

/// The style sheet with the brand's colours, light and dark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet(String);

impl Sheet {
    /// Derives everything; `dark` is the brand's colour on dark ground, where it has one of its own.
    ///
    /// The hue stays; lightness moves until the contrast is there. Success, warning, error, focus and the slip of an order
    /// are not the brand's.
    pub fn of(brand: Colour, dark: Option<Colour>) -> Self {
        let mut sheet = String::from(":root{");
        properties(&mut sheet, &Tones::on_light(brand));
        sheet.push_str("}@media(prefers-color-scheme:dark){:root{");
        properties(&mut sheet, &Tones::on_dark(dark.unwrap_or(brand)));
        sheet.push_str("}}");
        Self(sheet)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Tones {
    fn on_light(brand: Colour) -> Self {
        Self::of(brand, WHITE, -STEP, brand.at(0.97, 0.12))
    }

    fn on_dark(brand: Colour) -> Self {
        Self::of(brand, DARK_SURFACE, STEP, brand.at(0.27, 0.3))
    }

    /// `away` from the surface: darker on light ground, lighter on dark.
    fn of(brand: Colour, surface: Colour, away: f64, tint: Colour) -> Self {
        let on = if brand.contrast(WHITE) >= brand.contrast(INK) { WHITE } else { INK };
        let from_its_text = if on == WHITE { -STEP } else { STEP };
        let fill = moved(brand, from_its_text, |fill| fill.contrast(on) >= TEXT);
        Self {
            fill,
            on,
            hover: fill
                .at_lightness((fill.lightness() + HOVER.copysign(from_its_text)).clamp(0.0, 1.0)),
            edge: moved(fill, away, |edge| edge.contrast(surface) >= EDGE),
            text: moved(brand, away, |text| text.contrast(surface) >= TEXT),
            tint,
        }
    }
}

const WHITE: Colour = Colour::rgb(0xFF, 0xFF, 0xFF);
const INK: Colour = Colour::rgb(0x16, 0x20, 0x2E);
const DARK_SURFACE: Colour = Colour::rgb(0x16, 0x1E, 0x29);

/// The nearest lightness in this direction that will do. Black and white always do, so it ends.
fn moved(from: Colour, step: f64, will_do: impl Fn(Colour) -> bool) -> Colour {
    let mut at = from;
    let mut lightness = from.lightness();
    while !will_do(at) && (0.0..=1.0).contains(&lightness) {
        lightness += step;
        at = from.at_lightness(lightness.clamp(0.0, 1.0));
    }
    at
}

fn properties(sheet: &mut String, tones: &Tones) {
    for (name, colour) in [
        ("fill", tones.fill),
        ("on", tones.on),
        ("hover", tones.hover),
        ("edge", tones.edge),
        ("text", tones.text),
        ("tint", tones.tint),
    ] {
        let _ = write!(sheet, "--brand-{name}:{};", colour.hex());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(hex: &str) -> Colour {
        Colour::parse(hex).expect("a colour")
    }

    fn near(found: Colour, expected: &str) -> bool {
        let parts = |hex: &str| -> Vec<i16> {
            [1, 3, 5].map(|at| i16::from_str_radix(&hex[at..at + 2], 16).expect("hex")).to_vec()
        };
        let (found, expected) = (parts(&found.hex()), parts(expected));
        found.iter().zip(&expected).all(|(a, b)| (a - b).abs() <= 3)
    }

    #[test]
    fn three_brands_become_what_was_worked_out_for_them() {
        for (brand, on, link, edge, link_dark, edge_dark) in [
            ("#FFCC00", INK, "#907200", "#B59000", "#FFCC00", "#FFCC00"),
            ("#003D8F", WHITE, "#003D8F", "#003D8F", "#4C86DE", "#2F67BD"),
            ("#FFFFFF", INK, "#767676", "#949494", "#FFFFFF", "#FFFFFF"),
        ] {
            let (light, dark) = (Tones::on_light(colour(brand)), Tones::on_dark(colour(brand)));
            assert_eq!(light.on, on, "{brand}");
            for (found, expected) in [
                (light.text, link),
                (light.edge, edge),
                (dark.text, link_dark),
                (dark.edge, edge_dark),
            ] {
                assert!(near(found, expected), "{brand}: {} is not {expected}", found.hex());
            }
            assert_eq!(light.fill.hex(), brand, "the brand's colour itself is kept");
        }
    }

    /// Whatever an operator enters, everything can be read.
    #[test]
    fn every_colour_of_the_cube_gives_readable_pages() {
        let parts = ["00", "33", "66", "80", "99", "CC", "FF"];
        for red in parts {
            for green in parts {
                for blue in parts {
                    let brand = colour(&format!("#{red}{green}{blue}"));
                    let text = [(WHITE, INK), (DARK_SURFACE, Colour::rgb(0xE8, 0xED, 0xF4))];
                    for (tones, (surface, text)) in
                        [Tones::on_light(brand), Tones::on_dark(brand)].iter().zip(text)
                    {
                        let seen = |tone: Colour| Colour::parse(&tone.hex()).expect("a colour");
                        let name = brand.hex();
                        assert!(seen(tones.text).contrast(surface) >= TEXT, "link {name}");
                        assert!(seen(tones.fill).contrast(tones.on) >= TEXT, "button {name}");
                        assert!(seen(tones.hover).contrast(tones.on) >= TEXT, "hover {name}");
                        assert!(seen(tones.edge).contrast(surface) >= EDGE, "edge {name}");
                        assert!(seen(tones.tint).contrast(text) >= 7.0, "tint {name}");
                    }
                }
            }
        }
    }
}
