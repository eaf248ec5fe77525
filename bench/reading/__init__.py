"""How right the reader is: on workbooks with truth, on made-up faults, and by signs on workbooks without truth."""
