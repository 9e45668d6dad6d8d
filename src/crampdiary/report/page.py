"""The clinician's page as one HTML file: no script, no outside address, nothing that a browser would fetch.

Jinja2 escapes whatever a person typed. The policy in its head allows the one style sheet, by its digest, and nothing
else, so that even what came through that would not run. Jinja2 is loaded here and nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crampdiary.report.pictures import HEIGHT, LEFT, WIDTH, drawing

if TYPE_CHECKING:
    from crampdiary.report.one_page import OnePage

_TEMPLATE, _STYLE = "page.html", "page.css"


def html(made: OnePage) -> str:
    """Return the page."""
    environment = Environment(
        loader=PackageLoader("crampdiary", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    assert environment.loader is not None  # noqa: S101
    style, _, _ = environment.loader.get_source(environment, _STYLE)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(_TEMPLATE).render(
        made=made,
        style=Markup(style),  # noqa: S704 (our own file, of which the digest stands beside it)
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        drawing=drawing,
        left=LEFT,
        width=WIDTH,
        height=HEIGHT,
    )
