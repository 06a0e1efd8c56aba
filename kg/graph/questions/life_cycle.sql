-- title: The steps of an event, each with its day, the act behind it and every claim that carries it
-- param: event | event | required | the event
-- column: step | integer
-- column: status | text
-- column: valid_from | day
-- column: valid_to | day
-- column: reported | day
-- column: act | iri
-- column: act_label | text
-- column: reason | text
-- column: claim | iri
-- column: claimant | iri
-- column: claimant_label | text
-- column: quote | text
-- column: article | text
-- column: publisher | text
-- column: published | day
SELECT s.step, s.status, s.valid_from, s.valid_to, s.reported, s.brought_about_by AS act, b.label AS act_label,
  w.quote AS reason, c.id AS claim, c.claimant, a.label AS claimant_label, v.quote, c.article, d.publisher, d.published
FROM statuses s JOIN supports u ON u.facet = s.id AND u.stance = 'supports'
JOIN claims c ON c.id = u.claim JOIN agents a ON a.id = c.claimant JOIN evidence v ON v.id = c.evidence
JOIN articles d ON d.id = c.article
LEFT JOIN events b ON b.id = s.brought_about_by
LEFT JOIN claims r ON r.id = s.reason LEFT JOIN evidence w ON w.id = r.evidence
WHERE s.event = :event AND s.step > 0
ORDER BY s.step, d.published, c.article, c.id
