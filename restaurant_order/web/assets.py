"""Style, script and icons, served once and kept by the browser for good.

All files live below one prefix that is a digest of them all: a module's relative imports stay
within it, and any change gives every file a new address.
"""

import hashlib
import shutil
from pathlib import Path
from typing import Final

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from restaurant_order.core.wsgi import put_in_front

ROOT: Final = Path(__file__).parent.parent.parent
SOURCES: Final = {"": ROOT / "static", "kitchen/": ROOT / "kitchen_display" / "static"}
"""Where below the prefix each folder is served."""


def init_app(app: Flask) -> None:
    digest = digest_of_all()
    prefix = f"/static/{digest}/"
    served = WhiteNoise(app.wsgi_app, immutable_file_test=lambda path, url: True)
    for below, folder in _folders(app, digest).items():
        if folder.is_dir():
            served.add_files(str(folder), prefix=prefix + below)
    put_in_front(app, served)
    app.jinja_env.globals["asset"] = lambda path: prefix + path


def digest_of_all() -> str:
    """Changes with any byte of any file."""
    digest = hashlib.sha256()
    for folder in SOURCES.values():
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _folders(app: Flask, digest: str) -> dict[str, Path]:
    if not app.config["COMPRESS_ASSETS"]:
        return SOURCES
    ready = Path(app.config["DATA_DIR"]) / "assets" / digest
    if not ready.is_dir():
        compress_into(ready)
    return {below: ready / (below or "own") for below in SOURCES}


def compress_into(ready: Path) -> None:
    """Copies of all files with a smaller one beside each, in a folder that is there when done."""
    shutil.rmtree(ready.parent, ignore_errors=True)
    making = ready.with_suffix(".making")
    for below, folder in SOURCES.items():
        if folder.is_dir():
            shutil.copytree(folder, making / (below or "own"))
    compressor = Compressor(quiet=True)
    for file in [file for file in making.rglob("*") if file.is_file()]:
        if compressor.should_compress(file.name):
            list(compressor.compress(str(file)))
    making.rename(ready)
