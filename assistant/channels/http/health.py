"""`GET /healthz`: the process is alive."""

from fastapi import FastAPI


def register(api: FastAPI) -> None:
    """Add the route."""

    @api.get("/healthz", summary="Alive")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}
