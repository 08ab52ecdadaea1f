"""The one composition root: from settings to a running cockpit and its web app."""

from __future__ import annotations

from pathlib import Path

from dash import Dash
from flask import Flask, Response
from flask_caching import Cache
from flask_compress import Compress

from app import api
from app.access import current_actor
from app.catalogue import load_package
from app.catalogue.edition import package_edition
from app.indicators import IndicatorCentre
from app.pages import PAGES
from app.services import EXTENSION, Cockpit, current
from app.services.cockpit import Lock, recall
from app.services.live import watched
from app.services.locks import file_lock, redis_lock
from app.services.renewal import renew
from app.settings import ROOT, Settings
from app.store import Store
from app.ui import shell
from app.ui.index import INDEX
from app.ui.live import Live
from app.ui.static import pack_once, serve_assets

_YEAR = 31_536_000


def build_store(settings: Settings) -> Store:
    """The store at its newest migration."""
    store = Store(settings.database)
    store.migrate()
    return store


def build_cockpit(settings: Settings, cache: Cache) -> Cockpit:
    """The city that the settings choose.

    Raises: PackageRefused when the package has faults.
    """
    edition = package_edition(settings.city)  # before reading: what changes meanwhile is read again
    catalogue = load_package(settings.city, deliveries=settings.deliveries)
    store = build_store(settings)
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    centre = IndicatorCentre(catalogue, store)
    return Cockpit(catalogue, centre, store, cache, _lock(settings), settings.data / "uploads", edition)


def _lock(settings: Settings) -> Lock:
    return redis_lock(settings.redis_url) if settings.redis_url else file_lock(settings.data / "locks")


def _cache_config(settings: Settings) -> dict[str, str | int]:
    if settings.redis_url:
        return {
            "CACHE_TYPE": "RedisCache",
            "CACHE_REDIS_URL": settings.redis_url,
            "CACHE_KEY_PREFIX": "cockpit:",
        }
    folder: Path = settings.data / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    return {"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": str(folder), "CACHE_THRESHOLD": 5000}


def build_app(settings: Settings) -> Dash:
    """The web app. Build it once a process: Dash keeps its callbacks in the process."""
    server = Flask("cockpit", static_folder=None)
    server.config.update(
        SECRET_KEY=settings.signing_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        DEV_ACTORS=settings.dev_actors,
        SEND_FILE_MAX_AGE_DEFAULT=_YEAR,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIMETYPES=[
            "text/html", "text/css", "text/csv", "application/json", "application/javascript",
            "text/javascript", "application/geo+json", "image/svg+xml",
        ],
    )  # fmt: skip
    server.extensions[EXTENSION] = build_cockpit(settings, Cache(server, config=_cache_config(settings)))
    server.before_request(lambda: renew(server))
    server.register_blueprint(api.blueprint)
    assets = ROOT / "assets"
    links = serve_assets(server, assets)
    app = Dash(
        __name__,
        server=server,
        assets_folder=str(assets),
        assets_ignore=".*",  # not each by itself: `links` names them
        external_stylesheets=list(links.sheets),
        external_scripts=list(links.scripts),
        suppress_callback_exceptions=True,
        update_title="",
        index_string=INDEX,
        serve_locally=True,
        compress=False,
    )
    shell.install(app, PAGES, live=_live())
    Compress(server)
    pack_once(server, assets)
    _secure(app, server)
    return app


def _live() -> Live:
    """How pages hear of new data."""
    return Live(
        watch=lambda: watched(current(), current_actor()),
        keep=lambda name, make: recall(
            current(), current_actor(), "live", name, make, worth=lambda made: made is not None and made.sound
        ),
    )


def _secure(app: Dash, server: Flask) -> None:
    """A strict Content-Security-Policy: nothing from elsewhere, no evaluated code.

    The hashes cover the inline scripts Dash writes; they are known once all callbacks are.
    """
    policy = "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' {' '.join(app.csp_hashes())}",
            "style-src 'self' 'unsafe-inline'",  # plotly sets style attributes
            "img-src 'self' data: blob:",
            "worker-src blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )

    @server.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
