-- Facts about the store as a whole: which graph it holds.
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
    parts    TEXT NOT NULL
);

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
    evidence   TEXT NOT NULL,        -- JSON array, see the view evidence
    merges     TEXT NOT NULL,        -- JSON array: why its names are one concept
    checksum   TEXT NOT NULL
);

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
    evidence   TEXT NOT NULL,
    checksum   TEXT NOT NULL,
    UNIQUE (source, target, kind, modality)
);
CREATE INDEX relations_target ON relations (target);
