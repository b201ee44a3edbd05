-- Facts about the store as a whole: which graph it holds, and the paths of files that it is joined with.
CREATE TABLE facts (
    name     TEXT PRIMARY KEY,
    value    TEXT NOT NULL,
    checksum TEXT NOT NULL
) WITHOUT ROWID;

-- One row per paper, known by its content.
CREATE TABLE documents (
    number   INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,   -- first 16 digits of sha256
    sha256   TEXT NOT NULL,          -- of the bytes read
    title_zh TEXT,
    title_en TEXT,
    authors  TEXT NOT NULL,          -- JSON array
    year     INTEGER,
    source   TEXT,
    doi      TEXT,
    language TEXT NOT NULL,          -- zh, en, "zh en" or "en zh": the one with more text first
    chars    INTEGER NOT NULL,
    reader   TEXT NOT NULL,          -- fingerprint of the program and knowledge that read it
    checksum TEXT NOT NULL
);

-- Files that hold the paper; equal bytes in two files are one paper with two paths.
CREATE TABLE paths (
    path     TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (number),
    checksum TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX paths_document ON paths (document);

-- The clean text that all positions count in, and how it is cut into sections, blocks and tables (JSON).
CREATE TABLE texts (
    document INTEGER PRIMARY KEY REFERENCES documents (number),
    checksum TEXT NOT NULL,
    text     TEXT NOT NULL,
    parts    TEXT NOT NULL,
    words    TEXT NOT NULL           -- checksum of its rows in passages
);

-- Full-text search: one row per passage (block of a text), its words joined by blanks.
-- The rowid is document * 1048576 + index of the block in texts.parts.
CREATE VIRTUAL TABLE passages USING fts5 (words, tokenize = 'ascii');

-- All that a paper says, as read: terms, mentions, aliases and statements (JSON).
CREATE TABLE fragments (
    document INTEGER PRIMARY KEY REFERENCES documents (number),
    checksum TEXT NOT NULL,
    record   TEXT NOT NULL
);

-- The graph: one row per concept.
CREATE TABLE concepts (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    label      TEXT NOT NULL,
    label_zh   TEXT,
    label_en   TEXT,
    score      REAL NOT NULL,
    confidence REAL NOT NULL,
    mentions   INTEGER NOT NULL,
    aliases    TEXT NOT NULL,        -- JSON array of names
    documents  TEXT NOT NULL,        -- JSON array of documents.number
    checksum   TEXT NOT NULL
);

-- Where a concept is named and why its names are one. Apart from concepts, so that these are read quickly.
CREATE TABLE concept_grounds (
    concept  INTEGER PRIMARY KEY,    -- concepts.number
    evidence TEXT NOT NULL,          -- JSON array, see the view concept_evidence
    merges   TEXT NOT NULL,          -- JSON array
    checksum TEXT NOT NULL
);

-- Every name of every concept, in the form in which names are compared: by which a question finds its concepts.
CREATE TABLE names (
    key     TEXT NOT NULL,
    concept INTEGER NOT NULL,        -- concepts.number
    PRIMARY KEY (key, concept)
) WITHOUT ROWID;

-- The graph: one row per link.
CREATE TABLE relations (
    number     INTEGER PRIMARY KEY,
    source     INTEGER NOT NULL,     -- concepts.number
    target     INTEGER NOT NULL,     -- concepts.number
    kind       TEXT NOT NULL,
    modality   TEXT NOT NULL,
    predicate  TEXT NOT NULL,
    weight     INTEGER NOT NULL,
    confidence REAL NOT NULL,
    documents  TEXT NOT NULL,
    checksum   TEXT NOT NULL,
    UNIQUE (source, target, kind, modality)
);
CREATE INDEX relations_target ON relations (target);

-- Where a link is stated.
CREATE TABLE relation_grounds (
    relation INTEGER PRIMARY KEY,    -- relations.number
    evidence TEXT NOT NULL,          -- JSON array, see the view evidence
    checksum TEXT NOT NULL
);

-- Views for people; positions count characters of texts.text from 0.
CREATE VIEW terms AS
    SELECT fragments.document, term.key AS term, term.value ->> 0 AS label, term.value ->> 1 AS kind,
           term.value ->> 2 AS language, CAST(term.value ->> 3 AS REAL) AS score, CAST(term.value ->> 4 AS REAL) AS confidence
    FROM fragments, json_each(fragments.record, '$.terms') AS term;

CREATE VIEW mentions AS
    SELECT fragments.document, mention.value ->> 0 AS term,
           json_extract(fragments.record, '$.terms[' || (mention.value ->> 0) || '][0]') AS label,
           CAST(substr(CAST(texts.text AS BLOB), (mention.value ->> 1) + 1, (mention.value ->> 2) - (mention.value ->> 1)) AS TEXT)
               AS quote,
           length(CAST(substr(CAST(texts.text AS BLOB), 1, mention.value ->> 1) AS TEXT)) AS start,
           length(CAST(substr(CAST(texts.text AS BLOB), 1, mention.value ->> 2) AS TEXT)) AS "end",
           json_extract(fragments.record, '$.rules[' || (mention.value ->> 3) || ']') AS rule
    FROM fragments JOIN texts ON texts.document = fragments.document,
         json_each(fragments.record, '$.mentions') AS mention;

CREATE VIEW concept_evidence AS
    SELECT concepts.id AS concept, documents.id AS document,
           substr(texts.text, (place.value ->> 3) + 1, place.value ->> 4) AS quote,
           place.value ->> 3 AS start, (place.value ->> 3) + (place.value ->> 4) AS "end",
           place.value ->> 5 AS rule, CAST(place.value ->> 6 AS REAL) AS confidence
    FROM concept_grounds JOIN concepts ON concepts.number = concept_grounds.concept,
         json_each(concept_grounds.evidence) AS place
         JOIN documents ON documents.number = place.value ->> 0 JOIN texts ON texts.document = documents.number;

CREATE VIEW links AS
    SELECT relations.number, source.id AS source, relations.kind, relations.modality, target.id AS target,
           relations.predicate, relations.weight, relations.confidence
    FROM relations JOIN concepts AS source ON source.number = relations.source
         JOIN concepts AS target ON target.number = relations.target;

CREATE VIEW evidence AS
    SELECT links.source, links.kind, links.modality, links.target, documents.id AS document,
           substr(texts.text, (place.value ->> 3) + 1, place.value ->> 4) AS quote,
           place.value ->> 3 AS start, (place.value ->> 3) + (place.value ->> 4) AS "end",
           place.value ->> 5 AS rule, CAST(place.value ->> 6 AS REAL) AS confidence
    FROM relation_grounds JOIN links ON links.number = relation_grounds.relation,
         json_each(relation_grounds.evidence) AS place
         JOIN documents ON documents.number = place.value ->> 0 JOIN texts ON texts.document = documents.number;
