// Photos of every form that posts by itself: judged and made small when they are chosen, shown before they are sent.
"use strict";

(() => {
  const chosen = new WeakMap();  // how often somebody has chosen in a field
  let working = 0, waiting = null, turn = Promise.resolve();

  function complain(field, texts) {
    field.querySelectorAll("[data-complaint]").forEach((line) => line.remove());
    texts.forEach((text) => {
      const line = document.createElement("p");
      line.className = "error";
      line.dataset.complaint = "photo";
      line.setAttribute("role", "alert");
      line.textContent = text;
      field.append(line);
    });
  }

  // Older browsers cannot put files into a field: then what was chosen stays, and the server judges it.
  function put(input, files) {
    try {
      const all = new DataTransfer();
      files.forEach((file) => all.items.add(file));
      input.files = all.files;
    } catch (error) { /* as it was */ }
  }

  async function prepared(file, papers, said) {
    const { blob, why } = await Photos.taken(file, papers);
    if (why) { said.push(`${file.name}：${why}`); return null; }
    return blob === file ? file : new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  }

  function draw(field, input) {
    const shots = field.querySelector(".shots");
    if (!shots) return;
    shots.querySelectorAll("li").forEach((shown) => { if (shown.from === input) shown.remove(); });
    Array.from(input.files).forEach((file) => {
      const shown = document.createElement("li"), image = document.createElement("img");
      image.src = URL.createObjectURL(file);
      image.alt = "待上传：" + file.name;
      image.addEventListener("load", () => { URL.revokeObjectURL(image.src); });
      shown.from = input;
      shown.append(image);
      shots.append(shown);
    });
  }

  // Who chooses anew meanwhile is not overwritten: that choice has a turn of its own.
  async function prepare(field, input, time) {
    const said = [], files = [];
    for (const file of Array.from(input.files)) {
      const ready = await prepared(file, field.dataset.photos === "papers", said);
      if (ready) files.push(ready);
    }
    if (chosen.get(input) !== time) return;
    put(input, files);
    complain(field, said);
    draw(field, input);
  }

  document.addEventListener("change", (event) => {
    const input = event.target, field = input.closest && input.closest("[data-photos]");
    if (!field || input.type !== "file") return;
    const time = (chosen.get(input) || 0) + 1;
    chosen.set(input, time);
    if (!input.files.length) { complain(field, []); draw(field, input); return; }
    working += 1;
    turn = turn.then(() => prepare(field, input, time)).catch(() => {}).then(() => {
      working -= 1;
      if (working || !waiting) return;
      const { form, submitter } = waiting;
      waiting = null;
      if (form.requestSubmit) form.requestSubmit(submitter); else form.submit();
    });
  });

  // Whoever presses meanwhile waits for the photos.
  document.addEventListener("submit", (event) => {
    if (!working || event.defaultPrevented) return;
    event.preventDefault();
    waiting = { form: event.target, submitter: event.submitter };
  }, true);
})();
