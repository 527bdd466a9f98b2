//! The two voice codes that every telephone network takes (ITU-T G.711): 8000 samples a second, a byte each.

/// Which of the two laws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Law {
    /// Europe and most of the world; RTP payload type 8.
    A,
    /// North America and Japan; RTP payload type 0.
    Mu,
}

/// The largest sample that mu-law can tell from the next.
const MU_CLIP: i32 = 32_635;
/// What mu-law adds, so that each segment begins at a power of two.
const MU_BIAS: i32 = 0x84;

impl Law {
    /// The law of a static RTP payload type (RFC 3551).
    pub(super) const fn of_payload(payload: u8) -> Option<Self> {
        match payload {
            0 => Some(Self::Mu),
            8 => Some(Self::A),
            _ => None,
        }
    }

    /// Its RTP payload type.
    pub(super) const fn payload(self) -> u8 {
        match self {
            Self::A => 8,
            Self::Mu => 0,
        }
    }

    /// Codes one 16-bit sample.
    pub(super) fn encode(self, sample: i16) -> u8 {
        match self {
            Self::A => encode_a(i32::from(sample)),
            Self::Mu => encode_mu(i32::from(sample)),
        }
    }

    /// The 16-bit sample in the middle of what the code stands for.
    pub(super) fn decode(self, code: u8) -> i16 {
        match self {
            Self::A => decode_a(code),
            Self::Mu => decode_mu(code),
        }
    }
}

fn encode_mu(sample: i32) -> u8 {
    let size = sample.abs().min(MU_CLIP) + MU_BIAS;
    let exponent = size.ilog2() - 7;
    let mantissa = (size >> (exponent + 3)) & 0x0f;
    let sign = if sample < 0 { 0x80 } else { 0 };
    !low_byte(sign | (exponent.cast_signed() << 4) | mantissa)
}

fn decode_mu(code: u8) -> i16 {
    let code = i32::from(!code);
    let size = ((((code & 0x0f) << 3) + MU_BIAS) << ((code >> 4) & 7)) - MU_BIAS;
    narrow(if code & 0x80 == 0 { size } else { -size })
}

fn encode_a(sample: i32) -> u8 {
    // The standard codes 12 bits and a sign; a negative sample is its one's complement.
    let (sign, size) = if sample < 0 { (0, (-sample - 1) >> 4) } else { (0x80, sample >> 4) };
    let code = if size < 16 {
        size
    } else {
        let exponent = size.ilog2().cast_signed() - 3;
        (exponent << 4) | ((size >> (exponent - 1)) & 0x0f)
    };
    // Every other bit is turned, so that silence is no long row of zeroes on the wire.
    low_byte(sign | code) ^ 0x55
}

fn decode_a(code: u8) -> i16 {
    let code = i32::from(code ^ 0x55);
    let (exponent, mantissa) = ((code >> 4) & 7, code & 0x0f);
    let size = match exponent {
        0 => (mantissa << 4) + 8,
        _ => ((mantissa << 4) + 0x108) << (exponent - 1),
    };
    narrow(if code & 0x80 == 0 { -size } else { size })
}

fn low_byte(value: i32) -> u8 {
    value.to_le_bytes()[0]
}

fn narrow(value: i32) -> i16 {
    i16::try_from(value).unwrap_or(if value < 0 { i16::MIN } else { i16::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// G.711 tables 1a and 2a: the ends, zero, and one value of a middle segment each.
    #[test]
    fn known_codes_come_out() {
        assert_eq!([0, 32_767, -32_768].map(|s| Law::Mu.encode(s)), [0xff, 0x80, 0x00]);
        assert_eq!([0, -1, 32_767, -32_768].map(|s| Law::A.encode(s)), [0xd5, 0x55, 0xaa, 0x2a]);
        assert_eq!([0xff, 0x80, 0x00].map(|c| Law::Mu.decode(c)), [0, 32_124, -32_124]);
        assert_eq!([0xd5, 0x55, 0xaa, 0x2a].map(|c| Law::A.decode(c)), [8, -8, 32_256, -32_256]);
    }

    #[test]
    fn every_code_stands_for_itself() {
        for law in [Law::A, Law::Mu] {
            for code in 0..=u8::MAX {
                let back = law.encode(law.decode(code));
                // Mu-law has two zeroes.
                assert!(
                    back == code || law == Law::Mu && code == 0x7f && back == 0xff,
                    "{law:?} {code}"
                );
            }
        }
    }

    #[test]
    fn a_sample_stays_close_to_itself() {
        for law in [Law::A, Law::Mu] {
            for sample in i16::MIN..=i16::MAX {
                let off = (i32::from(law.decode(law.encode(sample))) - i32::from(sample)).abs();
                assert!(
                    off <= 16 + i32::from(sample).abs() / 25,
                    "{law:?} {sample} is off by {off}"
                );
            }
        }
    }
}
