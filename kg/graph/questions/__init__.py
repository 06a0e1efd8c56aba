"""The questions, one a pair of files: `NAME.sql` for the store and `NAME.rq` for SPARQL, with one header."""
