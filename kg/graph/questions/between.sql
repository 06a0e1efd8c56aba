-- title: Events that two agents, or those who act for them, take part in, oldest first
-- param: a | agent | required | one agent
-- param: b | agent | required | the other agent
-- param: since | day | optional | events that can have ended on this day or later (undated ones: first reported then)
-- param: until | day | optional | events that can have begun on this day or earlier (undated ones: first reported then)
-- column: event | iri
-- column: type | text
-- column: label | text
-- column: status | text
-- column: earliest | day
-- column: latest | day
-- column: known_from | day
SELECT e.id AS event, e.type, e.label, e.status, e.earliest, e.latest, e.known_from
FROM events e
WHERE EXISTS (
    SELECT 1 FROM participations p JOIN acts_for s ON s.agent = p.agent
    JOIN participations q ON q.event = p.event AND q.agent <> p.agent JOIN acts_for r ON r.agent = q.agent
    WHERE p.event = e.id AND p.rank <> 'deprecated' AND q.rank <> 'deprecated' AND s.side = :a AND r.side = :b)
  AND (:since IS NULL OR coalesce(e.latest, e.known_from) >= :since)
  AND (:until IS NULL OR coalesce(e.earliest, e.known_from) <= :until)
ORDER BY coalesce(e.earliest, e.known_from), e.id
