// 随手拍 on the phone: what is typed and shot is kept at once; 上报 puts it in the queue. Without this file the form
// posts by itself.
"use strict";

(() => {
  const { form, field, at, make, press, typed, put, blank, clearComplaints, complain, told } = ReportScreen;
  const LAST = "bihuan.person";
  const isShell = form.dataset.shell === "yes";
  const about = document.getElementById("about-me");
  const TALKING = ".kept input, .error, [name=seen]";  // the server answered this form: it goes on posting by itself
  let me = null, draft = null, skew = 0, saving = 0, awaited = null;
  const seen = new Map();  // the address of each picture on the screen

  // --- Who writes, and what the phone may offer without signal ---

  async function whoWrites() {
    if (about) {
      const told = JSON.parse(about.textContent);
      skew = Date.parse(told.now) - Date.now();
      const blocks = {};
      if (!location.search) document.querySelectorAll("[data-mine]").forEach((b) => { blocks[b.dataset.mine] = b.innerHTML; });
      const before = await ReportStore.profile(told.person);
      await ReportStore.keepProfile({
        owner: told.person, name: told.name, skew, points: told.points,
        blocks: location.search && before ? before.blocks : blocks,
        care: document.body.classList.contains("care"),
      });
      localStorage.setItem(LAST, String(told.person));
      return { person: told.person, points: told.points };
    }
    const profile = await ReportStore.profile(Number(localStorage.getItem(LAST)));
    if (!profile) return null;
    skew = profile.skew;
    document.querySelectorAll("[data-mine]").forEach((b) => { b.innerHTML = profile.blocks[b.dataset.mine] || ""; });
    if (profile.care) {
      document.body.classList.add("care");
      document.body.dataset.weuiMode = "care";
    }
    return { person: profile.owner, points: profile.points || {} };
  }

  function scanned() {
    const code = (location.pathname.match(/^\/r\/(\w+)$/) || [])[1] || new URLSearchParams(location.search).get("point");
    const point = code && me.points[code];
    if (!point || !isShell) return Boolean(code);
    put({ unit: point.unit, place: point.place, category: point.category || "" });
    return true;
  }

  // --- The draft on the screen ---

  const drawWaiting = () => ReportWaiting.draw(me.person, draft && draft.id, take);
  const look = () => ReportLikely.look(me.person);

  function clear() {
    draft = null;
    blank();
  }

  const worthKeeping = (fields) => Boolean((fields.place || "").trim() || (fields.description || "").trim());

  async function keep() {
    clearTimeout(saving);
    const fields = typed();
    if (!draft && !worthKeeping(fields)) return;
    await ensureDraft();
    draft.fields = fields;
    await ReportStore.change(draft.id, { fields });
  }

  async function ensureDraft() {
    if (draft) return;
    draft = { id: ReportStore.fresh(), key: ReportStore.fresh(), owner: me.person, state: "writing", made_at: Date.now(), fields: typed() };
    await ReportStore.save(draft);
  }

  async function take(chosen) {
    if (draft && draft.id !== chosen.id) await keep();
    clear();
    draft = await ReportStore.change(chosen.id, { state: "writing", why: "", tries: 0, next_at: 0 });
    put(draft.fields);
    await drawShots();
    if (chosen.state === "refused") complain(chosen.field, chosen.why);
    await drawWaiting();
    look();
  }

  // --- Photos ---

  async function shot(input) {
    const files = Array.from(input.files), role = input.name;
    input.value = "";
    await ensureDraft();
    const mine = draft.id;
    for (const file of files) {
      const blob = await ReportPhotos.small(file);
      const photo = { id: ReportStore.fresh(), draft: mine, role, blob, place: Date.now() + Math.random(), hash: null, error: null };
      photo.sha = await ReportPhotos.hash(blob);
      if (file.lastModified) photo.taken_at = new Date(Math.min(file.lastModified, Date.now()) + skew).toISOString();
      await ReportStore.add(photo);
      await drawShots();
      if (navigator.onLine !== false) ReportSending.upload(photo);
    }
    clearComplaints(role);
  }

  async function drawShots() {
    if (!draft) return;
    const photos = await ReportStore.photos(draft.id);
    form.querySelectorAll("[data-shots]").forEach((list) => {
      const own = photos.filter((photo) => photo.role === list.dataset.shots);
      list.replaceChildren(...own.map((photo, n) => oneShot(photo, n + 1)));
    });
  }

  function oneShot(photo, n) {
    const item = make("li", "", photo.error ? "shot wrong" : "shot");
    const image = make("img");
    if (!seen.has(photo.id)) seen.set(photo.id, URL.createObjectURL(photo.blob));
    image.src = seen.get(photo.id);
    image.alt = `照片 ${n}`;
    const how = make("span", photo.hash ? "已上传" : photo.error ? "没有收下" : "存在手机里", "how");
    how.dataset.photo = photo.id;
    const away = press("删除", "quiet", async () => {
      await ReportStore.drop(photo.id);
      await drawShots();
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
  document.addEventListener("bihuan-photo", ({ detail: { found } }) => {
    drawShots();
    if (found === "sign_in") told("登录已过期：内容都存在手机里，登录后自动发送。", `/sign-in?next=/report`, "去登录");
  });

  // --- What is missing ---

  const NEEDED = { place: "请写明部位。", category: "请点选类别。", description: "请写一句哪里不对。" };

  async function missing(fields) {
    const photos = draft ? await ReportStore.photos(draft.id) : [];
    const wanted = [];
    if (!photos.some((p) => p.role === "photos") && !(fields.no_photo_because || "").trim()) wanted.push(["photos", "请至少拍一张照片；不便拍照的，点开“不便拍照”写明原因。"]);
    if (photos.some((p) => p.error && (p.role === "photos" || fields.fixed))) wanted.push(["photos", "有照片没有收下，请删除后重拍。"]);
    Object.entries(NEEDED).forEach(([name, text]) => { if (!(fields[name] || "").trim()) wanted.push([name, text]); });
    if (field("unit") && !fields.unit) wanted.push(["unit", "请选择单位。"]);
    if (fields.fixed && !photos.some((p) => p.role === "fixed.photos")) wanted.push(["fixed.photos", "请拍一张整改后的照片。"]);
    if (fields.fixed && !fields["fixed.fixer"]) wanted.push(["fixed.fixer", "请选择谁改好的。"]);
    return wanted;
  }

  async function report(event) {
    event.preventDefault();
    if (awaited) return;
    awaited = "asking";
    try {
      clearComplaints();
      const fields = typed(), wanted = await missing(fields);
      if (wanted.length) {
        const first = wanted.map(([name, text]) => complain(name, text))[0];
        first.scrollIntoView({ block: "center" });
        const input = first.querySelector("input, textarea, select");
        if (input) input.focus({ preventScroll: true });
        return;
      }
      await keep();
      const sent = draft.id;
      await ReportStore.change(sent, { state: "queued", queued_at: Date.now(), why: "", next_at: 0, tries: 0 });
      clear();
      awaited = sent;
      told("正在发送……");
      await drawWaiting();
      await ReportSending.now();
      await howItEnded(sent);
    } finally { awaited = null; }
  }

  async function howItEnded(sent) {
    const left = await ReportStore.draft(sent);
    if (!left) return;
    if (left.state === "refused") { told(""); await take(left); return; }
    told("已存在手机里，有信号后自动发送，不用重写。");
    at("waiting").scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("bihuan-sent", async ({ detail }) => {
    if (draft && draft.id === detail.draft.id) clear();
    const where = detail.draft.fields.place;
    if (detail.ref && awaited === detail.draft.id && !draft) { location.assign(`/report/done/${detail.ref}`); return; }
    if (detail.ref) told(`已上报：${where}。`, `/h/${detail.ref}`, "查看");
    else told(`已上报：${where}。先前那次已经送达，后来的修改没有再发。`);
    await drawWaiting();
  });

  document.addEventListener("bihuan-change", drawWaiting);

  // --- Places used before ---

  function drawRecent() {
    const row = at("recent");
    if (!row) return;
    row.replaceChildren(...JSON.parse(row.dataset.places || "[]").map((place) => press(place, "quiet", () => {
      field("place").value = place;
      keep();
      look();
    })));
  }

  // --- Begin ---

  async function resume() {
    const all = await ReportStore.drafts(me.person);
    const unfinished = all.filter((one) => one.state === "writing").pop();
    if (scanned() || !unfinished) return;
    draft = unfinished;
    put(draft.fields);
    await drawShots();
    told("上次没写完的已恢复。");
  }

  async function begin() {
    await ReportStore.open();
    me = await whoWrites();
    if (me && form.querySelector(TALKING)) { await ReportSending.start(me.person, skew); return; }
    document.documentElement.classList.add("js");
    if (!me) { form.replaceChildren(make("p", "这台手机上还没有人登录过。请在有信号的地方登录一次，以后没有信号也能先写。")); return; }
    await resume();
    drawRecent();
    await drawWaiting();
    form.addEventListener("submit", report);
    form.addEventListener("input", () => { clearTimeout(saving); saving = setTimeout(keep, 300); look(); });
    form.addEventListener("change", (event) => { if (event.target.type === "file") shot(event.target); else { keep(); look(); } });
    window.addEventListener("pagehide", keep);
    form.dataset.ready = "yes";
    if (navigator.serviceWorker && window.isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});
    await ReportSending.start(me.person, skew);
    look();
  }

  begin().catch(() => { /* this browser keeps nothing: the form posts by itself */ });
})();
