"""Tables, and the damage that disks, programs and people do to them."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import crisis_sim as cs

POINTS = "pi,mu\n0.1,0.2\n1/3,0.25\n0.30000000000000004,1e-3\n"
COUNTS = (
    "information set,action,count\nWashington,blockade,14\nWashington,air strike,6\n"
    "Moscow,withdraw,9\n"
)
PLAYS = (
    "participant.label,session.code,player.washington,group.moscow,group.id_in_subsession\n"
    "ab12,s1,blockade,withdraw,1\ncd34,s1,,withdraw,1\nef56,s1,air_strike,,2\n"
)
PROFILE = (
    "equilibrium,information set,action,probability,exact\n1,Washington,blockade,0.5,1/2\n"
    '1,Washington,"air strike",0.5,1/2\n1,Moscow,withdraw,1,1\n1,Moscow,maintain,0,0\n'
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp037"]
PIECES = [
    *("\x00", "\x1a", '"', '""', "'", ",", ";", "\t", "|", "\n", "\r", "\r\n", "\u2028", "\x85"),
    *(
        "NA",
        "NaN",
        "inf",
        "-inf",
        "1e999",
        "1e-999",
        "1e-999999999",
        "1e-320",
        "1/0",
        "1/3",
        "0,5",
        "612,000",
    ),
    *("1.234,5", "TRUE", "false", "1962-10-27", "27.10.1962", "é", "漢", "\ud83d\ude00", "=1+1"),
    *("sep=;\n", "Unnamed: 0", "#N/A", "-", "+", "1_000", "٣", "0x1F", "9" * 400, "9" * 5_000),
    *(
        "+-inf",
        "in\ufb01nity",
        "12 %",
        "\u22125",
        "1\u202f234",
        "1'234",
        "28/10",
        ".a",
        "#DIV/0!",
        "None",
        "17-Jan",
    ),
    *("# ", "#\n", "\u200b", "\ufeff", "\u00ad", "Total", "1e99999", "A title\n\n"),
    *("x" * 200_000, ",".join("ab" * 2_000), "\n" * 50, "1,", ",,", "information_set", "count"),
]


def numbers(rows: int = 60) -> str:
    """A table of numbers, categories, truths and missing values."""
    rng = random.Random(5)
    lines = ["x,cost of war,regime,alert,when,war"]
    for row in range(rows):
        x = "NA" if row == 7 else f"{rng.random():.3f}"
        regime = rng.choice(["junta", "republic", "monarchy"])
        alert = rng.choice(["TRUE", "FALSE"])
        war = int(x > "0.6")
        lines.append(f"{x},{rng.random():.2f},{regime},{alert},1962-10-{row % 28 + 1:02},{war}")
    return "\n".join(lines) + "\n"


def of_programs(text: str) -> dict[str, bytes]:
    """The same table as other programs save it, by suffix."""
    import pandas as pd

    frame = pd.read_csv(io.StringIO(text))
    plain = frame.rename(columns=lambda name: name.rpartition(".")[2].replace(" ", "_"))
    found = {".csv": text.encode()}
    for suffix, write in {
        ".xlsx": lambda file: frame.to_excel(file, index=False),
        ".parquet": frame.to_parquet,
        ".dta": lambda file: plain.to_stata(file, write_index=False),
    }.items():
        file = io.BytesIO()
        write(file)
        found[suffix] = file.getvalue()
    return found


def swept(folder: Path) -> dict[str, tuple[bytes, bytes]]:
    """The files of a sweep and what stands beside them, by suffix."""
    result = cs.load("cuba-1962-clock").sweep(pi="0:0.6:13", fD="20:50:13")
    found = {}
    for suffix in (".csv", ".parquet", ".nc", ".dta"):
        path = result.save(folder / f"swept{suffix}")
        beside = path.with_name(path.name + ".json")
        found[suffix] = path.read_bytes(), beside.read_bytes() if beside.exists() else b""
    return found


Damage = Callable[[bytes, random.Random], bytes]


def cut(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + data[place + chance.randrange(60) :]


def truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def flip(data: bytes, chance: random.Random) -> bytes:
    held = bytearray(data)
    for _ in range(chance.choice([1, 1, 4, 30])):
        if held:
            held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    return bytes(held)


def zero(data: bytes, chance: random.Random) -> bytes:
    place, length = chance.randrange(len(data) + 1), chance.choice([1, 4, 8, 64, 512])
    return data[:place] + bytes(len(data[place : place + length])) + data[place + length :]


def fill(data: bytes, chance: random.Random) -> bytes:
    place, length = chance.randrange(len(data) + 1), chance.choice([1, 2, 4, 8])
    return data[:place] + b"\xff" * len(data[place : place + length]) + data[place + length :]


def double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[: start + 60] + data[start:]


def put(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    piece = chance.choice(PIECES).encode("utf-8", "surrogatepass")
    return data[:place] + piece + data[place:]


BYTES: list[Damage] = [cut, truncate, flip, zero, fill, double]


def reencode(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def separate(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b",", chance.choice([b";", b"\t", b"|", b" ", b",,", b", ", b" ; "]))


def end_otherwise(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\n", b",\n", b"\x85", b""]))


def set_cell(data: bytes, chance: random.Random) -> bytes:
    """Exchange a cell for something else, or for another cell."""
    rows = [row.split(b",") for row in data.split(b"\n")]
    row = chance.choice([0, chance.randrange(len(rows))])
    column, other = (chance.randrange(len(rows[row])) for _ in range(2))
    piece = chance.choice(PIECES).encode("utf-8", "surrogatepass")
    rows[row][column] = chance.choice([piece, piece, b"", rows[row][other]])
    return b"\n".join(b",".join(row) for row in rows)


def drop_or_repeat(data: bytes, chance: random.Random) -> bytes:
    """Leave out a row or a column, or have one twice."""
    rows = [row.split(b",") for row in data.split(b"\n")]
    number = chance.randrange(len(rows[0]))
    times = chance.choice([0, 2])
    if chance.random() < 0.5:
        place = chance.randrange(len(rows))
        rows[place : place + 1] = [rows[place]] * times
    else:
        rows = [row[:number] + row[number : number + 1] * times + row[number + 1 :] for row in rows]
    return b"\n".join(b",".join(row) for row in rows)


TEXTS: list[Damage] = [
    *BYTES,
    *(put, put, set_cell, set_cell, set_cell, drop_or_repeat, separate, end_otherwise, reencode),
]


def damaged(data: bytes, damages: list[Damage], chance: random.Random) -> bytes:
    for _ in range(chance.choice([0, 1, 1, 2, 4])):
        data = chance.choice(damages)(data, chance)
    return data
