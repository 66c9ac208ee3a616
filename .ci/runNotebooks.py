"""Executes the notebooks of a folder and checks that each shows tables and a figure in the forms that notebooks know."""

import pathlib
import sys

import nbformat
from nbclient import NotebookClient

folder = pathlib.Path(sys.argv[1])
figure = {"application/vnd.vegalite.v5+json", "image/png", "text/plain"}
failed = 0
for path in sorted(folder.glob("*.ipynb")):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, kernel_name="deno", resources={"metadata": {"path": str(folder)}})
    client.execute()
    shown = [
        set(output["data"])
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output["output_type"] in ("display_data", "execute_result")
    ]
    is_right = figure in shown and any("text/html" in kinds for kinds in shown)
    print(f"{path.name}: {len(shown)} outputs, {'as they should be' if is_right else f'but {shown}'}")
    failed += not is_right
    nbformat.write(notebook, path.with_suffix(".executed.ipynb"))
sys.exit(failed)
