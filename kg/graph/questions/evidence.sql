-- title: Every claim about an event, with its words and where they stand
-- param: event | event | required | the event
-- column: claim | iri
-- column: claimant | iri
-- column: claimant_label | text
-- column: voice | text
-- column: status | text
-- column: polarity | text
-- column: certainty | text
-- column: claim_status | text
-- column: quote | text
-- column: start | integer
-- column: end | integer
-- column: article | text
-- column: title | text
-- column: publisher | text
-- column: url | text
-- column: published | day
-- column: rule | text
-- column: confidence | number
SELECT c.id AS claim, c.claimant, a.label AS claimant_label, c.voice, c.status, c.polarity, c.certainty, c.claim_status,
  v.quote, v.start, v.end, c.article, d.title, d.publisher, d.url, d.published, c.rule, c.confidence
FROM claims c JOIN agents a ON a.id = c.claimant JOIN evidence v ON v.id = c.evidence JOIN articles d ON d.id = c.article
WHERE c.event = :event
ORDER BY d.published, c.article, v.start, c.id
