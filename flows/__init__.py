"""When it happens: the only place that joins schemas, spreadsheets and warehouse."""
