"""Asking map servers through OSMnx: politely, with a cache, patience and a way to stop at any moment.

OSMnx keeps its settings in a module and, left alone, retries for ever, asks a public resolver, and leaves
``socket.getaddrinfo`` changed; ``_osmnx_session`` bounds all that to one call. The settings are shared, so
two downloads never run at once. A request that waits for its answer cannot be interrupted, so it is made on
a thread: whoever cancels goes on at once, and the thread ends by itself with its request.
"""

import email.utils
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

import osmnx
import platformdirs
import requests
from osmnx._errors import ResponseStatusCodeError

from data.errors import NetworkUnavailableError
from data.language.catalogue import N_
from data.progress import Progress

OVERPASS_URL: Final = "https://overpass-api.de/api"
NOMINATIM_URL: Final = "https://nominatim.openstreetmap.org/"
USER_AGENT: Final = "Hanh Trinh tour planner (OSMnx)"

_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LOOK_S: Final = 0.1
_LOCK = threading.Lock()
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How to ask.

    Parameters
    ----------
    overpass_url, nominatim_url
        Servers.
    timeout_s
        Longest silence of the server, seconds.
    attempts
        How often a busy or broken answer is asked for again.
    pause_s
        Pause before the first repetition, doubled each time, seconds; longer if the server says so
        (``Retry-After``).
    slot_wait_s
        Longest wait for a free slot of the server (its own rate limit), or that it may ask for, seconds.
    cache
        Folder of earlier answers; they are used without asking again.
    """

    overpass_url: str = OVERPASS_URL
    nominatim_url: str = NOMINATIM_URL
    timeout_s: float = 180.0
    attempts: int = 3
    pause_s: float = 10.0
    slot_wait_s: float = 120.0
    cache: Path = Path(platformdirs.user_cache_dir("hanh-trinh")) / "overpass"


def ask_server(ask: Callable[[], _Answer], settings: FetchSettings, progress: Progress) -> _Answer:
    """Return what ``ask`` returns, which calls OSMnx; busy servers are asked again.

    Parameters
    ----------
    ask
        Runs on a thread of its own, under the settings.
    settings
        Servers, patience and cache.
    progress
        Told the share done, every tenth of a second; may raise CancelledError.

    Raises
    ------
    NetworkUnavailableError
        If the server cannot be reached or does not answer properly.
    """
    reporter = _Reporter()
    outcome: SimpleQueue[tuple[bool, Any]] = SimpleQueue()

    def work() -> None:
        try:
            with _osmnx_session(settings, reporter):
                outcome.put((True, _with_patience(ask, settings, reporter)))
        except BaseException as error:  # noqa: BLE001 - whatever ends the thread is raised where it was asked
            outcome.put((False, error))

    threading.Thread(target=work, name="download", daemon=True).start()
    while True:
        try:
            is_good, value = outcome.get(timeout=_LOOK_S)
        except Empty:
            try:
                progress(reporter.done, reporter.message)
            except BaseException:
                reporter.is_given_up.set()
                raise
            continue
        if is_good:
            answer: _Answer = value
            return answer
        raise value


class _GivenUpError(Exception):
    """Nobody waits for this download any more."""


class _BadAnswerError(Exception):
    """An answer that cannot be used; the text says what was wrong with it.

    Parameters
    ----------
    reason
        What was wrong.
    is_final
        Whether asking again is pointless.
    wait_s
        How long the server asks to wait, seconds.
    """

    def __init__(self, reason: str, *, is_final: bool = False, wait_s: float = 0.0) -> None:
        super().__init__(reason)
        self.is_final = is_final
        self.wait_s = wait_s


class _Reporter:
    """What the thread of a download does, to be read by the thread that waits for it."""

    def __init__(self) -> None:
        self.done = 0.0
        self.message = N_("Downloading roads")
        self.is_given_up = threading.Event()

    def advance(self) -> None:
        """Note that a little more has come."""
        self.message = N_("Downloading roads")
        self.done += 0.05 * (1 - self.done)
        self._check()

    def pause(self, seconds: float, message: str) -> None:
        """Wait in small steps, so that a user who cancels is heard."""
        self.message = message
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._check()
            time.sleep(min(left, _LOOK_S))
        self._check()

    def _check(self) -> None:
        if self.is_given_up.is_set():
            raise _GivenUpError


class _Gate(requests.auth.AuthBase):
    """Runs before every request: waits for a free slot of the server."""

    def __init__(self, settings: FetchSettings, reporter: _Reporter) -> None:
        self._settings = settings
        self._reporter = reporter

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        self._reporter.advance()
        if (request.url or "").startswith(self._settings.overpass_url):
            deadline = time.monotonic() + self._settings.slot_wait_s
            while (wait_s := self._seconds_to_slot()) and time.monotonic() < deadline:
                left = max(deadline - time.monotonic(), 0.0)
                self._reporter.pause(min(wait_s, left), N_("Waiting for a free slot of the server"))
        return request

    def _seconds_to_slot(self) -> float:
        """Return how long until the server takes a question, by its status page; 0 if it does already."""
        url = self._settings.overpass_url.rstrip("/") + "/status"
        answer = requests.get(url, timeout=self._settings.timeout_s, headers={"User-Agent": USER_AGENT})
        # Overpass says "N slots available now." or "Slot available after: <time>, in <n> seconds.".
        if not answer.ok or "slots available now" in answer.text:
            return 0.0
        if "Slot available after" not in answer.text:
            return 0.0
        said = [int(number) for number in re.findall(r"in (-?\d+) seconds", answer.text)]
        return max(1.0, float(min(said, default=1)))


class _Watched:
    """The raw body of an answer, read piece by piece so that its progress is seen and reading can stop."""

    def __init__(self, raw: Any, reporter: _Reporter) -> None:
        self._raw = raw
        self._reporter = reporter

    def stream(self, amount: int, *, decode_content: bool) -> Iterator[bytes]:
        """Yield the body as urllib3 does."""
        for piece in self._raw.stream(amount, decode_content=decode_content):
            self._reporter.advance()
            yield piece

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


def _check_answer(answer: requests.Response, reporter: _Reporter) -> None:
    """Raise _BadAnswerError on errors, cut-off JSON and partial results."""
    answer.raw = _Watched(answer.raw, reporter)
    if not answer.ok:
        reason = f"HTTP {answer.status_code} {answer.reason} {_said_in_html(answer)}".strip()
        is_final = answer.status_code not in _BUSY
        raise _BadAnswerError(reason, is_final=is_final, wait_s=_retry_after_s(answer))
    try:
        document = answer.json()
    except requests.exceptions.JSONDecodeError as error:
        raise _BadAnswerError("the answer is cut off or not JSON") from error
    remark = document.get("remark", "") if isinstance(document, dict) else ""
    if "error" in remark:
        # Overpass sends what it has with status 200 when it runs out of time or memory.
        raise _BadAnswerError(remark)


def _said_in_html(answer: requests.Response) -> str:
    """Return the error that Overpass writes into its page ('parse error: …'), or ''."""
    found = re.search(r"Error</strong>:\s*(.*?)\s*</p>", answer.text, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", "", found[1]) if found else ""


def _retry_after_s(answer: requests.Response) -> float:
    said = answer.headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        when = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    return max(0.0, (when - datetime.now(UTC)).total_seconds()) if when.tzinfo else 0.0


@contextmanager
def _osmnx_session(asked: FetchSettings, reporter: _Reporter) -> Iterator[None]:
    def check(answer: requests.Response, *_: Any, **__: Any) -> None:
        _check_answer(answer, reporter)

    changes = {
        "overpass_url": asked.overpass_url,
        "nominatim_url": asked.nominatim_url,
        "requests_timeout": asked.timeout_s,
        "requests_kwargs": {"auth": _Gate(asked, reporter), "hooks": {"response": check}},
        "overpass_rate_limit": False,
        "doh_url_template": None,
        "use_cache": True,
        "cache_folder": asked.cache,
        "http_user_agent": USER_AGENT,
    }
    while not _LOCK.acquire(timeout=_LOOK_S):
        reporter.pause(_LOOK_S, N_("Waiting for an earlier download to end"))
    try:
        before = {key: getattr(osmnx.settings, key) for key in changes}
        lookup = socket.getaddrinfo
        try:
            for key, value in changes.items():
                setattr(osmnx.settings, key, value)
            yield
        finally:
            for key, value in before.items():
                setattr(osmnx.settings, key, value)
            socket.getaddrinfo = lookup
    finally:
        _LOCK.release()


def _with_patience(ask: Callable[[], _Answer], asked: FetchSettings, reporter: _Reporter) -> _Answer:
    for attempt in range(asked.attempts):
        try:
            return ask()
        except requests.ConnectionError as error:
            raise NetworkUnavailableError(
                N_(
                    "The map server cannot be reached. Check the connection, try later, or build from a "
                    "downloaded .osm.pbf file."
                )
            ) from error
        except (_BadAnswerError, requests.RequestException, ResponseStatusCodeError) as error:
            wait_s = max(asked.pause_s * 2**attempt, getattr(error, "wait_s", 0.0))
            is_last = attempt + 1 == asked.attempts or wait_s > asked.slot_wait_s
            if is_last or getattr(error, "is_final", False):
                raise NetworkUnavailableError(
                    N_(
                        "The map server did not answer properly ({reason}). Check the connection, try later, "
                        "or build from a downloaded .osm.pbf file."
                    ),
                    reason=str(error)[:200],
                ) from error
            reporter.pause(wait_s, N_("The server is busy; waiting to ask again"))
    raise AssertionError
