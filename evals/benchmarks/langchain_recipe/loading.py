"""Files as LangChain documents: by the loaders that its guides show, or with the text that our readers extract."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from langchain_core.documents import Document

from ingest.discovery import FoundFile, scopes_of, survey
from ingest.reading import read_file

SOURCE = "source"
"""The key under which LangChain's loaders keep the path."""

USUAL = frozenset({".md", ".txt", ".yaml", ".jsonld", ".csv", ".html", ".pdf", ".docx"})
"""Endings of files that the usual loaders read here."""

_ENCODING = "utf-8-sig"


def found_files(roots: Sequence[Path]) -> list[FoundFile]:
    """The files below the roots, as our ingest finds them (without the files of metadata beside them)."""
    return survey(scopes_of(roots, ())).files


def load(file: FoundFile, own_readers: bool) -> list[Document]:
    """The documents of a file; with `own_readers` its text is what our readers extract, one document a file."""
    usual = None if own_readers else _usual(file.place)
    if usual is None:
        # A spreadsheet's usual loader is `unstructured`, with a hundred packages and models of its own.
        return [Document(text, metadata={SOURCE: str(file.place)}) for text in extracted_texts(file)]
    return [Document(one.page_content, metadata={SOURCE: str(file.place)}) for one in usual]


def extracted_texts(file: FoundFile) -> Iterator[str]:
    """What our readers find in a file: a text, or one of each record."""
    reading = read_file(file, "")
    if reading.report:
        yield reading.report.text
    yield from (record.text for record in reading.records)


def _usual(path: Path) -> list[Document] | None:
    if path.suffix not in USUAL:
        return None
    from langchain_community import document_loaders as loaders

    match path.suffix:
        case ".md" | ".txt" | ".yaml" | ".jsonld":
            return loaders.TextLoader(path, encoding=_ENCODING).load()
        case ".csv":
            # Danish files separate by semicolon, which whoever loads them says.
            return loaders.CSVLoader(path, csv_args={"delimiter": ";"}, encoding=_ENCODING).load()
        case ".html":
            return loaders.BSHTMLLoader(path, open_encoding=_ENCODING).load()
        case ".pdf":
            return loaders.PyPDFLoader(path).load()
        case _:
            return loaders.Docx2txtLoader(path).load()
