-- title: Why mentions were taken as one event, or kept apart
-- param: event | event | required | the event
-- column: a | text
-- column: b | text
-- column: verdict | text
-- column: score | number
-- column: reason | text
SELECT a, b, verdict, score, reason FROM merges WHERE event = :event ORDER BY a, b
