"""The verbs of the command line, one file each: HELP in both languages, `arguments(parser)`, `run(args, settings)`."""
