"""The store, the triple index and the questions asked of them."""
