"""What was published and stored, read whole and compared with its checksums; nothing is changed."""

from scenes.publish.build import build
from scenes.publish.cache import write_size
from scenes.publish.clips.clip_store import ClipStore
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.listener import Console
from scenes.publish.lecture.planning import Order


def verify(order: Order, console: Console, store: ClipStore | None = None) -> bool:
    """Check a folder's files and the stored clips, and tell what a build would do.

    Args:
        order: What would be built, and in which folder.
        console: Is told what is not as it was made, how much there is, and the plan.
        store: Where clips are kept; by default the user's.

    Returns:
        Whether all files are as they were made.

    Raises:
        PreflightError: If the build would be refused.
    """
    store = store or ClipStore()
    folder = OutFolder(order.out)
    faults = [*folder.faults(), *store.faults()]
    for fault in faults:
        console.say(fault)
    manifest = folder.manifest()
    files = list(manifest.files()) if manifest is not None else []
    entries = store.entries()
    console.say(
        f"{order.out}: {len(files)} files, {write_size(sum(file.bytes for file in files))}; "
        f"{store.root}: {len(entries)} clips, {write_size(sum(entry.size for entry in entries))}; "
        f"not as they were made: {len(faults) or 'none'}"
    )
    build(order, console, dry_run=True, store=store)
    return not faults
