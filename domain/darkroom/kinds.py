"""What a file is by its first bytes; its name says nothing. What is no photo or paper is refused by its right name."""

from domain.darkroom.limits import RefusedError

JPEG, PNG, WEBP, HEIC, AVIF = "image/jpeg", "image/png", "image/webp", "image/heic", "image/avif"
PDF = "application/pdf"
NAMES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WebP", HEIC: "HEIC", AVIF: "AVIF"}
ACCEPTED = "JPEG、PNG、WebP、HEIC、AVIF 照片或 PDF"
BRANDS = {
    HEIC: (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"),
    AVIF: (b"avif", b"avis"),
}
"""Major brands of the container (ISO 14496-12): HEIC is what iPhones and many Android phones write."""
MIXED = (b"mif1", b"msf1")
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    JPEG: (b"\xff\xd8\xff",),
    PNG: (b"\x89PNG\r\n\x1a\n",),
    PDF: (b"%PDF-",),
}
OTHERS: dict[str, tuple[bytes, ...]] = {
    "GIF 动图": (b"GIF8",),
    "BMP 位图": (b"BM",),
    "RAW 或 TIFF 照片": (b"II*\x00", b"MM\x00*", b"II\x55\x00", b"IIRO"),
    "JPEG XL 照片": (b"\xff\x0a", b"\x00\x00\x00\x0cJXL "),
    "Office 文档或压缩包": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf"),
}
HEAD = 1024


def kind_of(data: bytes) -> str:
    """The media type that the first bytes say; raises RefusedError saying what the file is instead."""
    if not data:
        raise RefusedError("文件是空的，请重新拍照或选择文件")
    for kind, beginnings in BEGINNINGS.items():
        if data.startswith(beginnings):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        return _brand(data)
    for name, beginnings in OTHERS.items():
        if data.startswith(beginnings):
            raise RefusedError(f"这是{name}，不能作为照片：请直接拍照，或改存为 JPEG 后上传")
    raise RefusedError(f"不是{ACCEPTED}，请重新拍照或选择文件")


def _brand(data: bytes) -> str:
    """Of the brand common to both, the compatible ones decide."""
    length = int.from_bytes(data[:4], "big")
    major, others = data[8:12], data[16 : min(length, HEAD)]
    if major in MIXED and any(brand in others for brand in BRANDS[AVIF]):
        return AVIF
    for kind, brands in BRANDS.items():
        if major in brands:
            return kind
    raise RefusedError("这是视频或相机的专用格式，不能作为照片：请拍照片上传")
