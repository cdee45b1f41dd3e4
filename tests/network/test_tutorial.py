import doctest
from pathlib import Path

TUTORIAL = Path(__file__).parents[2] / "docs" / "analysis_tutorial.md"


def test_the_tutorial_says_what_happens():
    result = doctest.testfile(str(TUTORIAL), module_relative=False, encoding="utf-8")
    assert result.attempted > 15
    assert result.failed == 0
