"""What people look at: rows and generations → networks, pages and the SPARQL endpoint."""
