"""The colours of a video: BT.709 in limited range, converted and tagged, as browsers expect of HD.

What is not tagged a player guesses, by the size of the picture and each in its own way: the same
red is then another in the video, its poster and beside it.
"""

import av
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

BT709 = 1
"""Of primaries, transfer and matrix, in ITU-T H.273."""
LIMITED = int(ColorRange.MPEG)
"""Luma from 16 to 235."""


def tag(context: av.VideoCodecContext) -> None:
    """Make an encoder of YUV say in its stream how the colours are to be read."""
    context.color_primaries = BT709
    context.color_trc = BT709
    context.colorspace = BT709
    context.color_range = LIMITED


def to_yuv(reformatter: VideoReformatter, frame: av.VideoFrame, pixel_format: str) -> av.VideoFrame:
    """Convert a frame of RGB into one of the YUV formats."""
    converted = reformatter.reformat(
        frame,
        format=pixel_format,
        # PyAV 15 and 16 leave swscale with BT.601 where both are the same.
        src_colorspace=Colorspace.DEFAULT,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )
    converted.colorspace, converted.color_range = BT709, LIMITED
    return converted
