//! `seeds/calibration.toml` -> what share of links is stated by its sentence, by the probability that the models give.

use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;
use super::schema::parse;

/// Points of a line: a probability of the models, and the share of links with it that readers found stated.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    points: Vec<[f64; 2]>,
}

impl Calibration {
    /// How sure a link is for a reader of its sentence, 0..=1, read off the line between the two points around the probability.
    #[must_use]
    pub fn confidence(&self, probability: f64) -> f64 {
        let after = self.points.partition_point(|point| point[0] < probability);
        match (after.checked_sub(1).map(|at| self.points[at]), self.points.get(after)) {
            (Some([x, y]), Some([next_x, next_y])) => y + (next_y - y) * (probability - x) / (next_x - x),
            (Some([_, y]), None) => y,
            (None, Some([_, y])) => *y,
            (None, None) => probability,
        }
    }
}

pub(super) fn load(root: &Root) -> Result<Calibration, KnowledgeError> {
    let mut calibration = Calibration::default();
    if let Some(file) = root.layers("calibration.toml")?.pop() {
        calibration = parse(&file)?;
        let rises =
            calibration.points.windows(2).all(|pair| pair[0][0] < pair[1][0] && pair[0][1] <= pair[1][1]);
        let within = calibration.points.iter().flatten().all(|number| (0.0..=1.0).contains(number));
        if !rises || !within {
            return Err(KnowledgeError::Entry {
                file: file.name.clone(),
                entry: "points".to_owned(),
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
        let line = Calibration { points: vec![[0.1, 0.2], [0.5, 0.8]] };
        assert!((line.confidence(0.3) - 0.5).abs() < 1e-9);
        assert!((line.confidence(0.0) - 0.2).abs() < 1e-9);
        assert!((line.confidence(0.9) - 0.8).abs() < 1e-9);
        assert!((Calibration::default().confidence(0.4) - 0.4).abs() < 1e-9);
    }
}
