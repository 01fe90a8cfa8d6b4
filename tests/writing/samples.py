"""Articles to write: one as they mostly are, one as bad as they come."""

from __future__ import annotations

from sayso.records import Article, Claim, Diagnostic, ModelInfo, Probability, Source, Span, Spans

_TEXT = """Port to close, says union

“The port”, Ana Reyes said, “will close if they refuse to talk.” It is the third strike.

A leaflet accused her of lying."""


def spans(text: str, *pieces: str) -> Spans:
    """The first place of each piece after the one before."""
    found: list[Span] = []
    for piece in pieces:
        start = text.index(piece, found[-1].end if found else 0)
        found.append(Span(start, start + len(piece)))
    return tuple(found)


def ordinary() -> Article:
    """Four claims: one interrupted, one nested in it, one implicit, one bare."""
    here = _TEXT.index("It is")
    return Article(
        text=_TEXT,
        id="port",
        sources=(
            Source("s1", "Ana Reyes", "person", "union leader", None, spans(_TEXT, "Ana Reyes")),
            Source("s2", "they", "group", mentions=spans(_TEXT, "they")),
            Source("s3", "a leaflet", "document", mentions=spans(_TEXT, "A leaflet", "her")),
        ),
        claims=(
            Claim(
                "c4",
                spans(_TEXT, "of lying"),
                ("s3",),
                source=spans(_TEXT, "A leaflet"),
                cue=spans(_TEXT, "accused"),
            ),
            Claim(
                "c1",
                spans(_TEXT, "“The port”", "“will close if they refuse to talk.”"),
                ("s1",),
                source=spans(_TEXT, "Ana Reyes"),
                cue=spans(_TEXT, "said"),
                mode="direct",
                stance="support",
                confidence="certain",
                probability=Probability(0.974, 0.9, 0.8, 0.7),
            ),
            Claim(
                "c2",
                spans(_TEXT, "to talk"),
                ("s2",),
                within="c1",
                source=spans(_TEXT, "they"),
                cue=spans(_TEXT, "refuse"),
                stance="comment",
                confidence="underspecified",
            ),
            Claim(
                "c3",
                (Span(here, here + len("It is the third strike.")),),
                ("s1", "s3"),
                implicit=True,
                stance="deny",
            ),
        ),
        model=ModelInfo("small", "1", "0" * 64),
    )


def hostile() -> Article:
    """Markup, escapes, formulas and format strings in every field; claims that hold each other."""
    text = (
        "“<script>alert(1)</script>” {{ 7*7 }} {% raw %} said \u202eEvil\u202c & Co. %s {0}\r\n"
        "=HYPERLINK(\"http://evil.example\")\x1b[31m [bold]no[/bold] :smile: 'quoted'\n"
    )
    name = "<i>Evil</i>\u202e & 'Co'\x1b[31m"
    return Article(
        text=text,
        id='"><img src=x onerror=alert(1)>',
        title="</title><script>alert(2)</script>\u202e\ud800",
        url="javascript:alert(3)",
        published="<b>now</b>",
        sources=(
            Source("s'\"><", name, "person", '" onmouseover="x', mentions=spans(text, "Evil")),
        ),
        claims=(
            Claim('c"1', spans(text, "“<script>alert(1)</script>”"), ("s'\"><",)),
            Claim("x", spans(text, "<script>", "raw"), within="y"),
            Claim("y", spans(text, "alert(1)</script>” {{ 7"), within="x"),
            Claim("=1", spans(text, "=HYPERLINK"), ("s'\"><",), cue=spans(text, "'quoted'")),
        ),
        diagnostics=(Diagnostic("<x>", Span(0, 1), "</p><script>\x1b"),),
    )
