//! What the models make of a link where it is told -> numbers by name.

/// What the models make of a link where it is told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weighed {
    /// How likely its two ends are linked, and how likely sentences state any link of them.
    pub(super) linked: f64,
    pub(super) stated: f64,
    /// How much both its ends are wanted.
    pub(super) wanted: f64,
    /// How likely this way to link them is if they are linked, and how likely the likeliest is.
    pub(super) share: f64,
    pub(super) best: f64,
    /// Its place among the ways by that, and how many are near the likeliest.
    pub(super) place: usize,
    pub(super) n_likely: usize,
    /// What the model of readings makes of the sentence: whether the two are linked, in this way, and how much that is of what it makes of
    /// the best sentence; 0 where a frame, structure or neighbourhood tells it.
    pub(super) read_linked: f64,
    pub(super) read_chance: f64,
    pub(super) read_share: f64,
    /// How sure the frame or structure is that states it; 0 where none does.
    pub(super) weight: f64,
    /// How often it is shown, by frames, structure and readings, and how many sentences name both ends.
    pub(super) n_shown: usize,
    pub(super) n_together: usize,
}

impl Weighed {
    /// How likely it is that the two are linked, sentences state so, and in this way.
    pub(super) fn believed(&self) -> f64 {
        (self.linked * self.stated).sqrt() * self.share
    }

    /// All of it by name.
    pub(crate) fn numbers(&self) -> [(&'static str, f64); 15] {
        [
            ("believed", self.believed()),
            ("linked", self.linked),
            ("stated", self.stated),
            ("wanted", self.wanted),
            ("share", self.share),
            ("share_of_best", self.share / self.best.max(1e-9)),
            ("place", self.place as f64),
            ("n_likely", self.n_likely as f64),
            ("read_linked", self.read_linked),
            ("read_chance", self.read_chance),
            ("read", self.read_linked * self.read_chance),
            ("read_share", self.read_share),
            ("weight", self.weight),
            ("n_shown", self.n_shown as f64),
            ("n_together", self.n_together as f64),
        ]
    }
}
