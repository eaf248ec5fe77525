"""What is under the data root proved part by part: kept files, journal, key, build file, snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from machine.fingerprint import check_key
from machine.settings import Home
from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble
from warehouse.arrival import Arrival
from warehouse.belonging import check_belonging
from warehouse.journal import JournalDamaged
from warehouse.kept import Kept, KeptDamaged
from warehouse.names import quoted
from warehouse.publish import Published, last_published, sha256_of, told_apart
from warehouse.version import OtherVersion, check_root

_KEPT = Both("tệp đã lưu", "kept files")
_JOURNAL = Both("nhật ký nhận tệp", "journal of arrivals")
_KEY = Both("khóa giả danh", "key of the pseudonyms")
_BUILD = Both("kho số liệu", "build file")
_SNAPSHOTS = Both("bản đã công bố", "snapshots")
_UNREADABLE = Both(
    "{path}: không đọc được ({reason}). Dựng lại: khoso rebuild",
    "{path}: cannot be read ({reason}). Make it anew: khoso rebuild",
)
_COUNT = Both(
    "{path}: lần nạp {load} của {form} có {found} dòng, lúc nạp là {expected}. Dựng lại: khoso rebuild",
    "{path}: load {load} of {form} has {found} rows, {expected} when it was loaded. Make it anew: khoso rebuild",
)
_CHANGED = Both(
    "{path}: không còn đúng từng byte như lúc công bố. Chạy khoso rebuild; nếu đây là bản cũ, rồi xóa tệp này",
    "{path}: its bytes are not those that were published. Run khoso rebuild; then delete it, where it is an older one",
)
_LEFT_LOG = Both(
    "{path}: còn nhật ký ghi dở (.wal) của một lượt bị ngắt; lượt nạp sau sẽ hoàn tất",
    "{path}: the log (.wal) of a run that was stopped lies beside it; the next run completes it",
)
_NO_BUILD = Both(
    "{path}: không thấy, mà nhật ký đã có {n} lượt nhận. Dựng lại: khoso rebuild",
    "{path}: is not there, though the journal has {n} arrivals. Make it anew: khoso rebuild",
)
_NOT_PUBLISHED = Both(
    "{path}: không thấy, mà kho đã có số liệu. Công bố lại: khoso ingest",
    "{path}: is not there, though the warehouse has data. Publish again: khoso ingest",
)
_NO_JUDGED = Both(
    "{path}: không thấy, mà đã đối chiếu đến lượt nhận {seq}. Khôi phục tệp này từ bản sao lưu; nếu không còn, chạy"
    " khoso rebuild",
    "{path}: is not there, though everything up to arrival {seq} was judged. Restore it from a backup; where there is"
    " none, run khoso rebuild",
)
_JUDGED_BEHIND = Both(
    "{path}: chưa ghi lần đối chiếu sau lượt nhận {seq}; lượt nạp sau sẽ ghi",
    "{path}: does not have that everything was judged after arrival {seq}; the next run adds it",
)
_NOWHERE = Both(
    "{path}: trỏ tới một bản không còn. Dựng lại: khoso rebuild",
    "{path}: leads to a snapshot that is not there. Make it anew: khoso rebuild",
)
_ORPHANS = Both(
    "{n} tệp đã lưu không có trong nhật ký (lượt nhận bị ngắt, hoặc nhật ký cũ hơn); tệp đầu: {first}",
    "{n} kept files the journal does not name (an arrival cut short, or an older journal); the first: {first}",
)
_NO_FINGERPRINT = Both("{path}: chưa có dấu vân tay để so", "{path}: has no fingerprint yet to be proved by")


@dataclass
class Proof:
    """What was found of one part: how many things were looked at, what is broken, and what is only to be known."""

    part: Both
    checked: int = 0
    broken: list[Both] = field(default_factory=list)
    noted: list[Both] = field(default_factory=list)


def proofs(home: Home) -> Iterator[Proof]:
    """A proof a part, each as soon as it is had; nothing is changed. The writer's lock must be held."""
    kept = Kept(home.kept)
    journal, arrivals = _journal(kept)
    yield journal
    yield _kept(kept, arrivals)
    yield _key(home.secret)
    published = last_published(home.warehouse / "versions")
    yield _build(home.build_file, None if journal.broken else kept, len(arrivals), published)
    yield _snapshots(home, published)


def _journal(kept: Kept) -> tuple[Proof, list[Arrival]]:
    """The journal and the list of what was judged; the arrivals up to the first line that is broken."""
    proof = Proof(_JOURNAL)
    arrivals: list[Arrival] = []
    try:
        for arrival in kept.arrivals():
            arrivals.append(arrival)
        kept.judged()
        check_root(kept.folder)
    except (JournalDamaged, OtherVersion) as trouble:
        proof.broken.append(trouble.told)
    proof.checked = len(arrivals)
    return proof, arrivals


def _kept(kept: Kept, arrivals: Iterable[Arrival]) -> Proof:
    proof = Proof(_KEPT)
    named = dict.fromkeys(sha256 for each in arrivals for sha256 in (each.sha256, *each.corrections))
    for sha256 in named:
        proof.checked += 1
        try:
            kept.proved(sha256)
        except KeptDamaged as damage:
            proof.broken.append(damage.told)
    orphans = [path for path in sorted(kept.folder.glob("??/*")) if path.name not in named]
    if orphans:
        proof.noted.append(_ORPHANS.filled(n=len(orphans), first=orphans[0]))
    return proof


def _key(path: Path) -> Proof:
    proof = Proof(_KEY, int(path.exists()))
    try:
        if not check_key(path) and path.exists():
            proof.noted.append(_NO_FINGERPRINT.filled(path=path))
    except Trouble as trouble:
        proof.broken.append(trouble.told)
    return proof


def _build(path: Path, kept: Kept | None, n_arrivals: int, published: Published) -> Proof:
    """The build file, held against the journal where that is sound, and against what was published of it."""
    proof = Proof(_BUILD)
    if path.exists():
        _looked_at(proof, path, kept)
        if path.with_name(path.name + ".wal").exists():
            proof.noted.append(_LEFT_LOG.filled(path=path))
        if told_apart(path)[1:] == published.source[1:]:  # a copy of the whole root has other inodes
            _compared(proof, path, published.sha256.get(published.name))
    elif n_arrivals:
        proof.broken.append(_NO_BUILD.filled(path=path, n=n_arrivals))
    return proof


def _snapshots(home: Home, published: Published) -> Proof:
    proof, link = Proof(_SNAPSHOTS), home.snapshot
    if link.is_symlink() and not link.exists():
        proof.broken.append(_NOWHERE.filled(path=link))
    elif not link.exists() and home.build_file.exists():
        proof.broken.append(_NOT_PUBLISHED.filled(path=link))
    for path in sorted((home.warehouse / "versions").glob("warehouse-*.duckdb")):
        _looked_at(proof, path)
        _compared(proof, path, published.sha256.get(path.name))
    return proof


def _compared(proof: Proof, path: Path, sha256: str | None) -> None:
    """Hold the bytes of a database against those that were published: what no row lies in is told by them alone."""
    if sha256 and not proof.broken and sha256_of(path) != sha256:
        proof.broken.append(_CHANGED.filled(path=path))


def _looked_at(proof: Proof, path: Path, kept: Kept | None = None) -> None:
    """Read every row of a database, so that each block is held against its checksum, and count each load."""
    proof.checked += 1
    try:
        with duckdb.connect(str(path), read_only=True, config={"python_enable_replacements": "false"}) as con:
            tables = con.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
            for schema, table in tables:
                con.execute(f"SELECT bit_xor(hash(each)) FROM {quoted(schema)}.{quoted(table)} AS each").fetchall()
            proof.broken += [_COUNT.filled(path=path, **each) for each in _miscounted(con)]
            if kept:
                check_belonging(con, kept)
                _judged(proof, con, kept)
    except duckdb.Error as error:
        proof.broken.append(_UNREADABLE.filled(path=path, reason=str(error).splitlines()[0]))
    except Trouble as trouble:
        proof.broken.append(trouble.told)


def _judged(proof: Proof, con: duckdb.DuckDBPyConnection, kept: Kept) -> None:
    """Whether the list of what was judged goes as far as the build file says."""
    said = con.execute("SELECT split_part(value, ' ', 3) FROM audit.state WHERE name = 'judged'").fetchall()
    seq = int(said[0][0] or 0) if said else 0
    if seq and not kept.judgements.exists():
        proof.broken.append(_NO_JUDGED.filled(path=kept.judgements, seq=seq))
    elif seq > max(kept.judged(), default=0):
        proof.noted.append(_JUDGED_BEHIND.filled(path=kept.judgements, seq=seq))


def _miscounted(con: duckdb.DuckDBPyConnection) -> Iterator[dict[str, object]]:
    """Loads of which another number of rows is there than was loaded."""
    forms = [name for (name,) in con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'history' ORDER BY table_name"
    ).fetchall()]  # fmt: skip
    for form in forms:
        for load, expected, found in con.execute(
            "SELECT load_id, accepted, count(h._load_id) FROM audit.load"
            f" LEFT JOIN history.{quoted(form)} AS h ON h._load_id = load_id"
            " WHERE form = ? GROUP BY ALL HAVING accepted <> count(h._load_id) ORDER BY load_id",
            [form],
        ).fetchall():
            yield {"form": form, "load": load, "expected": expected, "found": found}
