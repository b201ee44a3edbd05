"""Two papers in Markdown -> the same papers in every format that `sinograph build` reads.

    python3 -m venv venv && venv/bin/pip install typst python-docx opencc-python-reimplemented
    venv/bin/python scripts/make_fixtures.py tests/fixtures/same

reads zh.md and en.md in the folder and writes beside them, for each:

    NAME.txt  NAME.gb18030.txt (zh)   plain text, as one copies it from a page
    zh-hant.txt                       the same in traditional characters
    NAME.html                         a journal page with menus, related links and citation_* metadata
    NAME.docx                         Word: headings as styles, a table, a footer with the page number
    NAME-1.pdf  NAME-2.pdf            one and two columns, running titles, page numbers and a footnote, made by typst
    NAME-lines.pdf                    a manuscript with a number in front of every line and a table without any rule
    NAME-rules.pdf                    a table between three rules, as journals print it
    NAME-word.pdf                     the DOCX printed by LibreOffice, where `soffice` is installed
    NAME-print.pdf                    the article of the page printed by Chromium, where it is installed

The PDFs need a Chinese font; Debian has one in fonts-noto-cjk. The results are committed, so tests need none of this.
"""

import html
import re
import subprocess
import shutil
import sys
from pathlib import Path

RUNNING = {"zh": "社会发展研究 2024年第4期", "en": "Rural Policy Review, Vol. 18, No. 2, 2024"}
FOOTNOTE = {
    "zh": "基金项目：社会发展规划课题“县域公共服务研究”。",
    "en": "Funding: Grant 1402 of the Northfield Foundation.",
}
FONT = {"zh": "Noto Serif CJK SC", "en": "Libertinus Serif"}


def blocks(text):
    """The Markdown as (kind, value): h1.. headings, p paragraphs, table rows."""
    rows = []
    for line in text.splitlines() + [""]:
        if line.startswith("|"):
            if not set(line) <= set("|- "):
                rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            yield "table", rows
            rows = []
        if heading := re.match(r"(#+) (.*)", line):
            yield f"h{len(heading[1])}", heading[2]
        elif line:
            yield "p", line


def plain(text):
    out = []
    for kind, value in blocks(text):
        if kind == "table":
            out += ["\t".join(row) for row in value] + [""]
        else:
            out += [value, ""]
    return "\n".join(out)


def page(text, lang):
    parts = list(blocks(text))
    title = parts[0][1]
    authors = re.split(r"[，,]\s*", parts[1][1])
    keywords = next(v for k, v in parts if k == "p" and re.match("关键词|Keywords", v))
    keywords = re.split(r"[；;]\s*", re.split("[：:]", keywords, maxsplit=1)[1])
    body = []
    for kind, value in parts:
        if kind == "table":
            cells = lambda row, tag: "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row)
            lines = [f"<tr>{cells(row, 'th' if n == 0 else 'td')}</tr>" for n, row in enumerate(value)]
            body.append("<table>\n" + "\n".join(lines) + "\n</table>")
        else:
            body.append(f"<{kind}>{html.escape(value)}</{kind}>")
    site, menu, related = {
        "zh": ("社会发展研究", ["首页", "期刊导航", "投稿须知", "联系我们"], ["城市更新的融资难题", "数字乡村的三条路径"]),
        "en": ("Rural Policy Review", ["Home", "Issues", "Submit", "Contact"], ["Ten years of land reform", "What bees tell us"]),
    }[lang]
    metas = [("citation_title", title), ("citation_journal_title", site), ("citation_publication_date", "2024/04/15"),
             ("citation_doi", f"10.5555/fixture.{lang}.2024"), ("citation_keywords", "; ".join(keywords))]
    metas += [("citation_author", author) for author in authors]
    head = "\n".join(f'<meta name="{name}" content="{html.escape(value)}">' for name, value in metas)
    nav = "".join(f'<li><a href="/{n}">{item}</a></li>' for n, item in enumerate(menu))
    aside = "".join(f'<li><a href="/paper/{n}">{item}</a></li>' for n, item in enumerate(related))
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{html.escape(title)} - {site}</title>
{head}
<style>body {{ margin: 0 }} table {{ border-collapse: collapse }} td, th {{ border: 1px solid; padding: 4px 10px }}</style><script>var tracker = "<p>not text</p>";</script></head>
<body>
<header><div class="logo">{site}</div><nav><ul>{nav}</ul></nav></header>
<main><article>
{chr(10).join(body)}
</article></main>
<aside class="related"><h3>{'相关文章' if lang == 'zh' else 'Related articles'}</h3><ul>{aside}</ul></aside>
<footer><p>Copyright © 2024 {site}</p></footer>
</body></html>
"""


def docx(text, lang, path):
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = Document()
    document.core_properties.title = next(blocks(text))[1]
    document.sections[0].header.paragraphs[0].text = RUNNING[lang]
    footer = document.sections[0].footer.paragraphs[0].add_run()
    for kind, value in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = value
        footer._r.append(element)
    for kind, value in blocks(text):
        if kind == "table":
            table = document.add_table(rows=0, cols=len(value[0]), style="Table Grid")
            for row in value:
                for cell, words in zip(table.add_row().cells, row):
                    cell.text = words
        elif kind == "h1":
            document.add_paragraph(value, style="Title")
        elif kind.startswith("h"):
            document.add_heading(value, level=int(kind[1]) - 1)
        else:
            document.add_paragraph(value)
    document.save(path)


# How a table is ruled, and whether lines are numbered.
GRID, BARE, THREE = "", "stroke: none, ", "stroke: none, table.hline(y: 0), table.hline(y: 1, stroke: 0.5pt), "


def typst(text, lang, columns, path, rules=GRID, is_numbered=False):
    import typst as compiler

    def escape(words):
        return re.sub(r"([\\#$*_`<>@\[\]~])", r"\\\1", words).replace("//", "/\\/")

    size = {1: "11pt", 2: "9.5pt"}[columns]
    out = [
        f'#set page(paper: "a4", columns: {columns}, margin: (x: 2.2cm, y: 2.6cm), header: align(center, text(8pt)[{RUNNING[lang]}]), '
        'footer: align(center, text(8pt, context counter(page).display())))',
        f'#set text(font: ("Libertinus Serif", "{FONT[lang]}"), size: {size}, lang: "{lang}", hyphenate: true)',
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true))",
        "#show heading: set par(first-line-indent: 0em)",
        "#show figure: set block(breakable: false)",
    ]
    if is_numbered:
        out.append('#set par.line(numbering: "1")')
    last = ", table.hline()" if rules == THREE else ""
    front, is_front = [], True
    body = []
    for kind, value in blocks(text):
        if kind == "h2":
            is_front = False
        target = front if is_front else body
        if kind == "table":
            cells = ", ".join(f"[{escape(cell)}]" for row in value for cell in row)
            target.append(f"#text(8pt, table(columns: {len(value[0])}, {rules}{cells}{last}))")
        elif kind == "h1":
            target.append(f"#align(center, text(16pt, weight: \"bold\")[{escape(value)}#footnote[{FOOTNOTE[lang]}]])")
        elif kind.startswith("h"):
            target.append("=" * (int(kind[1]) - 1) + " " + escape(value))
        elif is_front and ":" not in value and "：" not in value:
            target.append(f"#align(center)[{escape(value)}]")
        elif re.match(r"表\d |Table \d\.", value):
            target.append(f"#align(center, text(8.5pt)[{escape(value)}])")
        else:
            target.append(escape(value))
    head = "\n\n".join(front)
    if columns == 2:
        head = f'#place(top + center, scope: "parent", float: true, clearance: 1.5em)[#set align(left)\n{head}]'
    path.write_bytes(compiler.compile(("\n".join(out) + "\n\n" + head + "\n\n" + "\n\n".join(body)).encode()))


def main():
    folder = Path(sys.argv[1])
    for lang in ("zh", "en"):
        text = (folder / f"{lang}.md").read_text("utf-8")
        (folder / f"{lang}.txt").write_text(plain(text), "utf-8")
        if lang == "zh":
            from opencc import OpenCC

            (folder / "zh.gb18030.txt").write_bytes(plain(text).encode("gb18030"))
            (folder / "zh-hant.txt").write_text(OpenCC("s2t").convert(plain(text)), "utf-8")
        (folder / f"{lang}.html").write_text(page(text, lang), "utf-8")
        docx(text, lang, folder / f"{lang}.docx")
        for columns in (1, 2):
            typst(text, lang, columns, folder / f"{lang}-{columns}.pdf")
        typst(text, lang, 1, folder / f"{lang}-lines.pdf", BARE, is_numbered=True)
        typst(text, lang, 1, folder / f"{lang}-rules.pdf", THREE)
        if chromium := shutil.which("chromium"):
            article = re.sub(r"(?s)<header>.*?</header>|<aside.*?</aside>|<footer>.*?</footer>", "", page(text, lang))
            (folder / "print.html").write_text(article, "utf-8")
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            out = folder.resolve() / f"{lang}-print.pdf"
            subprocess.run([chromium, *options, f"--print-to-pdf={out}", folder.resolve() / "print.html"], check=True)
            (folder / "print.html").unlink()
        if office := shutil.which("soffice"):
            subprocess.run([office, "--headless", "--convert-to", "pdf", "--outdir", folder / "out", folder / f"{lang}.docx"], check=True)
            shutil.move(folder / "out" / f"{lang}.pdf", folder / f"{lang}-word.pdf")
            (folder / "out").rmdir()


if __name__ == "__main__":
    main()
