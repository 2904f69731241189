"""A print server of one's own: a cupsd with its own folders, socket and queues, beside whatever this PC prints with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 20.0
_FILES = "FileDevice Yes\nSandboxing relaxed\nSystemGroup {group}\n" + "".join(
    f"{name} {{folder}}/{place}\n"
    for name, place in (
        ("ServerRoot", "root"), ("RequestRoot", "spool"), ("TempDir", "spool"), ("CacheDir", "cache"), ("StateDir", "run"),
        ("AccessLog", "access"), ("ErrorLog", "error"), ("PageLog", "page"),
    )
)  # fmt: skip
_SERVER = """Listen {folder}/s
Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
ErrorPolicy stop-printer
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
# A printer that takes PDF as it is: CUPS' own filter picks the pages, and what comes out is what a newer printer would be given.
_PRINTER = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PAPER.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*ModelName: "Pages as they are"
*ShortNickName: "Pages"
*NickName: "Pages as they are"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize: PickOne
*DefaultPageSize: A4
*PageSize A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
*DefaultFont: Courier
*Font Courier: Standard "(002.004S)" Standard ROM
"""


def missing() -> str:
    """Why no print server can be started here; empty where it can."""
    if _program("cupsd") is None:
        return "CUPS is not installed (package cups)"
    return next((f"{name} is not installed (package cups-client)" for name in ("lp", "lpstat", "lpadmin") if _program(name) is None), "")


def cups_pdf() -> Path | None:
    """The printer description of the package printer-driver-cups-pdf, where its backend may run: only as root."""
    found = sorted(Path("/usr/share/ppd/cups-pdf").glob("*noopt*"))
    return found[0] if found and os.geteuid() == 0 and Path("/usr/lib/cups/backend/cups-pdf").exists() else None


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@dataclass(frozen=True, slots=True)
class Cups:
    """A server that runs; `address` is what CUPS_SERVER has to say."""

    folder: Path
    address: str

    def run(self, program: str, *words: str) -> str:
        """One of CUPS' own commands at this server."""
        found = _program(program)
        assert found is not None, program
        spoken = {**os.environ, "CUPS_SERVER": self.address, "LC_ALL": "C"}
        made = subprocess.run([found, *words], capture_output=True, text=True, timeout=_SECONDS, env=spoken, check=False)
        assert made.returncode == 0, made.stderr
        return made.stdout

    def printer(self, name: str) -> Path:
        """A new queue that writes what it prints into this file."""
        out, description = self.folder / f"{name}.pdf", self.folder / "pages.ppd"
        description.write_text(_PRINTER, encoding="ascii")
        self.run("lpadmin", "-p", name, "-E", "-v", f"file://{out}", "-P", str(description))
        return out

    def printed(self, file: Path) -> bytes:
        """What came out, once the queue is empty."""
        until(lambda: not self.run("lpstat", "-o").strip() and file.exists() and b"%%EOF" in file.read_bytes()[-200:])
        return file.read_bytes()


def until(there: Callable[[], object], seconds: float = _SECONDS) -> None:
    """Waits for a condition that asks the server: asking takes its time, so nothing spins."""
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "the print server did not get there"


@contextmanager
def server(folder: Path) -> Iterator[Cups]:
    """A cupsd in this folder (a short path: its socket has a hundred letters at most), ended afterwards."""
    folder.mkdir(parents=True)
    folder.parent.chmod(0o755)  # filters work as another user
    for name in ("root", "spool", "cache", "run"):
        (folder / name).mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    files, conf = folder / "files.conf", folder / "cupsd.conf"
    files.write_text(_FILES.format(folder=folder, group="root" if os.geteuid() == 0 else "lp"), encoding="utf-8")
    conf.write_text(_SERVER.format(folder=folder, port=port), encoding="utf-8")
    cupsd = _program("cupsd")
    assert cupsd is not None
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([cupsd, "-f", "-c", str(conf), "-s", str(files)], stdout=said, stderr=said)
    try:
        until(lambda: (folder / "s").exists() or _ended(process))
        assert process.poll() is None, (folder / "said").read_text()
        yield Cups(folder, str(folder / "s"))
    finally:
        process.terminate()
        process.wait(_SECONDS)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(0.05)
    except subprocess.TimeoutExpired:
        return False
    return True
