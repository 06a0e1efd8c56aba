-- title: Who and what the graph knows
-- param: kind | text | optional | person, state, organization, group, office, place, facility or weapon
-- column: agent | iri
-- column: label | text
-- column: kind | text
-- column: country | text
-- column: sector | text
-- column: linked | flag
SELECT id AS agent, label, kind, country, sector, linked FROM agents
WHERE :kind IS NULL OR kind = :kind
ORDER BY label, id
