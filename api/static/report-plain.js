// When this phone keeps nothing: it is said while somebody writes, and the form goes out by itself with every photo.
"use strict";

const ReportPlain = (() => {
  const { form, make } = ReportScreen;
  const ONLY_HERE = "写的内容和照片只在这一页，请不要关闭；点“上报”会直接发送。";
  const FULL = `手机存满了，草稿没有存下：${ONLY_HERE}`;
  const CLOSED = `这个浏览器现在不能保存草稿（例如无痕模式，或存储被关闭）：${ONLY_HERE}`;
  const AGAIN = "照片放不回表单，请重新选一次照片。";
  const given = new Map();  // what each field of photos holds by now: choosing more adds to it
  let on = false, photos = [];

  const many = (role) => form.querySelector(`input[type=file][name="${role}"][multiple]`);

  function say(text) {
    const line = make("p", text, "refusal");
    line.setAttribute("role", "alert");
    form.querySelector(".send").before(line);
    line.scrollIntoView({ block: "nearest" });
  }

  function put(input, files) {
    const all = new DataTransfer();
    files.forEach((file) => all.items.add(file));
    input.files = all.files;
    given.set(input, files);
  }

  // The photos of the screen, as they were made small, back into the fields they came from; photo-fields.js shows them.
  function giveBack(more) {
    const named = photos.map((one, n) => [one.role, new File([one.blob], `${n + 1}.jpg`, { type: one.blob.type || "image/jpeg" })]);
    const all = [...named, ...more.map(({ role, file }) => [role, file])];
    new Set(all.map(([role]) => role)).forEach((role) => {
      form.querySelectorAll(`[data-shots="${role}"]`).forEach((list) => { list.textContent = ""; });
      put(many(role), all.filter(([of]) => of === role).map(([, file]) => file));
      many(role).dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // The store failed for good; `more` are photos that it did not take.
  function begin(error, more = []) {
    if (on) return;
    on = true;
    document.documentElement.classList.remove("keeps");
    say(error && error.name === "QuotaExceededError" ? FULL : CLOSED);
    try { giveBack(more); } catch (failed) { say(AGAIN); }
  }

  function added(input) {
    const before = given.get(input) || [], now = Array.from(input.files);
    if (!before.some((file) => now.includes(file))) put(input, [...before, ...now]);
  }

  return { begin, added, isOn: () => on, remember: (shown) => { photos = shown; } };
})();
