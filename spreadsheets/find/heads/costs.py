"""What each sign of a heading weighs, all in one place: a heading is taken where the sum of its signs is high enough.

A weight of 1 is a sign that by itself leaves a heading as likely as not; nothing is decided by one of them alone. They
were set by hand on the workbooks `bench.reading` scores, a third of which by name were left out.
"""

from __future__ import annotations

#: All columns the rows below fill stand under a word: the heading explains the table. Scaled by the share that does.
COVERS = 3.0
#: Under words or years there are figures: what a heading is for.
OVER_FIGURES = 2.0
#: The columns are numbered right below: nothing but a heading is followed by that.
NUMBERED_BELOW = 3.0
#: Nothing, one cell or a letterhead above: a table begins here.
BEGINS = 1.0
#: Bold, filled, or centred where the rows below are not.
BOLD = 1.0
FILLED = 1.0
CENTRED = 0.5
#: Its cells are boxed by lines, and what stands above is not.
LINED = 1.5
#: The same words head another table of the sheet.
REPEATED = 2.0
#: A title or a unit of measure right above.
TITLED = 1.0
#: Only years: "2020", "2021". They are figures too, so they need the rows below to be others.
YEARS = 0.5
#: A word that headings begin with ("Tên", "Số lượng"), each; at most twice.
NAMED = 0.7
#: A row of several cells right above that is of no letterhead: this is a row among rows.
AMONG_ROWS = -4.0
#: A cell of a letterhead, a signature, a unit of measure: it stands above or below tables.
LETTERHEAD = -4.0
#: "Column1", or a question whose answer stands beside it: the names of columns come below.
PLACEHOLDER = -5.0
#: Cells longer than headings are: sentences. Scaled by the share that are.
SENTENCES = -2.0
#: Words only below, and nothing tells this row from them.
AS_ROWS = -1.0
#: What the signs of a heading must come to: of the first on a sheet, and of one more, which may be a remark of figures.
LEAST_FIRST, LEAST_MORE = 3.5, 5.5
