"""Where submissions are kept and asked: DuckDB."""
