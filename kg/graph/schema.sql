-- The store: one SQLite file. articles, copies, extractions and judgements are the truth; every other table is fused
-- from them in one deterministic pass and can be dropped and rebuilt. No wall-clock time is written into any of them,
-- so the same articles always give the same rows.
--
-- meta keys: format; truth = order-independent digest of the truth; fused = the truth and the rules that the fused
-- tables were made from.

CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- the truth ----------------------------------------------------------------------------------------------------------
CREATE TABLE IF NOT EXISTS articles (
  id TEXT PRIMARY KEY, url TEXT, publisher TEXT, published TEXT, title TEXT, language TEXT,
  sha256 TEXT NOT NULL, text TEXT NOT NULL, metadata TEXT NOT NULL DEFAULT '{}'        -- metadata: JSON object
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copies (               -- repeated or near-duplicate articles: they add no claim
  id TEXT PRIMARY KEY, copy_of TEXT NOT NULL REFERENCES articles(id), publisher TEXT, published TEXT, url TEXT,
  title TEXT, sha256 TEXT NOT NULL, text TEXT NOT NULL, similarity REAL NOT NULL      -- similarity: to the nearest text
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sketches (             -- the smallest shingle hashes of each text: finds near-duplicates
  hash INTEGER NOT NULL, article TEXT NOT NULL, PRIMARY KEY (hash, article)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS extractions (
  article TEXT PRIMARY KEY REFERENCES articles(id), run TEXT NOT NULL, record TEXT NOT NULL  -- record: kg.extraction/1
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS judgements (
  a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL,
  date TEXT NOT NULL, retracted TEXT, PRIMARY KEY (a, b, date, verdict)
) WITHOUT ROWID;

-- fused --------------------------------------------------------------------------------------------------------------
CREATE TABLE IF NOT EXISTS types (                -- every event type in use with itself and each class above it
  type TEXT NOT NULL, ancestor TEXT NOT NULL, PRIMARY KEY (type, ancestor)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS agents (               -- persons, states, organisations, groups, places, facilities, weapons
  id TEXT PRIMARY KEY,                            -- IRI
  label TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, sector TEXT, linked INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
  id TEXT PRIMARY KEY,                            -- IRI, opaque: hash of the first claim
  type TEXT NOT NULL, label TEXT NOT NULL, status TEXT NOT NULL,      -- status: the preferred current one
  earliest TEXT, latest TEXT, edtf TEXT,          -- bounds of the preferred time, inclusive days
  place TEXT REFERENCES agents(id),
  known_from TEXT, superseded_on TEXT,            -- publication day of the first report; of the one that ended it (cancelled, lifted, failed …)
  articles INTEGER NOT NULL, originators INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS evidence (
  id TEXT PRIMARY KEY,                            -- IRI …/id/doc/{article}#char=start,end
  article TEXT NOT NULL REFERENCES articles(id), start INTEGER NOT NULL, end INTEGER NOT NULL, quote TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claims (               -- one event mention of one article = one claim
  id TEXT PRIMARY KEY, event TEXT NOT NULL REFERENCES events(id), article TEXT NOT NULL REFERENCES articles(id),
  mention TEXT NOT NULL,                          -- "article#e1"
  claimant TEXT NOT NULL REFERENCES agents(id),   -- originator; for author voice the publisher
  voice TEXT NOT NULL,                            -- attributed | author
  status TEXT NOT NULL, polarity TEXT NOT NULL, certainty TEXT NOT NULL, claim_status TEXT NOT NULL,
  evidence TEXT NOT NULL REFERENCES evidence(id), reported TEXT,                       -- reported: publication day
  confidence REAL NOT NULL, rule TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attributions (         -- reporting chain of a claim; step 1 is the originator
  claim TEXT NOT NULL REFERENCES claims(id), step INTEGER NOT NULL, source TEXT NOT NULL REFERENCES agents(id),
  source_type TEXT NOT NULL, cue TEXT REFERENCES evidence(id), PRIMARY KEY (claim, step)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS participations (
  id TEXT PRIMARY KEY, event TEXT NOT NULL REFERENCES events(id), agent TEXT NOT NULL REFERENCES agents(id),
  role TEXT NOT NULL, explicit INTEGER NOT NULL, rank TEXT NOT NULL     -- preferred | normal | deprecated
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS statuses (             -- the status history of an event
  id TEXT PRIMARY KEY, event TEXT NOT NULL REFERENCES events(id), status TEXT NOT NULL,
  step INTEGER NOT NULL,                          -- 1.. in order of coming true; 0 = a claim that is no step
  valid_from TEXT, valid_to TEXT,                 -- days; valid_to = the next step's valid_from
  reported TEXT,                                  -- publication day of the first report of the step
  brought_about_by TEXT REFERENCES events(id), reason TEXT REFERENCES claims(id), rank TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS quantities (
  id TEXT PRIMARY KEY, event TEXT NOT NULL REFERENCES events(id), measure TEXT NOT NULL, value REAL,
  comparator TEXT NOT NULL, rank TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS timings (
  id TEXT PRIMARY KEY, event TEXT NOT NULL REFERENCES events(id), edtf TEXT, earliest TEXT, latest TEXT,
  granularity TEXT NOT NULL, rule TEXT NOT NULL, text TEXT NOT NULL, rank TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS placements (
  id TEXT PRIMARY KEY, event TEXT NOT NULL REFERENCES events(id), place TEXT NOT NULL REFERENCES agents(id), rank TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS codes (
  id TEXT PRIMARY KEY, event TEXT NOT NULL REFERENCES events(id), scheme TEXT NOT NULL,  -- plover | cameo
  code TEXT NOT NULL, mode TEXT, rank TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS supports (             -- which claims carry which facet row above
  facet TEXT NOT NULL, claim TEXT NOT NULL REFERENCES claims(id), stance TEXT NOT NULL,  -- supports | disputes
  PRIMARY KEY (facet, claim, stance)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS responses (            -- claim ↔ claim, computed at fusion: never a self-join in SPARQL
  claim TEXT NOT NULL REFERENCES claims(id), kind TEXT NOT NULL,       -- denies | corroborates | corrects | retracts
  target TEXT NOT NULL REFERENCES claims(id), PRIMARY KEY (claim, kind, target)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS relations (            -- event ↔ event
  event TEXT NOT NULL REFERENCES events(id), kind TEXT NOT NULL,       -- about | broughtAbout | subEventOf
  target TEXT NOT NULL REFERENCES events(id), PRIMARY KEY (event, kind, target)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS merges (               -- why two event mentions are one event (or were kept apart)
  event TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, score REAL NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (a, b)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS agents_country ON agents(country);
CREATE INDEX IF NOT EXISTS events_type ON events(type, earliest);
CREATE INDEX IF NOT EXISTS events_status ON events(status, earliest);
CREATE INDEX IF NOT EXISTS participations_agent ON participations(agent, event);
CREATE INDEX IF NOT EXISTS participations_event ON participations(event);
CREATE INDEX IF NOT EXISTS claims_event ON claims(event);
CREATE INDEX IF NOT EXISTS claims_article ON claims(article);
CREATE INDEX IF NOT EXISTS claims_claimant ON claims(claimant);
CREATE INDEX IF NOT EXISTS statuses_event ON statuses(event, step);
CREATE INDEX IF NOT EXISTS supports_claim ON supports(claim);

-- Who stands on whose side: everyone on their own, and whoever acts for a state on that of the state.
CREATE VIEW IF NOT EXISTS acts_for AS
  SELECT id AS agent, id AS side FROM agents
  UNION
  SELECT a.id, s.id FROM agents s JOIN agents a ON a.country = s.country
  WHERE s.kind = 'state' AND a.kind NOT IN ('place', 'facility', 'weapon');

CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(kind UNINDEXED, id UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2');
