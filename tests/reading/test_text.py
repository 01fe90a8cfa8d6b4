from __future__ import annotations

import io
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ReadingError
from sayso.reading import text as reading
from sayso.reading.text import TextFile, find_files, read_article, read_stdin
from sayso.records import Article

CURLY = "“We won’t pay,” said José Núñez, the café’s owner, in Malmö."


def _read(tmp_path: Path, data: bytes) -> Article:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    return read_article(path)


def _refused(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        _read(tmp_path, data)
    assert str(caught.value).startswith(f"{tmp_path / 'a.txt'}: ")
    return str(caught.value)


def _touch(path: Path, text: str = "She said so.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "  One.\r\n\r\n“Two,”\u00a0he said.\r\x0c\u2028 "
    article = _read(tmp_path, text.encode())
    assert (article.text, article.id, article.diagnostics) == (text, "a", ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding_and_is_taken_off(
    tmp_path: Path, encoding: str
) -> None:
    article = _read(tmp_path, CURLY.encode(encoding))
    assert (article.text, article.diagnostics) == (CURLY, ())


def test_big_endian_utf_16(tmp_path: Path) -> None:
    assert _read(tmp_path, b"\xfe\xff" + CURLY.encode("utf-16-be")).text == CURLY


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The minister said: “We won’t raise fares,” and left. "),
        ("cp1251", "Министр сказал, что цены на проезд не повысят. "),
    ],
)
def test_another_encoding_is_guessed_and_named(tmp_path: Path, encoding: str, text: str) -> None:
    article = _read(tmp_path, text.encode(encoding))
    assert article.text == text
    (diagnostic,) = article.diagnostics
    assert diagnostic.code == "encoding"
    assert "read as" in (diagnostic.message or "")


def test_a_broken_end_does_not_turn_utf_8_into_gibberish(tmp_path: Path) -> None:
    article = _read(tmp_path, CURLY.encode() + "ö".encode()[:1])
    assert article.text == CURLY + "\ufffd"
    assert "damaged UTF-8: 1 " in (article.diagnostics[0].message or "")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "blank"),
        (b"\xff\xfe", "blank"),
        (b"She said so.\0\0", "NUL bytes"),
        (CURLY.encode("utf-16-le"), "NUL bytes"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xd8", "NUL bytes"),
        (bytes(range(1, 32)) * 4, "control characters"),
        (b"%PDF-1.7\n% text", "PDF file"),
        (rb"{\rtf1 She said so.}", "RTF file"),
        (b"\xff\xfe\0\xd8a", "utf-16"),
    ],
    ids=["empty", "blank", "mark only", "nul", "utf-16", "png", "controls", "pdf", "rtf", "cut"],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in _refused(tmp_path, data)


def test_bytes_drawn_at_random_are_refused(tmp_path: Path) -> None:
    draw = random.Random(3)
    _refused(tmp_path, bytes(draw.randrange(1, 256) for _ in range(4000)))


def test_a_few_control_characters_are_no_reason_to_refuse(tmp_path: Path) -> None:
    text = "\x1b[1mShe said so,\x07 and went on to say a good deal more about it than that."
    assert _read(tmp_path, text.encode()).text == text


def test_only_punctuation_is_text(tmp_path: Path) -> None:
    assert _read(tmp_path, b"?!... --- \"'").text == "?!... --- \"'"


def test_a_line_of_five_megabytes_is_read_whole(tmp_path: Path) -> None:
    text = "“We won’t,” he said. " * 250_000
    assert len(text) > 5_000_000
    assert _read(tmp_path, text.encode()).text == text


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    assert _read(tmp_path, b"0123456789").text == "0123456789"
    assert "more than 10 bytes" in _refused(tmp_path, b"01234567890")


@given(st.binary(max_size=300))
def test_bytes_give_an_article_or_a_reading_error(data: bytes) -> None:
    try:
        article = read_stdin(io.BytesIO(data))
    except ReadingError:
        return
    assert article.text.strip()


def test_standard_input_is_named_by_its_text() -> None:
    assert read_stdin(io.BytesIO(b"She said so.")).id == Article("She said so.").id


def test_standard_input_is_named_in_errors() -> None:
    with pytest.raises(ReadingError, match="standard input: empty"):
        read_stdin(io.BytesIO(b""))


def test_missing_and_vanished_files(tmp_path: Path) -> None:
    path = _touch(tmp_path / "in" / "a.txt")
    (file,) = find_files([tmp_path / "in"]).files
    path.unlink()
    with pytest.raises(ReadingError, match=r"a\.txt: No such file"):
        read_article(file.path)


def test_a_folder_or_a_pipe_is_no_file_to_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path, tmp_path / "pipe.txt"):
        with pytest.raises(ReadingError, match="not a regular file"):
            read_article(path)


def test_a_hostile_name_is_shown_safely(tmp_path: Path) -> None:
    path = _touch(tmp_path / "{0}%s\x1b[31m\nred\u202e.txt", text="")
    with pytest.raises(ReadingError) as caught:
        read_article(path)
    assert "{0}%s␛[31m␊red\ufffd.txt: empty" in str(caught.value)


def test_a_folder_is_searched_to_the_bottom_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "A.TXT", "a/b/c.txt", "notes.md", ".hidden.txt", ".git/x.txt"):
        _touch(tmp_path / name)
    found = find_files([tmp_path])
    relative = [file.path.relative_to(tmp_path).as_posix() for file in found.files]
    assert relative == ["A.TXT", "a/b/c.txt", "a/z.txt", "b.txt"]
    assert [file.article_id for file in found.files] == ["A", "c", "z", "b"]
    assert (found.n_skipped, found.failures) == (2, ())


def test_links_pipes_and_folders_with_the_suffix(tmp_path: Path) -> None:
    _touch(tmp_path / "folder.txt" / "real.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    found = find_files([tmp_path])
    assert [file.path for file in found.files] == [tmp_path / "folder.txt" / "real.txt"]
    assert found.n_skipped == 3


def test_a_link_to_itself_is_an_error_when_named(tmp_path: Path) -> None:
    (tmp_path / "self.txt").symlink_to("self.txt")
    (file,) = find_files([tmp_path / "self.txt"]).files
    with pytest.raises(ReadingError, match="symbolic links"):
        read_article(file.path)


def test_ids_are_as_short_as_they_can_be(tmp_path: Path) -> None:
    paths = [_touch(tmp_path / name) for name in ("x/a.txt", "x/d/a.txt", "y/a.txt", "y/b.txt")]
    found = find_files([tmp_path / "x", tmp_path / "y", paths[3]])
    assert [file.article_id for file in found.files] == [
        paths[0].as_posix(),
        "d/a.txt",
        paths[2].as_posix(),
        "b",
    ]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = _touch(tmp_path / "a.txt")
    assert find_files([path, tmp_path, path]).files == (TextFile(path, "a"),)


def test_a_named_file_may_have_any_suffix(tmp_path: Path) -> None:
    path = _touch(tmp_path / "story.md")
    assert find_files([path]).files == (TextFile(path, "story"),)


def test_a_name_that_is_no_utf_8_still_gives_an_id(tmp_path: Path) -> None:
    path = _touch(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")))
    (file,) = find_files([tmp_path]).files
    assert (file.path, file.article_id) == (path, "caf\\xe9")
    assert read_article(file.path).id == "caf\\xe9"


def test_a_folder_without_texts_is_a_failure(tmp_path: Path) -> None:
    _touch(tmp_path / "a.md")
    found = find_files([tmp_path])
    assert (found.files, found.n_skipped) == ((), 1)
    assert "no .txt file" in found.failures[0].error


def test_a_folder_that_cannot_be_listed_is_a_failure_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal is simulated: a test run as root may list everything."""
    _touch(tmp_path / "a.txt")
    _touch(tmp_path / "shut" / "b.txt")
    scandir = os.scandir

    def guarded(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = find_files([tmp_path])
    assert [file.article_id for file in found.files] == ["a"]
    assert found.failures[0].error == f"{tmp_path / 'shut'}: Permission denied"


def test_a_file_nobody_can_look_at_is_left_to_reading_to_explain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated too: a folder that may be listed but not entered."""
    path = _touch(tmp_path / "a.txt")

    def refuse(self: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "is_file", refuse)
    (file,) = find_files([tmp_path]).files
    with pytest.raises(ReadingError, match=r"a\.txt: Permission denied"):
        read_article(path)
    monkeypatch.setattr(Path, "is_dir", refuse)
    assert find_files([file.path]).files == (file,)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_read_permission(tmp_path: Path) -> None:
    path = _touch(tmp_path / "a.txt")
    path.chmod(0)
    with pytest.raises(ReadingError, match="Permission denied"):
        read_article(path)
