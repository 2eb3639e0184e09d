def write_sweep_page(sets, folder):
    pass
