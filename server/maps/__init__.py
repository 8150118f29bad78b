"""Pictures of the country: where a place stands in them, and what the map page shows.

Every picture is SVG that the server draws, with the same rows as a table beside it. The outlines come
from `static/vendor/`, which a build makes; without them the tile map stands alone.
"""
