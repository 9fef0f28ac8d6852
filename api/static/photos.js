// Photos made small on the phone: at most 1920 pixels, upright, and without what the camera wrote into them. What is no
// photo is said when it is chosen, by its first bytes, with or without signal.
"use strict";

const Photos = (() => {
  const LONGEST = 1920, QUALITY = 0.8, MOST_BYTES = 20 * 1024 * 1024, HEAD = 12;
  const PHOTO = [/^\xff\xd8\xff/, /^\x89PNG/, /^RIFF[^]{4}WEBP/, /^[^]{4}ftyp(he[iv][cxms]|mif1|msf1|avi[fs])/];
  const PAPER = /^%PDF-/;
  const OTHERS = [
    [/^GIF8/, "GIF 动图"], [/^BM/, "BMP 位图"], [/^(II\*\0|MM\0\*|IIU\0|IIRO)/, "RAW 或 TIFF 照片"], [PAPER, "PDF"],
    [/^(\xff\x0a|\0\0\0\x0cJXL )/, "JPEG XL 照片"], [/^(PK\x03\x04|\xd0\xcf\x11\xe0|Rar!|7z\xbc\xaf)/, "Office 文档或压缩包"],
    [/^[^]{4}ftyp|^\x1a\x45\xdf\xa3|^RIFF[^]{4}AVI/, "视频或相机的专用格式"],
  ];

  function beginning(file) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String.fromCharCode(...new Uint8Array(reader.result)));
      reader.onerror = () => reject(reader.error);
      reader.readAsArrayBuffer(file.slice(0, HEAD));
    });
  }

  // Why this file cannot be taken, as a sentence; nothing when it may.
  async function refusal(file, papers) {
    let head = "";
    try { head = await beginning(file); } catch (error) { return "这个文件打不开，请重新选择。"; }
    if (!head) return "文件是空的，请重新拍照或选择文件。";
    if (PHOTO.some((kind) => kind.test(head)) || (papers && PAPER.test(head))) return "";
    const [, name] = OTHERS.find(([kind]) => kind.test(head)) || [];
    const what = papers ? "照片或 PDF" : "照片";
    return name ? `这是${name}，不能作为${what}：请直接拍照，或改存为 JPEG 后再选。` : `这不是${what}，请重新拍照或选择。`;
  }

  async function decoded(file) {
    if (window.createImageBitmap) {
      try { return await createImageBitmap(file, { imageOrientation: "from-image" }); } catch (error) { /* the older way */ }
    }
    const address = URL.createObjectURL(file);
    try {
      const image = new Image();
      image.src = address;
      await image.decode();
      return image;
    } finally { URL.revokeObjectURL(address); }
  }

  // A photo that this phone cannot read, such as HEIC on many, goes as it is: the server can.
  async function small(file, longest = LONGEST, quality = QUALITY) {
    try {
      const picture = await decoded(file);
      const wide = picture.naturalWidth || picture.width, high = picture.naturalHeight || picture.height;
      const scale = Math.min(1, longest / Math.max(wide, high));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(wide * scale));
      canvas.height = Math.max(1, Math.round(high * scale));
      const paint = canvas.getContext("2d");
      paint.fillStyle = "#fff";
      paint.fillRect(0, 0, canvas.width, canvas.height);
      paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
      if (picture.close) picture.close();
      const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });
      return blob || file;
    } catch (error) { return file; }
  }

  // A page over plain HTTP has no such function; then the server's hash and the size must do.
  async function hash(blob) {
    if (!window.crypto || !crypto.subtle || !blob.arrayBuffer) return null;
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return Array.from(new Uint8Array(digest), (n) => n.toString(16).padStart(2, "0")).join("");
  }

  // The photo as it is sent, or why it is not; a paper goes as it is.
  async function taken(file, papers) {
    const wrong = await refusal(file, papers);
    if (wrong) return { blob: null, why: wrong };
    const blob = PAPER.test(await beginning(file)) ? file : await small(file);
    const heavy = blob.size > MOST_BYTES;
    return { blob, why: heavy ? `文件有 ${Math.ceil(blob.size / 1024 / 1024)} MB，最多 20 MB，请缩小后再选。` : "" };
  }

  // For a way that lets only little through; never more than it was.
  async function smaller(blob) {
    const less = await small(blob, 1024, 0.5);
    return less.size < blob.size ? less : blob;
  }

  return { taken, hash, smaller };
})();
