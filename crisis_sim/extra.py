"""The extras of this package, and the command that installs one."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Extra"]


@dataclass(frozen=True, slots=True)
class Extra:
    """Optional dependencies to install, by their name; as text the command that does."""

    name: str

    def __str__(self) -> str:
        return _installation(self.name)


def _installation(extra: str) -> str:
    """The command that installs an extra from where this package was installed from."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        read = distribution("crisis-sim").read_text("direct_url.json")
    except PackageNotFoundError:
        read = None
    origin = json.loads(read) if read else {}
    url = str(origin.get("url", ""))
    if "vcs_info" in origin:
        url = f"{origin['vcs_info']['vcs']}+{url}"
    if origin.get("dir_info", {}).get("editable"):
        return f"pip install -e '{url2pathname(urlsplit(url).path)}[{extra}]'"
    return f"pip install 'crisis-sim[{extra}]{f' @ {url}' if url else ''}'"
