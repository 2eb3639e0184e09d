"""The colours of the film and of the page, by meaning: see `scenes.stage.theme.Theme`.

The hues come from the set of Okabe and Ito (2008), lightened or darkened so that text in them keeps
a contrast of 4.5:1 against the background, plates and the loss map.
"""

DARK = {
    "background": "#0B0F17",
    "ink": "#F4F6F8",
    "muted": "#A3ADBA",
    "plate": "#0B0F17",
    "casing": "#000000",
    "data": "#5BB8F0",
    "prediction": "#F0A020",
    "w1": "#F098C8",
    "w0": "#3FD0A0",
    "gradient": "#FF8D68",
    "antigradient": "#F0E442",
    "path": "#FFFFFF",
    "keras_path": "#C3A6FF",
    "small_rate": "#9DB2FF",
    "large_rate": "#FF9090",
    "steep_axis": "#E3C8A0",
    "flat_axis": "#9BD84F",
    "minimum": "#0B0F17",
    "low_loss": "#92CA78",
    "middle_loss": "#2690A8",
    "high_loss": "#3B3C86",
    "contour": "#0B0F17",
    "edge": "#BFF0E2",
    "level_line": "#FFFFFF",
}

LIGHT = {
    "background": "#FBFBF8",
    "ink": "#14181F",
    "muted": "#525B66",
    "plate": "#FBFBF8",
    "casing": "#FFFFFF",
    "data": "#0A63A5",
    "prediction": "#9A5B00",
    "w1": "#7E1A6D",
    "w0": "#02523B",
    "gradient": "#86002D",
    "antigradient": "#554602",
    "path": "#101010",
    "keras_path": "#711098",
    "small_rate": "#1F3AA0",
    "large_rate": "#900018",
    "steep_axis": "#23126B",
    "flat_axis": "#294F00",
    "minimum": "#FBFBF8",
    "low_loss": "#173A5E",
    "middle_loss": "#3F93A8",
    "high_loss": "#BFC8EA",
    "contour": "#FBFBF8",
    "edge": "#123049",
    "level_line": "#101010",
}

PALETTES = {"dark": DARK, "light": LIGHT}
