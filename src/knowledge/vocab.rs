//! The few names of kinds and word classes that the code itself must know.

/// A named plan, law, instrument, measure or recommendation.
pub const POLICY: &str = "policy";
/// A mode, pattern, framework or structure.
pub const MODEL: &str = "model";
/// How something works.
pub const MECHANISM: &str = "mechanism";
/// A place.
pub const REGION: &str = "region";
/// An organisation, person or role.
pub const ACTOR: &str = "actor";
/// A bottleneck, challenge or gap.
pub const PROBLEM: &str = "problem";
/// A platform, base or facility.
pub const CARRIER: &str = "carrier";
/// A sector of the economy.
pub const INDUSTRY: &str = "industry";
/// A phase or period.
pub const STAGE: &str = "stage";
/// A named theory or doctrine.
pub const THEORY: &str = "theory";
/// A statistic with number and unit.
pub const INDICATOR: &str = "indicator";
/// A meeting or named happening.
pub const EVENT: &str = "event";
/// An objective or outcome.
pub const GOAL: &str = "goal";
/// A technology or method.
pub const TECHNOLOGY: &str = "technology";
/// A factor of production.
pub const FACTOR: &str = "factor";
/// A central notion that is none of the other kinds; the kind of what cannot be told.
pub const TOPIC: &str = "topic";

/// A part within a whole.
pub const PART_OF: &str = "part_of";
/// A kind of something.
pub const IS_A: &str = "is_a";
/// An instance of a category.
pub const EXAMPLE_OF: &str = "example_of";
/// Furthers, enables or builds.
pub const PROMOTES: &str = "promotes";
/// Holds back.
pub const HINDERS: &str = "hinders";
/// Brings about.
pub const CAUSES: &str = "causes";
/// Answers a problem.
pub const ADDRESSES: &str = "addresses";
/// Takes up a model, policy or mechanism.
pub const ADOPTS: &str = "adopts";
/// Relies on.
pub const USES: &str = "uses";
/// Puts forward.
pub const PROPOSES: &str = "proposes";
/// Is meant for.
pub const APPLIES_TO: &str = "applies_to";
/// Is at.
pub const LOCATED_IN: &str = "located_in";
/// Corresponds to.
pub const ALIGNED_WITH: &str = "aligned_with";
/// Unlike or against each other.
pub const CONTRASTS_WITH: &str = "contrasts_with";
/// Is measured by.
pub const HAS_INDICATOR: &str = "has_indicator";

/// Kinds of links that lead from the smaller thing to the greater: none of them leads both ways between two things.
pub const UPWARD: &[&str] = &[PART_OF, IS_A, EXAMPLE_OF, LOCATED_IN];

/// Every name above, for the check that the schema still has them.
pub const CONCEPT_KINDS: &[&str] = &[
    POLICY, MODEL, MECHANISM, REGION, ACTOR, PROBLEM, CARRIER, INDUSTRY, STAGE, THEORY, INDICATOR, EVENT,
    GOAL, TECHNOLOGY, FACTOR, TOPIC,
];
/// Every relation name above.
pub const RELATION_KINDS: &[&str] = &[
    PART_OF,
    IS_A,
    EXAMPLE_OF,
    PROMOTES,
    HINDERS,
    CAUSES,
    ADDRESSES,
    ADOPTS,
    USES,
    PROPOSES,
    APPLIES_TO,
    LOCATED_IN,
    ALIGNED_WITH,
    CONTRASTS_WITH,
    HAS_INDICATOR,
];
