"""The process that sets one document: form, template and fonts as arguments, content on stdin, the document on stdout."""

import sys
from pathlib import Path
from typing import Literal, cast


def main(form: Literal["pdf", "png"], template: str, fonts: str) -> None:
    """PDF is tagged for screen readers. Source: PDF/UA-1, ISO 14289-1."""
    import typst

    folder = Path(template).parent
    pages = typst.compile(
        template,
        root=str(folder),
        font_paths=[fonts],
        ignore_system_fonts=True,
        # A folder that is not there: no package can be found, and none is fetched.
        package_path=str(folder / "none"),
        package_cache_path=str(folder / "none"),
        sys_inputs={"content": sys.stdin.buffer.read().decode()},
        format=form,
        pdf_standards=["ua-1"] if form == "pdf" else [],
    )
    for page in pages if isinstance(pages, list) else [pages]:
        sys.stdout.buffer.write(page)


if __name__ == "__main__":
    wanted, of, letters = sys.argv[1:]
    main(cast(Literal["pdf", "png"], wanted), of, letters)
