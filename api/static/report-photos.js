// Photos made small on the phone: at most 1920 pixels, upright, and without what the camera wrote into them.
"use strict";

const ReportPhotos = (() => {
  const LONGEST = 1920, QUALITY = 0.8;

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

  // A file that this phone cannot read goes as it is: the server says what is wrong with it.
  async function small(file) {
    try {
      const picture = await decoded(file);
      const wide = picture.naturalWidth || picture.width, high = picture.naturalHeight || picture.height;
      const scale = Math.min(1, LONGEST / Math.max(wide, high));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(wide * scale));
      canvas.height = Math.max(1, Math.round(high * scale));
      const paint = canvas.getContext("2d");
      paint.fillStyle = "#fff";
      paint.fillRect(0, 0, canvas.width, canvas.height);
      paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
      if (picture.close) picture.close();
      const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
      return blob || file;
    } catch (error) { return file; }
  }

  // A page over plain HTTP has no such function; then the server's hash and the size must do.
  async function hash(blob) {
    if (!window.crypto || !crypto.subtle || !blob.arrayBuffer) return null;
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return Array.from(new Uint8Array(digest), (n) => n.toString(16).padStart(2, "0")).join("");
  }

  return { small, hash };
})();
