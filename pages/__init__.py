"""Pages made of the published warehouse: what came, how good it is, what is wrong and where. Plain files, no server."""
