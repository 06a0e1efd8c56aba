-- title: What one source claimed and another denied
-- param: a | agent | optional | who claimed it
-- param: b | agent | optional | who denied it
-- column: event | iri
-- column: label | text
-- column: claimant | iri
-- column: claimant_label | text
-- column: quote | text
-- column: article | text
-- column: reported | day
-- column: denier | iri
-- column: denier_label | text
-- column: denial | text
-- column: denial_article | text
-- column: denied_on | day
SELECT e.id AS event, e.label, c.claimant, ca.label AS claimant_label, cv.quote, c.article, c.reported,
  d.claimant AS denier, da.label AS denier_label, dv.quote AS denial, d.article AS denial_article, d.reported AS denied_on
FROM responses r JOIN claims c ON c.id = r.target JOIN claims d ON d.id = r.claim
JOIN events e ON e.id = c.event
JOIN agents ca ON ca.id = c.claimant JOIN agents da ON da.id = d.claimant
JOIN evidence cv ON cv.id = c.evidence JOIN evidence dv ON dv.id = d.evidence
WHERE r.kind = 'denies'
  AND (:a IS NULL OR EXISTS (SELECT 1 FROM acts_for s WHERE s.agent = c.claimant AND s.side = :a))
  AND (:b IS NULL OR EXISTS (SELECT 1 FROM acts_for s WHERE s.agent = d.claimant AND s.side = :b))
ORDER BY d.reported, e.id, c.id, d.id
