"""What can go wrong when knowledge is written out."""

from knowledge.errors import BadInputError


class ExportError(BadInputError):
    """A record holds what the format cannot; another format can. Values: `id`, `field`, `limit`, `format`."""

    code = "export"
