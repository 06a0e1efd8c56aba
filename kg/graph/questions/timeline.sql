-- title: The events of an agent, oldest first, with its roles
-- param: agent | agent | required | the agent; for a state also whoever acts for it
-- param: since | day | optional | events that can have ended on this day or later (undated ones: first reported then)
-- param: until | day | optional | events that can have begun on this day or earlier (undated ones: first reported then)
-- column: event | iri
-- column: type | text
-- column: label | text
-- column: agent | iri
-- column: agent_label | text
-- column: role | text
-- column: status | text
-- column: earliest | day
-- column: latest | day
-- column: known_from | day
SELECT e.id AS event, e.type, e.label, p.agent, a.label AS agent_label, p.role, e.status, e.earliest, e.latest, e.known_from
FROM events e JOIN participations p ON p.event = e.id AND p.rank <> 'deprecated'
JOIN acts_for s ON s.agent = p.agent AND s.side = :agent JOIN agents a ON a.id = p.agent
WHERE TRUE
  AND (:since IS NULL OR coalesce(e.latest, e.known_from) >= :since)
  AND (:until IS NULL OR coalesce(e.earliest, e.known_from) <= :until)
ORDER BY coalesce(e.earliest, e.known_from), e.id, p.agent, p.role
