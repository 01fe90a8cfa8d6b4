from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from sayso.writing.files import open_whole


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.txt"
    with open_whole(path) as stream:
        stream.write("é\n")
        assert not path.exists()
    assert path.read_bytes() == "é\n".encode()
    assert list(path.parent.iterdir()) == [path]


def test_after_an_exception_the_old_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def write_half() -> None:
        with open_whole(path) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_mode_is_that_of_any_new_file(tmp_path: Path) -> None:
    with open_whole(tmp_path / "a") as stream:
        stream.write("x")
    (tmp_path / "b").touch()
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with open_whole(tmp_path / "link") as stream:
        stream.write("x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "x"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with open_whole(pipe) as stream:
        stream.write("x")
    reader.join()
    assert (read, pipe.is_fifo()) == (["x"], True)


def test_a_lone_surrogate_is_written_as_its_escape(tmp_path: Path) -> None:
    with open_whole(tmp_path / "a") as stream:
        stream.write("\ud800")
    assert (tmp_path / "a").read_text() == "\\ud800"
