"""The SPARQL endpoint: HTTP requests → answers of the newest generation, computed by processes that can be killed.

`server.serve` runs it, `app.make_app` gives the ASGI application. The web process never evaluates a query: a query can
overflow the engine's stack, and the engine has no limits of its own.
"""
