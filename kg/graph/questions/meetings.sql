-- title: Meetings, visits, calls and talks with the steps of their histories
-- param: agent | agent | optional | those that this agent, or whoever acts for it, takes part in
-- param: since | day | optional | events that can have ended on this day or later (undated ones: first reported then)
-- param: until | day | optional | events that can have begun on this day or earlier (undated ones: first reported then)
-- column: event | iri
-- column: type | text
-- column: label | text
-- column: step | integer
-- column: status | text
-- column: valid_from | day
-- column: valid_to | day
-- column: reported | day
-- column: act | iri
-- column: act_label | text
SELECT e.id AS event, e.type, e.label, s.step, s.status, s.valid_from, s.valid_to, s.reported,
  s.brought_about_by AS act, b.label AS act_label
FROM events e JOIN types t ON t.type = e.type AND t.ancestor = 'Interaction'
JOIN statuses s ON s.event = e.id AND s.step > 0
LEFT JOIN events b ON b.id = s.brought_about_by
WHERE (:agent IS NULL OR EXISTS (
    SELECT 1 FROM participations p JOIN acts_for s ON s.agent = p.agent
    WHERE p.event = e.id AND p.rank <> 'deprecated' AND s.side = :agent))
  AND (:since IS NULL OR coalesce(e.latest, e.known_from) >= :since)
  AND (:until IS NULL OR coalesce(e.earliest, e.known_from) <= :until)
ORDER BY e.id, s.step
