//! Reads WAV files: one channel, 16-bit or G.711 samples.

use crate::sip::g711::Law;

/// The longest voice that is read, in samples of 48 kHz: a minute.
const LONGEST: usize = 48_000 * 60;

/// Samples and how many of them make a second.
pub(super) struct Wav {
    pub(super) samples: Vec<i16>,
    pub(super) rate: u32,
}

/// Reads a WAV file; the error names what is wrong with it.
///
/// A length that is larger than the file is taken for "until the end": an engine that writes into a pipe does not know it
/// beforehand.
pub(super) fn read(bytes: &[u8]) -> Result<Wav, &'static str> {
    if bytes.get(..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WAVE") {
        return Err("is no WAV file");
    }
    let (mut at, mut format) = (12, None);
    while let (Some(name), Some(length)) = (bytes.get(at..at + 4), word(bytes, at + 4)) {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let rest = &bytes[at + 8..];
        let chunk = &rest[..length.min(rest.len())];
        match name {
            b"fmt " => format = Some(Format::read(chunk)?),
            b"data" => return format.ok_or("says its format after its data")?.samples(chunk),
            _ => {}
        }
        // Chunks begin at even places.
        at = at.saturating_add(8).saturating_add(length).saturating_add(length % 2);
        if at >= bytes.len() {
            break;
        }
    }
    Err("holds no voice")
}

struct Format {
    coding: Coding,
    rate: u32,
}

enum Coding {
    Linear,
    G711(Law),
}

impl Format {
    fn read(chunk: &[u8]) -> Result<Self, &'static str> {
        let half = |at: usize| Some(u16::from_le_bytes([*chunk.get(at)?, *chunk.get(at + 1)?]));
        let (Some(kind), Some(channels), Some(rate), Some(bits)) =
            (half(0), half(2), word(chunk, 4), half(14))
        else {
            return Err("has a format that cannot be read");
        };
        if channels != 1 {
            return Err("has more than one channel");
        }
        let coding = match (kind, bits) {
            (1, 16) => Coding::Linear,
            (6, 8) => Coding::G711(Law::A),
            (7, 8) => Coding::G711(Law::Mu),
            _ => return Err("is neither 16-bit PCM nor A-law nor mu-law"),
        };
        if !(8000..=48_000).contains(&rate) {
            return Err("has not 8000 to 48000 samples a second");
        }
        Ok(Self { coding, rate })
    }

    fn samples(self, data: &[u8]) -> Result<Wav, &'static str> {
        let samples: Vec<i16> = match self.coding {
            Coding::Linear => {
                data.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
            }
            Coding::G711(law) => data.iter().map(|code| law.decode(*code)).collect(),
        };
        if samples.len() > LONGEST {
            return Err("is longer than a minute");
        }
        Ok(Wav { samples, rate: self.rate })
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(kind: u16, channels: u16, rate: u32, bits: u16, claimed: u32, data: &[u8]) -> Vec<u8> {
        let mut bytes = b"RIFF\xff\xff\xff\x7fWAVEfmt \x10\0\0\0".to_vec();
        bytes.extend([kind.to_le_bytes(), channels.to_le_bytes()].concat());
        bytes.extend([rate.to_le_bytes(), (rate * 2).to_le_bytes()].concat());
        bytes.extend([2u16.to_le_bytes(), bits.to_le_bytes()].concat());
        bytes.extend(b"LIST\x03\0\0\0abc\0data");
        bytes.extend(claimed.to_le_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn linear_and_g711_are_read_whatever_length_is_claimed() {
        for claimed in [4, 0x7fff_0000, u32::MAX] {
            let wav = read(&file(1, 1, 22_050, 16, claimed, &[1, 0, 255, 255])).expect("read");
            assert_eq!((wav.samples, wav.rate), (vec![1, -1], 22_050));
        }
        let wav = read(&file(7, 1, 8000, 8, 2, &[0xff, 0x80])).expect("read");
        assert_eq!(wav.samples, [0, 32_124]);
    }

    #[test]
    fn what_cannot_be_played_says_why() {
        let refused = |bytes: &[u8]| read(bytes).err().expect("refused");
        assert_eq!(refused(b"ID3"), "is no WAV file");
        assert_eq!(refused(&file(1, 2, 8000, 16, 0, &[])), "has more than one channel");
        assert!(refused(&file(3, 1, 8000, 32, 0, &[])).contains("16-bit"));
        assert!(refused(&file(1, 1, 96_000, 16, 0, &[])).contains("samples a second"));
        assert_eq!(refused(&file(1, 1, 8000, 16, 0, &[])[..40]), "holds no voice");
        let long = vec![0; (LONGEST + 1) * 2];
        assert!(refused(&file(1, 1, 8000, 16, u32::MAX, &long)).contains("minute"));
    }

    proptest! {
        #[test]
        fn no_file_breaks_the_reader(at in 0usize..60, bytes in proptest::collection::vec(any::<u8>(), 1..9)) {
            let mut whole = file(1, 1, 8000, 16, 4, &[1, 0, 255, 255]);
            for (offset, byte) in bytes.into_iter().enumerate() {
                if let Some(place) = whole.get_mut(at + offset) {
                    *place = byte;
                }
            }
            let _ = read(&whole);
        }
    }
}
