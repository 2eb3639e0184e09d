def write_page(manifest, folder):
    (folder / "index.html").write_text("x")
