//! Finds spoken digits in a recording: G.711 keeps the waveform, so a matched filter knows each prompt again.

use std::path::Path;

const PROMPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/prompts");
/// Samples that are compared before a whole digit is.
const NEEDLE: usize = 12;
/// How alike a digit and a part of the recording are at least; the right one has about 1, noise and other words below 0.3.
const ALIKE: f64 = 0.6;

/// A digit that was heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Digit {
    pub value: u8,
    /// Seconds from the begin of the recording.
    pub from: f64,
    pub to: f64,
}

/// The digits in a recording, in order. `language` is `en` or `de`.
pub fn digits(recording: &[i16], language: &str) -> Vec<Digit> {
    let mut found = Vec::new();
    for digit in 0..10u8 {
        let prompt = read(Path::new(&format!("{PROMPTS}/{language}/{digit}.wav")));
        for at in places(recording, &prompt) {
            found.push(Digit { value: digit, from: seconds(at), to: seconds(at + prompt.len()) });
        }
    }
    found.sort_by(|a, b| a.from.total_cmp(&b.from));
    found
}

/// How many seconds of it are loud.
pub fn loud_seconds(recording: &[i16]) -> f64 {
    let loud = recording.chunks(160).filter(|part| part.iter().any(|s| s.unsigned_abs() > 500));
    seconds(loud.count() * 160)
}

/// Where a prompt begins in a recording. A few samples from three of its places are looked for first, so that a lost packet
/// hides no digit; where one fits, the whole is compared.
fn places(recording: &[i16], prompt: &[i16]) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::new();
    let strong = (0..prompt.len() - NEEDLE * 8).filter(|at| prompt[*at].unsigned_abs() > 2000);
    let strong: Vec<usize> = strong.collect();
    for quarter in 1..4 {
        let offset = strong[strong.len() * quarter / 4];
        let needle: Vec<(usize, i16)> =
            (0..NEEDLE).map(|step| (offset + step * 8, prompt[offset + step * 8])).collect();
        for at in 0..recording.len().saturating_sub(prompt.len()) {
            let fits = needle.iter().all(|(place, sample)| {
                let off = (i32::from(recording[at + place]) - i32::from(*sample)).abs();
                off <= 64 + i32::from(sample.unsigned_abs()) / 12
            });
            let known = |known: &usize| known.abs_diff(at) < prompt.len() / 2;
            if fits && !places.iter().any(known) && alike(&recording[at..], prompt) > ALIKE {
                places.push(at);
            }
        }
    }
    places
}

fn alike(part: &[i16], prompt: &[i16]) -> f64 {
    let (mut product, mut ours, mut theirs) = (0.0, 1.0, 1.0);
    for (a, b) in part.iter().zip(prompt) {
        let (a, b) = (f64::from(*a), f64::from(*b));
        product += a * b;
        ours += a * a;
        theirs += b * b;
    }
    product / (ours * theirs).sqrt()
}

fn seconds(samples: usize) -> f64 {
    f64::from(u32::try_from(samples).expect("a short recording")) / 8000.0
}

/// The samples of a WAV file of 8000 a second: 16-bit, or mu-law as our prompts are.
pub fn read(path: &Path) -> Vec<i16> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let half = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let (kind, rate) = (half(20), half(24));
    assert_eq!(rate, 8000, "{}", path.display());
    let data = bytes.windows(4).position(|four| four == b"data").expect("samples") + 8;
    match kind {
        7 => bytes[data..].iter().map(|code| mu_law(*code)).collect(),
        _ => bytes[data..].chunks_exact(2).map(|b| i16::from_le_bytes([b[0], b[1]])).collect(),
    }
}

/// ITU-T G.711, written apart from the one that is tested.
fn mu_law(code: u8) -> i16 {
    let code = !code;
    let size = ((i32::from(code & 15) * 2 + 33) << ((code >> 4) & 7)) - 33;
    i16::try_from(if code & 0x80 == 0 { size * 4 } else { -size * 4 }).expect("14 bits")
}

/// Silence as a WAV file, longer than any call: a phone whose microphone ends hangs up.
pub fn silence() -> Vec<u8> {
    const BYTES: u32 = 120 * 16_000;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + BYTES).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data");
    file.extend(BYTES.to_le_bytes());
    file.resize(44 + BYTES as usize, 0);
    file
}
