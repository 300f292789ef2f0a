"""What of rights reaches across materials: which flyers show one."""

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from campaign.materials.models import Material, Version, VersionImage


def flyers_showing(material_id: int) -> Select[Material]:
    """Flyers of which any frozen version shows any version of this image."""
    image = aliased(Version)
    return (
        select(Material)
        .join(Version, Version.material_id == Material.id)
        .join(VersionImage, VersionImage.version_id == Version.id)
        .join(image, image.id == VersionImage.image_version_id)
        .where(image.material_id == material_id)
        .order_by(Material.id)
        .distinct()
    )
