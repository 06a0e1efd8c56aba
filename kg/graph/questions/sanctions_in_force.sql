-- title: Sanctions in force on a day
-- param: day | day | required | the day
-- column: event | iri
-- column: label | text
-- column: status | text
-- column: valid_from | day
-- column: valid_to | day
-- column: imposer | iri
-- column: imposer_label | text
-- column: target | iri
-- column: target_label | text
SELECT e.id AS event, e.label, s.status, s.valid_from, s.valid_to, i.agent AS imposer, ia.label AS imposer_label,
  g.agent AS target, ga.label AS target_label
FROM events e JOIN types t ON t.type = e.type AND t.ancestor = 'Sanction'
JOIN statuses s ON s.event = e.id AND s.step > 0
LEFT JOIN participations i ON i.event = e.id AND i.role = 'imposer' AND i.rank <> 'deprecated'
LEFT JOIN agents ia ON ia.id = i.agent
LEFT JOIN participations g ON g.event = e.id AND g.role = 'target' AND g.rank <> 'deprecated'
LEFT JOIN agents ga ON ga.id = g.agent
WHERE s.status IN ('imposed', 'extended', 'eased') AND s.valid_from <= :day
  AND (s.valid_to IS NULL OR s.valid_to > :day)
ORDER BY s.valid_from, e.id, i.agent, g.agent, s.step, s.id
