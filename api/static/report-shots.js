// The photos of the draft on the screen, each with how far it is and a way to take it out again.
"use strict";

const ReportShots = (() => {
  const { form, make, press, refill } = ReportScreen;
  const seen = new Map();  // the address of each picture

  function draw(photos, again) {
    form.querySelectorAll("[data-shots]").forEach((list) => {
      const own = photos.filter((photo) => photo.role === list.dataset.shots);
      refill(list, ...own.map((photo, n) => oneShot(photo, n + 1, again)));
    });
  }

  function oneShot(photo, n, again) {
    const item = make("li", "", photo.error ? "shot wrong" : "shot");
    const image = make("img");
    if (!seen.has(photo.id)) seen.set(photo.id, URL.createObjectURL(photo.blob));
    // A photo that this phone cannot show, such as HEIC on many, the server can once it has it.
    image.onerror = () => { image.onerror = null; if (photo.hash) image.src = `/api/evidence/${photo.hash}?size=small`; };
    image.src = seen.get(photo.id);
    image.alt = `照片 ${n}`;
    const how = make("span", photo.hash ? "已上传" : photo.error ? "没有收下" : "存在手机里", "how");
    how.dataset.photo = photo.id;
    const away = press("删除", "quiet", async () => {
      await ReportStore.drop(photo.id);
      await again();
    });
    away.setAttribute("aria-label", `删除照片 ${n}`);
    item.append(image, how, away);
    if (photo.error) item.append(make("p", photo.error, "error"));
    return item;
  }

  document.addEventListener("bihuan-progress", ({ detail: { photo, share } }) => {
    const how = document.querySelector(`[data-photo="${photo.id}"]`);
    if (how) how.textContent = `上传中 ${Math.round(share * 100)}%`;
  });

  return { draw };
})();
