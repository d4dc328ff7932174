-- The truth of a generation. Sequences of plain strings are JSON arrays; dates are ISO 8601; enums their value.

CREATE TABLE sources (
    source_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    text_id TEXT NOT NULL,
    root TEXT NOT NULL,
    path TEXT,
    record TEXT,
    url TEXT,
    publisher TEXT,
    date TEXT,
    learner TEXT,
    visibility TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    retrieved TEXT,
    fictional INTEGER NOT NULL,
    language TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    unread_since TEXT
) STRICT;

CREATE TABLE passages (
    passage_id TEXT PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES sources ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    title TEXT NOT NULL,
    section TEXT NOT NULL,
    page INTEGER,
    learner TEXT,
    visibility TEXT NOT NULL,
    index_hash TEXT NOT NULL  -- of all that the two indexes know of it: equal means still rightly indexed
) STRICT;
CREATE INDEX passages_by_source ON passages (source_id, position);
-- What the tables of the two indexes are held against; the passages themselves are a hundred times as large.
CREATE UNIQUE INDEX passages_by_hash ON passages (passage_id, index_hash);

CREATE TABLE profiles (
    source_id TEXT PRIMARY KEY REFERENCES sources ON DELETE CASCADE,
    profile_id TEXT NOT NULL,
    profile_set TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    tasks TEXT NOT NULL,
    builds_on TEXT NOT NULL,
    aliases TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    date TEXT,
    url TEXT,
    fictional INTEGER NOT NULL,
    derived_from TEXT,
    basis INTEGER NOT NULL DEFAULT 0,
    details TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE competences (
    source_id TEXT NOT NULL REFERENCES profiles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    competence_id TEXT NOT NULL,
    label TEXT NOT NULL,
    description TEXT,
    alt_labels TEXT NOT NULL,
    hidden_labels TEXT NOT NULL DEFAULT '[]',
    broader TEXT NOT NULL DEFAULT '[]',
    related TEXT NOT NULL DEFAULT '[]',
    same_as TEXT NOT NULL DEFAULT '[]',
    level INTEGER,
    PRIMARY KEY (source_id, position)
) STRICT;

CREATE TABLE courses (
    source_id TEXT PRIMARY KEY REFERENCES sources ON DELETE CASCADE,
    course_id TEXT NOT NULL,
    title TEXT NOT NULL,
    provider TEXT,
    learner TEXT,
    level TEXT,
    ects REAL,
    form TEXT,
    duration TEXT,
    description TEXT,
    profiles TEXT NOT NULL,
    url TEXT,
    date TEXT,
    retrieved TEXT,
    valid_from TEXT,
    valid_to TEXT,
    fictional INTEGER NOT NULL,
    details TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE prices (
    source_id TEXT PRIMARY KEY REFERENCES courses ON DELETE CASCADE,
    amount REAL NOT NULL,
    currency TEXT NOT NULL,
    vat_included INTEGER
) STRICT;

CREATE TABLE transfers (
    source_id TEXT PRIMARY KEY REFERENCES courses ON DELETE CASCADE,
    before TEXT,
    during TEXT,
    after TEXT,
    own_task TEXT,
    follow_up TEXT,
    manager_involved TEXT,
    shared_with_colleagues TEXT
) STRICT;

CREATE TABLE runs (
    source_id TEXT NOT NULL REFERENCES courses ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start TEXT,
    "end" TEXT,
    place TEXT,
    deadline TEXT,
    seats INTEGER,
    said TEXT,
    PRIMARY KEY (source_id, position)
) STRICT;

CREATE TABLE course_competences (
    source_id TEXT NOT NULL REFERENCES courses ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('requires', 'provides')),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    competence_id TEXT,
    level INTEGER,
    PRIMARY KEY (source_id, role, position)
) STRICT;

-- What was ever added to the vectors. A row without a passage of the same id and hash is dead. `found` is 0 for one that
-- its own vector does not lead to: the graph of a large collection leaves some aside, and they are compared one by one.
-- So are the few new ones of a large collection that wait to be added together: `stored` is 0 then, and so is `found`.
CREATE TABLE vector_records (
    passage_id TEXT NOT NULL,
    index_hash TEXT NOT NULL,
    found INTEGER NOT NULL DEFAULT 1,
    stored INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (passage_id, index_hash)
) STRICT;

-- What the keyword index holds, in its newest segment of that id. A row without a passage of the same id and hash is dead.
CREATE TABLE keyword_records (
    passage_id TEXT PRIMARY KEY,
    index_hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX keyword_records_by_hash ON keyword_records (passage_id, index_hash);

-- Vectors as float32, by the SHA-256 of the model's fingerprint and the embedded text.
CREATE TABLE embeddings (
    content_hash TEXT PRIMARY KEY,
    vector BLOB NOT NULL
) STRICT;
