-- title: What had been reported by a day: the latest step of each event
-- param: day | day | required | the last day of publication to count
-- param: type | type | optional | events of this class or of one below it
-- param: agent | agent | optional | events that this agent, or whoever acts for it, takes part in
-- column: event | iri
-- column: type | text
-- column: label | text
-- column: step | integer
-- column: status | text
-- column: valid_from | day
-- column: reported | day
SELECT e.id AS event, e.type, e.label, s.step, s.status, s.valid_from, s.reported
FROM events e JOIN statuses s ON s.event = e.id AND s.step > 0 AND s.reported <= :day
WHERE NOT EXISTS (SELECT 1 FROM statuses n WHERE n.event = e.id AND n.step > s.step AND n.reported <= :day)
  AND (:type IS NULL OR EXISTS (SELECT 1 FROM types t WHERE t.type = e.type AND t.ancestor = :type))
  AND (:agent IS NULL OR EXISTS (
    SELECT 1 FROM participations p JOIN acts_for s ON s.agent = p.agent
    WHERE p.event = e.id AND p.rank <> 'deprecated' AND s.side = :agent))
ORDER BY e.id
