"""Every lesson as nbconvert runs it: lessons.py LESSONS WORK

All cells, in each language that is there; an error ends a run. Prints a line for each notebook, `ok` or `FAIL`."""
import json
import os
import subprocess
import sys
from pathlib import Path

lessons, work = Path(sys.argv[1]), Path(sys.argv[2])
NOT_CLAUDE = {"en": "recorded practice material, not Claude", "zh": "录制的练习材料，不是 Claude"}
os.environ["XDG_STATE_HOME"] = str(work / "state")
failed = False


def nbconvert(to, notebooks, folder, *options):
    return subprocess.run([sys.executable, "-m", "nbconvert", "--to", to, "--log-level=WARN", "--output-dir", str(folder), *options,
                           *map(str, notebooks)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)


def problems_of(notebook, run, language):
    if not run.exists():
        return ["it was not run to its end"]
    problems = []
    before = {cell["id"]: cell for cell in json.loads(notebook.read_text())["cells"]}
    cells = [cell for cell in json.loads(run.read_text())["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        source = "".join(cell["source"])
        outputs = json.dumps(cell["outputs"], ensure_ascii=False)
        has_answer = before[cell["id"]]["metadata"].get("tutorial", {}).get("replies") and "%cpp" not in source
        if cell["execution_count"] is None and source.strip():
            problems.append(f"{cell['id']} was not run")
        if any(output["output_type"] == "error" for output in cell["outputs"]):
            problems.append(f"{cell['id']} ended with an error")
        if has_answer and NOT_CLAUDE[language] not in outputs:
            problems.append(f"{cell['id']} does not say that its answer is not Claude's")
    return problems if cells else ["it has no cells"]


for language, folder in (("en", lessons), ("zh", lessons / "zh")):
    target = work / language
    for old in target.glob("*"):
        old.unlink()
    notebooks = sorted(folder.glob("*.ipynb"))
    done = nbconvert("notebook", notebooks, target, "--execute", "--ExecutePreprocessor.timeout=60",
                     "--ExecutePreprocessor.raise_on_iopub_timeout=True")
    runs = sorted(target.glob("*.ipynb"))
    pages = nbconvert("html", runs, target) if runs else done
    failed = failed or done.returncode != 0 or pages.returncode != 0
    print(done.stderr + (pages.stderr if pages is not done else ""), file=sys.stderr)
    for notebook in notebooks:
        problems = problems_of(notebook, target / notebook.name, language)
        page = target / (notebook.stem + ".html")
        if not problems and "<details>" not in page.read_text():
            problems = ["its page does not show what was sent"]
        failed = failed or bool(problems)
        print(("FAIL" if problems else "ok") + f" jupyter nbconvert {language} {notebook.stem}")
        for problem in problems:
            print(f"{notebook.name}: {problem}", file=sys.stderr)
sys.exit(failed)
