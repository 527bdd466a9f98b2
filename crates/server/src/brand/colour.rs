//! A colour as `#RRGGBB`, moved in lightness at its own hue (OKLCH), and its contrast to another (WCAG 2).

/// A colour of sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    red: f64,
    green: f64,
    blue: f64,
}

/// A colour by lightness, and by how far and in which direction it is from grey (Oklab).
#[derive(Clone, Copy, Debug)]
struct Oklab {
    lightness: f64,
    a: f64,
    b: f64,
}

impl Colour {
    /// The colour of three bytes.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red: red as f64 / 255.0, green: green as f64 / 255.0, blue: blue as f64 / 255.0 }
    }

    /// Reads `#RRGGBB`, in either case.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let part = |at: usize| {
            let two = digits.get(at..at + 2)?;
            two.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
            u8::from_str_radix(two, 16).ok().map(|value| f64::from(value) / 255.0)
        };
        Some(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// Writes `#RRGGBB`.
    pub fn hex(self) -> String {
        let part = |value: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and 255 after the clamp"
            )]
            let byte = (value.clamp(0.0, 1.0) * 255.0).round() as u8;
            byte
        };
        format!("#{:02X}{:02X}{:02X}", part(self.red), part(self.green), part(self.blue))
    }

    /// The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The lightness, 0 to 1, as it is perceived.
    pub fn lightness(self) -> f64 {
        self.oklab().lightness
    }

    /// The same hue at another lightness; less colourful only where sRGB has no such colour.
    #[must_use]
    pub fn at_lightness(self, lightness: f64) -> Self {
        self.at(lightness, 1.0)
    }

    /// The same hue at a lightness, with this much of its colourfulness at most.
    #[must_use]
    pub fn at(self, lightness: f64, chroma: f64) -> Self {
        let Oklab { a, b, .. } = self.oklab();
        let of = |share: f64| Oklab { lightness, a: a * share, b: b * share }.colour();
        let (mut fits, mut too_much) = (0.0, chroma);
        if of(chroma).is_shown() {
            return of(chroma).rounded();
        }
        // Halving finds the most colourful one that sRGB has, to a thousandth.
        for _ in 0..10 {
            let middle = f64::midpoint(fits, too_much);
            if of(middle).is_shown() { fits = middle } else { too_much = middle }
        }
        of(fits).rounded()
    }

    /// As it is written, in whole bytes: what is shown is what has to be read.
    fn rounded(self) -> Self {
        let whole = |part: f64| (part.clamp(0.0, 1.0) * 255.0).round() / 255.0;
        Self { red: whole(self.red), green: whole(self.green), blue: whole(self.blue) }
    }

    fn is_shown(self) -> bool {
        [self.red, self.green, self.blue].iter().all(|part| (-0.0005..=1.0005).contains(part))
    }

    fn luminance(self) -> f64 {
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Björn Ottosson's Oklab, from sRGB.
    #[expect(clippy::many_single_char_names, reason = "the letters of the formula")]
    fn oklab(self) -> Oklab {
        let (r, g, b) = (linear(self.red), linear(self.green), linear(self.blue));
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        Oklab {
            lightness: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        }
    }
}

impl Oklab {
    fn colour(self) -> Colour {
        let Self { lightness, a, b } = self;
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        Colour {
            red: curved(4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s),
            green: curved(-1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s),
            blue: curved(-0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s),
        }
    }
}

/// From the stored value to light (IEC 61966-2-1).
fn linear(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// From light to the stored value.
fn curved(light: f64) -> f64 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(hex: &str) -> Colour {
        Colour::parse(hex).expect("a colour")
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((colour("#000000").contrast(colour("#FFFFFF")) - 21.0).abs() < 1e-9);
        assert!((colour("#767676").contrast(colour("#FFFFFF")) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_colour_comes_back_from_its_own_lightness() {
        for hex in ["#1652C9", "#FFCC00", "#003D8F", "#FFFFFF", "#000000", "#7ADCA4"] {
            let known = colour(hex);
            assert_eq!(known.at_lightness(known.lightness()).hex(), hex);
        }
    }

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        for text in ["", "#FFF", "1652C9", "#1652C9FF", "#16 2C9", "#+652C9", "blue", "#ÄÄÄ"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
