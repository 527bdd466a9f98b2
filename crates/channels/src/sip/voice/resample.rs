//! Brings voice to 8000 samples a second.

use std::f32::consts::PI;

use super::wav::Wav;

/// Samples a second of a telephone.
const RATE: u16 = 8000;
/// Half the width of the filter, in samples of a telephone: what lies above 4 kHz does not fold back audibly.
const HALF: u16 = 12;

/// The samples at 8000 a second, by a low-pass filter of a windowed sinc. Its weights are worked out once for each place
/// that a new sample can have between two old ones: 160 of them from 22,050 a second.
pub(super) fn to_telephone(wav: Wav) -> Vec<i16> {
    let Some(old) = u16::try_from(wav.rate).ok().filter(|rate| *rate > RATE) else {
        return wav.samples;
    };
    let common = gcd(old, RATE);
    let (step, places) = (usize::from(old / common), usize::from(RATE / common));
    let filters: Vec<Vec<f32>> =
        (0..RATE / common).map(|place| filter(place, RATE / common, old)).collect();
    // The filter's first weight belongs to the sample `reach` before the place.
    let reach = reach(old);
    (0..wav.samples.len() * places / step)
        .map(|at| {
            let (whole, place) = (at * step / places, at * step % places);
            let skipped = reach.saturating_sub(whole);
            let old = wav.samples.get(whole + skipped - reach..).unwrap_or_default();
            let weights = filters[place].get(skipped..).unwrap_or_default();
            let products = weights.iter().zip(old).map(|(weight, old)| weight * f32::from(*old));
            rounded(products.sum())
        })
        .collect()
}

/// How many old samples the filter reaches to each side.
fn reach(old: u16) -> usize {
    usize::from(HALF) * usize::from(old).div_ceil(usize::from(RATE))
}

/// The weights for a new sample at `place / places` after an old one; they add up to one.
fn filter(place: u16, places: u16, old: u16) -> Vec<f32> {
    let part = f32::from(place) / f32::from(places);
    let width = f32::from(HALF) * f32::from(old) / f32::from(RATE);
    let mut at = -f32::from(u16::try_from(reach(old)).unwrap_or(u16::MAX)) - part;
    let mut weights = Vec::new();
    for _ in 0..2 * reach(old) + 2 {
        weights.push(kernel(at / width));
        at += 1.0;
    }
    let sum: f32 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// A sinc under a Hann window; `at` is −1 to 1 over the width of the filter.
fn kernel(at: f32) -> f32 {
    if at.abs() >= 1.0 {
        return 0.0;
    }
    let x = PI * at * f32::from(HALF);
    let sinc = if x.abs() < 1e-6 { 1.0 } else { x.sin() / x };
    sinc * f32::midpoint(1.0, (PI * at).cos())
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to what the type holds")]
fn rounded(value: f32) -> i16 {
    value.round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16
}

fn gcd(a: u16, b: u16) -> u16 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tone of `hertz`, a second long.
    fn tone(hertz: f32, rate: u16) -> Wav {
        let samples = (0..rate)
            .map(|at| {
                rounded((2.0 * PI * hertz * f32::from(at) / f32::from(rate)).sin() * 10_000.0)
            })
            .collect();
        Wav { samples, rate: u32::from(rate) }
    }

    fn loudness(samples: &[i16]) -> f32 {
        let middle = &samples[500..7500];
        let sum: f32 = middle.iter().map(|sample| f32::from(*sample).powi(2)).sum();
        (sum / 7000.0).sqrt()
    }

    #[test]
    fn what_a_telephone_carries_stays_as_it_is() {
        for rate in [11_025, 16_000, 22_050, 44_100, 48_000, 8_001] {
            let (got, wanted) = (to_telephone(tone(1000.0, rate)), tone(1000.0, RATE).samples);
            assert!((7999..=8000).contains(&got.len()), "{rate}: {}", got.len());
            let off = got.iter().zip(&wanted).skip(100).take(7700);
            let worst =
                off.map(|(got, wanted)| i32::from(*got) - i32::from(*wanted)).map(i32::abs).max();
            assert!(worst.expect("samples") < 200, "{rate}: off by {worst:?} of 10,000");
        }
    }

    #[test]
    fn what_it_does_not_carry_is_taken_out_and_does_not_fold_back() {
        let folded = loudness(&to_telephone(tone(5000.0, 22_050)));
        assert!(folded < 100.0, "{folded} of 7071");
    }

    #[test]
    fn telephone_voice_is_left_alone() {
        let wav = tone(440.0, RATE);
        assert_eq!(to_telephone(Wav { samples: wav.samples.clone(), rate: 8000 }), wav.samples);
        assert!(to_telephone(Wav { samples: Vec::new(), rate: 22_050 }).is_empty());
    }
}
