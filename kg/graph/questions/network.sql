-- title: Who takes part in what: one row a participation, for networks
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
-- column: known_from | day
-- column: articles | integer
-- column: agent | iri
-- column: agent_label | text
-- column: kind | text
-- column: country | text
-- column: role | text
-- column: explicit | flag
SELECT e.id AS event, e.type, e.label, e.status, e.earliest, e.latest, e.known_from, e.articles, a.id AS agent,
  a.label AS agent_label, a.kind, a.country, p.role, p.explicit
FROM events e JOIN participations p ON p.event = e.id AND p.rank <> 'deprecated' JOIN agents a ON a.id = p.agent
WHERE (:type IS NULL OR EXISTS (SELECT 1 FROM types t WHERE t.type = e.type AND t.ancestor = :type))
  AND (:agent IS NULL OR EXISTS (
    SELECT 1 FROM participations q JOIN acts_for s ON s.agent = q.agent
    WHERE q.event = e.id AND q.rank <> 'deprecated' AND s.side = :agent))
  AND (:status IS NULL OR e.status = :status)
  AND (:since IS NULL OR coalesce(e.latest, e.known_from) >= :since)
  AND (:until IS NULL OR coalesce(e.earliest, e.known_from) <= :until)
ORDER BY e.id, a.id, p.role
