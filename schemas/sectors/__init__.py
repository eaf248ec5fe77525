"""One file per sector; every module here is found by schemas.registry."""
