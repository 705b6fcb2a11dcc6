"""Files with columns of their own become posts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from houserules.cli.adapt import Adapter, RowError, moment, parse_columns, record
from houserules.contracts.decode import decode_post
from houserules.contracts.post import Post

START = datetime(2026, 1, 1, tzinfo=UTC)


def _posts(path: Path, columns: str) -> list[Post]:
    adapter = Adapter(columns=parse_columns(columns), platform="video", account="demo", start=START, step=30)
    return list(adapter.posts(path))


def test_a_csv_with_every_column(tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    path.write_text(
        'ID,WHO,WHEN,WHAT,FILM\nc1,ann,2026-02-01T10:00:00,"one, ""two""\nthree",f9\n', encoding="utf-8-sig"
    )
    (post,) = _posts(path, "post_key=ID, author.id=WHO, created_at=WHEN, text=WHAT, thread_key=FILM")
    assert (post.post_key, post.author_key, post.thread_key) == ("c1", "video:demo:ann", "f9")
    assert post.text == 'one, "two"\nthree'
    assert post.created_at == datetime(2026, 2, 1, 10, tzinfo=UTC)
    key, value = record(post)
    assert isinstance(decode_post(key, value), Post)


def test_what_the_file_lacks_is_made_up_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "messages.tsv"
    path.write_text('label\ttext\nham\the said "no\nspam\tyes"\n', encoding="utf-8")
    posts = _posts(path, "text=text")
    assert [post.text for post in posts] == ['he said "no', 'yes"']
    assert [post.author.id for post in posts] == ["row-1", "row-2"]
    assert [post.post_key for post in posts] == ["video:demo:1", "video:demo:2"]
    assert [(post.created_at - START).total_seconds() for post in posts] == [0, 30]


def test_json_lines_are_rows_too(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"t": "hello", "at": 1767225600, "n": 7}\n\n{"t": null, "at": "1767225600000", "n": 8}\n')
    posts = _posts(path, "text=t,created_at=at,post_key=n")
    assert [post.created_at for post in posts] == [START, START]
    assert [(post.post_key, post.text) for post in posts] == [("7", "hello"), ("8", "")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "x\n1\n", "row 1: there is no column 't'"),
        ("a.csv", "t,d\nhello,yesterday\n", "row 1: Invalid isoformat"),
        ("a.jsonl", "{", "a.jsonl:1"),
        ("a.jsonl", "[1]", "a.jsonl:1: expected an object"),
        ("a.xlsx", "", "rows are read from .csv"),
    ],
)
def test_a_file_that_does_not_fit_says_where(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    columns = "text=t,created_at=d" if "d\n" in content else "text=t"
    with pytest.raises(RowError) as caught:
        _posts(path, columns)
    assert message in caught.value.message
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text", "maps nothing"),
        ("text=", "maps nothing"),
        ("body=X", "no field"),
        ("lang=L", "no column is mapped to text"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_columns(text)


@pytest.mark.parametrize(
    "text", ["2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "1767225600", "1767225600000"]
)
def test_times_as_files_have_them(text: str) -> None:
    assert moment(text) == START
