-- title: Events, oldest first
-- param: type | type | optional | events of this class or of one below it
-- param: agent | agent | optional | events that this agent, or whoever acts for it, takes part in
-- param: status | status | optional | events whose present status is this
-- param: since | day | optional | events that can have ended on this day or later (undated ones: first reported then)
-- param: until | day | optional | events that can have begun on this day or earlier (undated ones: first reported then)
-- column: event | iri
-- column: type | text
-- column: label | text
-- column: status | text
-- column: earliest | day
-- column: latest | day
-- column: place | iri
-- column: known_from | day
-- column: articles | integer
-- column: originators | integer
SELECT e.id AS event, e.type, e.label, e.status, e.earliest, e.latest, e.place, e.known_from, e.articles, e.originators
FROM events e
WHERE (:type IS NULL OR EXISTS (SELECT 1 FROM types t WHERE t.type = e.type AND t.ancestor = :type))
  AND (:agent IS NULL OR EXISTS (
    SELECT 1 FROM participations p JOIN acts_for s ON s.agent = p.agent
    WHERE p.event = e.id AND p.rank <> 'deprecated' AND s.side = :agent))
  AND (:status IS NULL OR e.status = :status)
  AND (:since IS NULL OR coalesce(e.latest, e.known_from) >= :since)
  AND (:until IS NULL OR coalesce(e.earliest, e.known_from) <= :until)
ORDER BY coalesce(e.earliest, e.known_from), e.id
