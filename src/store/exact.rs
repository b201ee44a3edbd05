//! A number <-> JSON that reads back as the same bits: a JSON number where the reader is exact, else its digits as text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// A finite number that keeps its last bit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Exact(pub(super) f64);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // serde_json reads numbers fast, at times one bit off; such a number is written as text.
        let digits = serde_json::to_string(&self.0).unwrap_or_default();
        match serde_json::from_str::<f64>(&digits) {
            Ok(read) if read.to_bits() == self.0.to_bits() => serializer.serialize_f64(self.0),
            _ => serializer.serialize_str(&self.0.to_string()),
        }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Digits)
    }
}

struct Digits;

impl Visitor<'_> for Digits {
    type Value = Exact;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or its digits as text")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Exact, E> {
        Ok(Exact(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Exact, E> {
        Ok(Exact(value as f64))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Exact, E> {
        Ok(Exact(value as f64))
    }

    fn visit_str<E: Error>(self, digits: &str) -> Result<Exact, E> {
        digits.parse().map(Exact).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bit_is_lost() {
        let mut bits = 0x3FE5_5555_5555_5555_u64;
        for _ in 0..20_000 {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            let value = (bits >> 11) as f64 / (1u64 << 53) as f64;
            let text = serde_json::to_string(&Exact(value)).expect("a number is JSON");
            let read: Exact = serde_json::from_str(&text).expect("what was written");
            assert_eq!(read.0.to_bits(), value.to_bits(), "{text}");
        }
    }
}
