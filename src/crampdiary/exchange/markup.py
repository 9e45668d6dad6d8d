"""Notes that a program keeps as HTML, as the text that they show."""

from __future__ import annotations

import re
from html import unescape

_NAMES = (
    "a|abbr|article|b|big|blockquote|body|br|center|code|del|div|em|font|h[1-6]|head|hr|html|i|img|ins|label|li|mark|"
    "ol|p|pre|s|section|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]{{0,500}})?\s?/?>", re.IGNORECASE)
_END_OF_LINE = re.compile(
    r"<(?:br|hr)\s?/?>(?:</(?:p|div|li)>)?|</(?:p|div|li|h[1-6]|tr|blockquote)\s?>", re.IGNORECASE
)
_END_OF_CELL = re.compile(r"</t[dh]\s?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)


def as_text(note: str) -> str:
    """Return a note without the tags of HTML, and with the letters for which it has names: `&amp;` is &.

    What is in angle brackets and is no tag stays: `5 < 6 > 2`, `<3`, `<the usual one>`.
    """
    if "<" in note:
        note = _TAG.sub("", _END_OF_CELL.sub(" ", _END_OF_LINE.sub("\n", note)))
    return _ENTITY.sub(lambda each: unescape(each[0]), note) if "&" in note else note
