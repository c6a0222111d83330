"""The arXiv API's Atom answers: look-ups by id, searches, and the feed with an error for an entry.

Shape and rules follow the API as its public clients recorded it in 2026: a malformed id is status
400 with an entry titled "Error", an unknown one is simply missing, and `totalResults` counts what
was found.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from sandbox.feeds import query as search
from sandbox.feeds.pages import as_bytes
from sandbox.feeds.papers import Paper

ATOM = "application/atom+xml"
CONTENT_TYPE = f"{ATOM}; charset=utf-8"
MAX_RESULTS = 30_000

_ID = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>\d+))?")
_SCHEME = "http://arxiv.org/schemas/atom"
_SITE = "https://arxiv.org"
_ORDERS = {"relevance", "lastUpdatedDate", "submittedDate"}


class BadRequest(ValueError):
    """A request the API refuses; its text is the error entry's summary."""


@dataclass(frozen=True, slots=True)
class Request:
    """A query as the API reads it: both filters may be given, and then both must hold."""

    search_query: str = ""
    id_list: tuple[str, ...] = ()
    start: int = 0
    max_results: int = 10
    sort_by: str = "relevance"
    descending: bool = True


def read(parameters: Mapping[str, str]) -> Request:
    """The request in a query string. Raises `BadRequest`."""
    ids = [part.strip() for part in parameters.get("id_list", "").split(",") if part.strip()]
    for paper_id in ids:
        if not _ID.fullmatch(paper_id):
            raise BadRequest(f"incorrect id format for {paper_id}")
    sort_by = parameters.get("sortBy", "relevance")
    order = parameters.get("sortOrder", "descending")
    if sort_by not in _ORDERS:
        raise BadRequest(f"sortBy must be in: {', '.join(sorted(_ORDERS))}")
    if order not in ("ascending", "descending"):
        raise BadRequest("sortOrder must be in: ascending, descending")
    return Request(
        search_query=parameters.get("search_query", "").strip(),
        id_list=tuple(ids),
        start=_number(parameters, "start", 0),
        max_results=min(_number(parameters, "max_results", 10), MAX_RESULTS),
        sort_by=sort_by,
        descending=order == "descending",
    )


def find(request: Request, papers: Mapping[str, Paper]) -> list[Paper]:
    """Everything that matches, in order, before paging. Raises `BadRequest`."""
    if request.id_list:
        found = [paper for paper_id in request.id_list if (paper := _by_id(paper_id, papers))]
        found = list({paper.versioned_id: paper for paper in found}.values())
    else:
        found = list(papers.values()) if request.search_query else []
    if request.search_query:
        try:
            matches = search.parse(request.search_query)
        except search.BadQuery as problem:
            raise BadRequest(str(problem)) from problem
        found = [paper for paper in found if matches(paper)]
    if request.sort_by != "relevance" or request.id_list:
        found.sort(key=lambda paper: (paper.published, paper.id), reverse=request.descending)
    return found


def render(request: Request, found: list[Paper], now: datetime) -> bytes:
    """The page of `found` that the request asks for."""
    parameters = {
        "search_query": request.search_query,
        "start": request.start,
        "max_results": request.max_results,
        "id_list": ",".join(request.id_list),
    }
    asked = urlencode(parameters, safe=":/,")
    page = found[request.start : request.start + request.max_results]
    digest = base64.b64encode(hashlib.sha1(asked.encode()).digest()).decode().rstrip("=")
    root = _feed(f"{_SITE}/api/{digest}", f"arXiv Query: {asked}", now)
    ET.SubElement(root, "link", {"href": f"{_SITE}/api/query?{asked}", "type": ATOM})
    _counts(root, request.max_results, len(found), request.start)
    for paper in page:
        _entry(root, paper)
    return as_bytes(root)


def render_error(message: str, now: datetime) -> bytes:
    """The feed whose only entry is an error."""
    root = _feed(f"{_SITE}/", "arXiv Search Results", now)
    _counts(root, 1, 1, 0)
    entry = ET.SubElement(root, "entry")
    where = f"{_SITE}/api/errors#{message.replace(' ', '_')}"
    ET.SubElement(entry, "id").text = where
    ET.SubElement(entry, "title").text = "Error"
    ET.SubElement(entry, "updated").text = _instant(now)
    ET.SubElement(entry, "link", {"href": where, "rel": "alternate", "type": "text/html"})
    ET.SubElement(entry, "summary").text = message
    author = ET.SubElement(entry, "author")
    ET.SubElement(author, "name").text = "arXiv api core"
    return as_bytes(root)


def _number(parameters: Mapping[str, str], name: str, default: int) -> int:
    text = parameters.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise BadRequest(f"{name} must be an integer")
    if int(text) < 0:
        raise BadRequest(f"{name} must be non-negative")
    return int(text)


def _by_id(paper_id: str, papers: Mapping[str, Paper]) -> Paper | None:
    parts = _ID.fullmatch(paper_id)
    paper = papers.get(parts["id"]) if parts else None
    if parts is None or paper is None or parts["version"] is None:
        return paper
    version = int(parts["version"])
    return replace(paper, version=version) if 1 <= version <= paper.version else None


def _feed(identity: str, title: str, now: datetime) -> ET.Element:
    root = ET.Element(
        "feed",
        {
            "xmlns:opensearch": "http://a9.com/-/spec/opensearch/1.1/",
            "xmlns:arxiv": _SCHEME,
            "xmlns": "http://www.w3.org/2005/Atom",
        },
    )
    ET.SubElement(root, "id").text = identity
    ET.SubElement(root, "title").text = title
    ET.SubElement(root, "updated").text = _instant(now)
    return root


def _counts(root: ET.Element, per_page: int, total: int, start: int) -> None:
    ET.SubElement(root, "opensearch:itemsPerPage").text = str(per_page)
    ET.SubElement(root, "opensearch:totalResults").text = str(total)
    ET.SubElement(root, "opensearch:startIndex").text = str(start)


def _entry(root: ET.Element, paper: Paper) -> None:
    entry = ET.SubElement(root, "entry")
    published = _instant(paper.published)
    ET.SubElement(entry, "id").text = f"http://arxiv.org/abs/{paper.versioned_id}"
    ET.SubElement(entry, "title").text = paper.title
    ET.SubElement(entry, "updated").text = published
    if paper.comment is not None:
        ET.SubElement(entry, "arxiv:comment").text = paper.comment
    if paper.journal_ref is not None:
        ET.SubElement(entry, "arxiv:journal_ref").text = paper.journal_ref
    page, pdf = f"{_SITE}/abs/{paper.versioned_id}", f"{_SITE}/pdf/{paper.versioned_id}"
    ET.SubElement(entry, "link", {"href": page, "rel": "alternate", "type": "text/html"})
    link = {"href": pdf, "rel": "related", "type": "application/pdf", "title": "pdf"}
    ET.SubElement(entry, "link", link)
    ET.SubElement(entry, "summary").text = paper.summary
    for category in paper.categories:
        ET.SubElement(entry, "category", {"term": category, "scheme": _SCHEME})
    ET.SubElement(entry, "published").text = published
    ET.SubElement(entry, "arxiv:primary_category", {"term": paper.primary})
    for name in paper.authors:
        author = ET.SubElement(entry, "author")
        ET.SubElement(author, "name").text = name


def _instant(when: date | datetime) -> str:
    moment = when if isinstance(when, datetime) else datetime.combine(when, time(), UTC)
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
