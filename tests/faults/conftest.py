from tests.integration.ingest.conftest import load, store

__all__ = ["load", "store"]
