-- title: Facts that rest on one originator, however many articles repeat them
-- param: type | type | optional | facts of events of this class or of one below it
-- column: facet | iri
-- column: kind | text
-- column: event | iri
-- column: label | text
-- column: claimant | iri
-- column: claimant_label | text
-- column: articles | integer
WITH facets(id, kind, event) AS (
  SELECT id, 'participation', event FROM participations UNION ALL SELECT id, 'status', event FROM statuses
  UNION ALL SELECT id, 'quantity', event FROM quantities UNION ALL SELECT id, 'timing', event FROM timings
  UNION ALL SELECT id, 'placement', event FROM placements)
SELECT f.id AS facet, f.kind, e.id AS event, e.label, min(c.claimant) AS claimant, min(a.label) AS claimant_label,
  count(DISTINCT c.article) AS articles
FROM facets f JOIN events e ON e.id = f.event
JOIN supports u ON u.facet = f.id AND u.stance = 'supports'
JOIN claims c ON c.id = u.claim JOIN agents a ON a.id = c.claimant
WHERE (:type IS NULL OR EXISTS (SELECT 1 FROM types t WHERE t.type = e.type AND t.ancestor = :type))
GROUP BY f.id, f.kind, e.id, e.label HAVING count(DISTINCT c.claimant) = 1
ORDER BY e.id, f.kind, f.id
