"""Files the bot fetches. Law: twenty megabytes at most; the path leads to the bytes for an hour or longer."""

from sandbox.errors import bad_request
from sandbox.methods.registry import Registry
from sandbox.params import Params
from sandbox.values import JsonObject
from sandbox.world import World

FILES = Registry()
DOWNLOAD_CAP = 20 << 20
SHORTEST_ID = 20


@FILES.add("getFile")
def get_file(world: World, params: Params) -> object:
    """Tell where a file can be fetched."""
    file_id = params.text("file_id").strip()
    if not file_id:
        raise bad_request("file_id not specified")
    stored = world.cloud.find(file_id)
    if stored is None:
        short = len(file_id) < SHORTEST_ID
        raise bad_request(
            "invalid file_id" if short else "wrong file_id or the file is temporarily unavailable"
        )
    if stored.size > DOWNLOAD_CAP:
        raise bad_request("file is too big")
    file: JsonObject = {"file_id": file_id, "file_unique_id": stored.unique_id}
    if stored.size:
        file["file_size"] = stored.size
    return file | {"file_path": stored.path}
