-- title: The articles of the graph, oldest first
-- column: article | text
-- column: title | text
-- column: publisher | text
-- column: published | day
-- column: url | text
SELECT id AS article, title, publisher, published, url FROM articles ORDER BY published, id
