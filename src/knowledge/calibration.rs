//! `seeds/calibration.toml` -> what share of links is stated by its sentence, by the probability that the models give.

use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;
use super::schema::parse;

/// A probability of the models, and the share of links with it that readers found stated.
type Point = [f64; 2];

/// Two lines through points: for links that models read in a sentence, and for those that a frame or structure states, too.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    read: Vec<Point>,
    stated: Vec<Point>,
}

impl Calibration {
    /// How sure a link that is only read is for a reader of its sentence, 0..=1.
    #[must_use]
    pub fn of_read(&self, probability: f64) -> f64 {
        on_line(&self.read, probability)
    }

    /// How sure a link is that a frame or structure states, too, 0..=1; no less than one that is only read.
    #[must_use]
    pub fn of_stated(&self, probability: f64) -> f64 {
        on_line(&self.stated, probability).max(self.of_read(probability))
    }
}

/// The height of a line between the two points around a place; level behind the last point but for a small rise, so that the order of
/// probabilities is kept.
fn on_line(points: &[Point], at: f64) -> f64 {
    let after = points.partition_point(|point| point[0] < at);
    match (after.checked_sub(1).map(|before| points[before]), points.get(after)) {
        (Some([x, y]), Some([next_x, next_y])) => y + (next_y - y) * (at - x) / (next_x - x),
        (Some([x, y]), None) => y + (1.0 - y) * RISE * (at - x),
        (None, Some([_, y])) => *y,
        (None, None) => at,
    }
}

/// Of what is left to certainty, how much a line gains behind its last point.
const RISE: f64 = 0.5;

pub(super) fn load(root: &Root) -> Result<Calibration, KnowledgeError> {
    let mut calibration = Calibration::default();
    if let Some(file) = root.layers("calibration.toml")?.pop() {
        calibration = parse(&file)?;
        let lines = [&calibration.read, &calibration.stated];
        let rises = |pair: &[Point]| pair[0][0] < pair[1][0] && pair[0][1] <= pair[1][1];
        let rises = lines.iter().all(|points| points.windows(2).all(rises));
        let within =
            lines.iter().all(|points| points.iter().flatten().all(|number| (0.0..=1.0).contains(number)));
        if !rises || !within {
            return Err(KnowledgeError::Entry {
                file: file.name.clone(),
                entry: "read, stated".to_owned(),
                problem: "a point lies outside 0..1 or before the one above it".to_owned(),
                remedy: "list points by rising probability, with shares that do not fall",
            });
        }
    }
    Ok(calibration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_points_the_line_decides() {
        let points = [[0.1, 0.2], [0.5, 0.8]];
        assert!((on_line(&points, 0.3) - 0.5).abs() < 1e-9);
        assert!((on_line(&points, 0.0) - 0.2).abs() < 1e-9);
        assert!((on_line(&points, 0.9) - 0.84).abs() < 1e-9);
        assert!((on_line(&[], 0.4) - 0.4).abs() < 1e-9);
    }
}
