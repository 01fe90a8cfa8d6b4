"""The plots of a report as inline SVG; colours are classes, so that light and dark fit both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sayso.scoring.calibration import Calibration
from sayso.scoring.resampling import Figure

# Pixels of the drawing's own grid; the page scales it.
_LABEL_WIDTH = 150
_AXIS_WIDTH = 640
_ROW_HEIGHT = 22
_GROUP_GAP = 10
_TICKS = (0, 20, 40, 60, 80, 100)
_SQUARE = 200
_MARGIN_LEFT = 50
_MARGIN_BELOW = 36
_MARGIN_ABOVE = 10
# The axis of risk ends at the first of these that holds the curve: most risks are small.
_RISK_TOPS = (0.1, 0.2, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Series:
    """A figure for each group under one name and colour class; ``None`` leaves a gap."""

    name: str
    css: str
    figures: tuple[Figure | None, ...]


def draw_groups(title: str, groups: Sequence[str], series: Sequence[Series]) -> Markup:
    """Rows of values with their intervals on one axis from 0 to 100, a group for each name."""
    group_height = _ROW_HEIGHT * len(series) + _GROUP_GAP
    height = group_height * len(groups)
    parts = [_percent_axis(height)]
    for number, group in enumerate(groups):
        top = number * group_height + _GROUP_GAP / 2
        middle = top + _ROW_HEIGHT * len(series) / 2
        parts.append(_text(_LABEL_WIDTH - 10, middle + 4, group, "end"))
        for row, one in enumerate(series):
            figure = one.figures[number]
            if figure is not None and figure.value is not None:
                parts.append(_value_row(figure, top + (row + 0.5) * _ROW_HEIGHT, one.css))
    return _svg(title, _LABEL_WIDTH + _AXIS_WIDTH + 60, height + 30, parts)


def draw_reliability(calibration: Calibration) -> Markup:
    """What part of the claims is right at each probability, beside the diagonal of a true one."""
    frame = _Frame(1.0)
    points = [_Point(one.probability, one.share_right) for one in calibration.reliability]
    gaps = (frame.line([_Point(one.x, one.x), one], "gap") for one in points)
    parts = [
        frame.axes("probability", "share that is right"),
        frame.line([_Point(0, 0), _Point(1, 1)], "diagonal"),
        *gaps,
        frame.line(points, "curve"),
        *(frame.dot(point) for point in points),
    ]
    return _square_svg(f"Reliability of the probability of the {calibration.name}", parts)


def draw_risk(calibration: Calibration) -> Markup:
    """What part is wrong among the surest claims, as more and more of them are kept."""
    curve = [_Point(one.coverage, one.risk) for one in calibration.risk_coverage]
    highest = max(point.y for point in curve)
    frame = _Frame(next(top for top in _RISK_TOPS if top >= highest))
    parts = [
        frame.axes("share kept, surest first", "share that is wrong"),
        frame.line(curve, "curve"),
        frame.dot(curve[-1]),
    ]
    return _square_svg(f"Risk against coverage by the probability of the {calibration.name}", parts)


@dataclass(frozen=True, slots=True)
class _Point:
    """Both in [0, 1]."""

    x: float
    y: float


def _value_row(figure: Figure, y: float, css: str) -> Markup:
    assert figure.value is not None
    x = _LABEL_WIDTH + _AXIS_WIDTH * figure.value / 100
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return Markup(
        '<g class="{css}"><rect class="bar" x="{x0}" y="{bar_y}" width="{width}" height="12"/>'
        '<line class="interval" x1="{x1}" y1="{y}" x2="{x2}" y2="{y}"/></g>'
        '<text class="value" x="{text_x}" y="{text_y}">{value}</text>'
    ).format(
        css=css,
        x0=_LABEL_WIDTH,
        bar_y=f"{y - 6:.1f}",
        width=f"{x - _LABEL_WIDTH:.1f}",
        x1=f"{_LABEL_WIDTH + _AXIS_WIDTH * low / 100:.1f}",
        x2=f"{_LABEL_WIDTH + _AXIS_WIDTH * high / 100:.1f}",
        y=f"{y:.1f}",
        text_x=f"{_LABEL_WIDTH + _AXIS_WIDTH * max(high, figure.value) / 100 + 6:.1f}",
        text_y=f"{y + 4:.1f}",
        value=f"{figure.value:.1f}",
    )


def _percent_axis(height: float) -> Markup:
    ticks = (
        Markup('<line class="grid" x1="{x}" y1="0" x2="{x}" y2="{height}"/>{label}').format(
            x=_LABEL_WIDTH + _AXIS_WIDTH * tick / 100,
            height=height,
            label=_text(_LABEL_WIDTH + _AXIS_WIDTH * tick / 100, height + 18, str(tick), "middle"),
        )
        for tick in _TICKS
    )
    return Markup("").join(ticks)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A square whose x goes from 0 to 1 and whose y goes from 0 to ``top``."""

    top: float

    def x(self, point: _Point) -> float:
        return _MARGIN_LEFT + _SQUARE * point.x

    def y(self, point: _Point) -> float:
        return _MARGIN_ABOVE + _SQUARE * (1 - point.y / self.top)

    def axes(self, x_label: str, y_label: str) -> Markup:
        parts = []
        for share in (0.0, 0.5, 1.0):
            height = share * self.top
            bottom, left = _Point(share, 0), _Point(0, height)
            parts.append(self.line([bottom, _Point(share, self.top)], "grid"))
            parts.append(self.line([left, _Point(1, height)], "grid"))
            parts.append(_text(self.x(bottom), self.y(bottom) + 15, f"{share:g}", "middle"))
            parts.append(_text(self.x(left) - 6, self.y(left) + 4, f"{height:g}", "end"))
        middle = _Point(0.5, self.top / 2)
        below = _MARGIN_ABOVE + _SQUARE + 31
        parts.append(_text(self.x(middle), below, x_label, "middle"))
        parts.append(
            Markup(
                '<text transform="translate(11 {:.1f}) rotate(-90)" text-anchor="middle">{}</text>'
            ).format(self.y(middle), y_label)
        )
        return Markup("").join(parts)

    def line(self, points: Iterable[_Point], css: str) -> Markup:
        path = " ".join(f"{self.x(point):.1f},{self.y(point):.1f}" for point in points)
        return Markup('<polyline class="{}" points="{}"/>').format(css, path)

    def dot(self, point: _Point) -> Markup:
        return Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3.5"/>').format(
            self.x(point), self.y(point)
        )


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, text
    )


def _square_svg(title: str, parts: Iterable[Markup]) -> Markup:
    width = _MARGIN_LEFT + _SQUARE + 12
    return _svg(title, width, _MARGIN_ABOVE + _SQUARE + _MARGIN_BELOW, parts)


def _svg(title: str, width: float, height: float, parts: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{title}">'
        "<title>{title}</title>{parts}</svg>"
    ).format(w=f"{width:g}", h=f"{height:g}", title=title, parts=Markup("").join(parts))
