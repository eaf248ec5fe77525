"""Charts as inline SVG whose text stays text; the page's stylesheet gives them colours and letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lets_plot import (
    aes,
    element_blank,
    element_text,
    geom_line,
    geom_point,
    ggplot,
    ggsize,
    scale_x_continuous,
    scale_y_continuous,
    theme,
)

from schemas.values.bilingual import Both

_SIZE = (232, 104)
#: The colour it is drawn in, twice as written there; the stylesheet chooses the colour it is shown in.
_INK, _INK_DRAWN = "#123456", "rgb(18,52,86)"
_STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
_IDENTITY = re.compile(r' (?:id|clip-path|clip-bounds-jfx)="[^"]*"')
_CLIP = re.compile(r"<defs>.*?</defs>", re.DOTALL)
_ROOT = re.compile(r"<svg [^>]*>")
_SPACE = re.compile(r">\s+<")
_LONG_NUMBER = re.compile(r"(\.\d)\d+")


@dataclass(frozen=True)
class Trend:
    """A dimension over the months: its shares in percent as numbers and as text, and over all of them together."""

    name: str
    values: list[float | None]
    texts: list[Both | None]
    whole: Both | None


def trend(values: Sequence[float | None], labels: Sequence[str], low: int, *, caption: str, told: str) -> str:
    """A line of percentages from `low` to 100, one for each label; None leaves a gap.

    `caption`: id of the element that names the chart; `told`: its figures in words, for who cannot see it.
    """
    there = [i for i, value in enumerate(values) if value is not None]
    shown = sorted({0, len(labels) - 1})
    margin = max(0.4, 0.09 * len(labels))  # the names of the first and the last month are wider than their place
    plot = (
        ggplot({"at": there, "share": [values[i] for i in there]}, aes("at", "share"))
        + geom_point(color=_INK, size=2.2, tooltips="none")
        + scale_x_continuous(
            breaks=shown, labels=[labels[i] for i in shown], limits=[-margin, len(labels) - 1 + margin], expand=[0, 0]
        )
        + scale_y_continuous(breaks=[low, 100], labels=[f"{low}%", "100%"], limits=[low - 2, 104], expand=[0, 0])
        + theme(
            axis_title=element_blank(),
            axis_text_x=element_text(angle=0),
            axis_ticks=element_blank(),
            panel_grid_major_x=element_blank(),
            panel_grid_minor=element_blank(),
            plot_background=element_blank(),
            panel_background=element_blank(),
        )
        + ggsize(*_SIZE)
    )
    runs = _runs(there)
    if runs:
        joined = [i for run in runs for i in run]
        line = {"at": joined, "share": [values[i] for i in joined], "run": [run[0] for run in runs for _ in run]}
        plot += geom_line(aes("at", "share", group="run"), data=line, color=_INK, size=1.1, tooltips="none")
    return _inline(plot.to_svg(), caption, told)


def _runs(there: Sequence[int]) -> list[list[int]]:
    """Neighbours that a line joins; one that stands alone would be complained of on standard output."""
    found: list[list[int]] = []
    for i in there:
        if found and found[-1][-1] == i - 1:
            found[-1].append(i)
        else:
            found.append([i])
    return [run for run in found if len(run) > 1]


def _inline(svg: str, caption: str, told: str) -> str:
    """The drawing without what is random or would reach beyond it, named and told in words."""
    body = _SPACE.sub("><", _IDENTITY.sub("", _CLIP.sub("", _STYLE.sub("", svg))))
    root = (
        f'<svg class="trend" viewBox="0 0 {_SIZE[0]} {_SIZE[1]}" role="img" aria-labelledby="{caption}">'
        f"<desc>{escape(told)}</desc>"
    )
    drawn = _LONG_NUMBER.sub(r"\1", body.replace(_INK, "currentColor").replace(_INK_DRAWN, "currentColor"))
    return _ROOT.sub(lambda _: root, drawn, count=1)
