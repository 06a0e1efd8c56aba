-- title: What was called off or put off: who said so, in which words, and why
-- param: agent | agent | optional | events that this agent, or whoever acts for it, takes part in
-- param: since | day | optional | steps that came true on this day or later
-- param: until | day | optional | steps that came true on this day or earlier
-- column: event | iri
-- column: type | text
-- column: label | text
-- column: status | text
-- column: valid_from | day
-- column: claimant | iri
-- column: claimant_label | text
-- column: quote | text
-- column: article | text
-- column: reported | day
-- column: reason | text
SELECT e.id AS event, e.type, e.label, s.status, s.valid_from, c.claimant, a.label AS claimant_label, v.quote,
  c.article, c.reported, w.quote AS reason
FROM statuses s JOIN events e ON e.id = s.event
JOIN supports u ON u.facet = s.id AND u.stance = 'supports'
JOIN claims c ON c.id = u.claim JOIN agents a ON a.id = c.claimant JOIN evidence v ON v.id = c.evidence
LEFT JOIN claims r ON r.id = s.reason LEFT JOIN evidence w ON w.id = r.evidence
WHERE s.status IN ('cancelled', 'postponed') AND s.step > 0
  AND (:agent IS NULL OR EXISTS (
    SELECT 1 FROM participations p JOIN acts_for s ON s.agent = p.agent
    WHERE p.event = e.id AND p.rank <> 'deprecated' AND s.side = :agent))
  AND (:since IS NULL OR s.valid_from >= :since)
  AND (:until IS NULL OR s.valid_from <= :until)
ORDER BY s.valid_from, e.id, c.reported, c.id, s.step, s.id
