// 随手拍 on the phone: what is typed and shot is kept at once; 上报 puts it in the queue. Without this file the form
// posts by itself.
"use strict";

(() => {
  const { form, field, at, make, press, refill, typed, put, blank, clearComplaints, complain, missing, told } = ReportScreen;
  const MOST_PHOTOS = 12;
  const LAST = "bihuan.person";
  const isShell = form.dataset.shell === "yes";
  const about = document.getElementById("about-me");
  let me = null, draft = null, skew = 0, typing = false, keeping = null, awaited = null, receiving = Promise.resolve();

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
    ReportPlain.remember([]);
    blank();
  }

  const worthKeeping = (fields) => Boolean((fields.place || "").trim() || (fields.description || "").trim());
  // What is typed is on the disk at once: one write after the other, the last one with everything.
  function keep() {
    typing = true;
    keeping = keeping || (async () => {
      while (typing) { typing = false; await keepNow(); }
    })().finally(() => { keeping = null; });
    return keeping;
  }

  const keepOrSay = () => (ReportPlain.isOn() ? null : keep().catch(ReportPlain.begin));

  async function keepNow() {
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
    await fill(draft.fields);
    await drawShots();
    if (chosen.state === "refused") complain(chosen.field, chosen.why);
    await drawWaiting();
    look();
  }

  // --- Photos ---

  // One after the other; whoever presses 上报 meanwhile waits for them.
  function shot(input) {
    const role = input.name, all = Array.from(input.files);
    input.value = "";
    receiving = receiving.then(() => receive(role, all)).catch((error) => {
      ReportPlain.begin(error, all.filter((file) => !file.kept).map((file) => ({ role, file })));
    });
  }

  async function receive(role, all) {
    await ensureDraft();
    clearComplaints(role);
    const before = (await ReportStore.photos(draft.id)).filter((photo) => photo.role === role).length;
    const files = all.slice(0, MOST_PHOTOS - before), mine = draft.id;
    if (files.length < all.length) complain(role, `最多 ${MOST_PHOTOS} 张，多选的没有加入。`);
    for (const file of files) {
      const { blob, why } = await Photos.taken(file);
      if (why) { complain(role, `${file.name}：${why}`); continue; }
      const photo = { id: ReportStore.fresh(), draft: mine, role, blob, place: Date.now() + Math.random(), hash: null, error: null };
      photo.sha = await Photos.hash(blob);
      if (file.lastModified) photo.taken_at = new Date(Math.min(file.lastModified, Date.now()) + skew).toISOString();
      await ReportStore.add(photo);
      file.kept = true;
      await drawShots();
      if (navigator.onLine !== false) ReportSending.upload(photo);
    }
  }

  async function drawShots() {
    if (!draft || ReportPlain.isOn()) return;
    const photos = await ReportStore.photos(draft.id);
    ReportPlain.remember(photos);
    ReportShots.draw(photos, drawShots);
  }

  document.addEventListener("bihuan-photo", ({ detail: { found } }) => {
    drawShots();
    if (ReportWaiting.isForeign(found)) told(`照片没有送到，存在手机里：${ReportWaiting.WHY[found]}。`);
    if (found === "sign_in") told("登录已过期：内容都存在手机里，登录后自动发送。", `/sign-in?next=/report`, "去登录");
  });

  // --- Sending ---

  async function report(event) {
    if (ReportPlain.isOn()) {
      if (draft) ReportStore.remove(draft.id).catch(() => {});  // the form carries it all
      return;
    }
    event.preventDefault();
    if (awaited) return;
    awaited = "asking";
    try {
      clearComplaints();
      await receiving;
      const fields = typed(), wanted = missing(fields, draft ? await ReportStore.photos(draft.id) : []);
      if (wanted.length) {
        const first = wanted.map(([name, text]) => complain(name, text))[0];
        first.scrollIntoView({ block: "center" });
        const input = first.querySelector("input, textarea, select");
        if (input) input.focus({ preventScroll: true });
        return;
      }
      await keep();
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
      const sent = draft.id;
      await ReportStore.change(sent, { state: "queued", queued_at: Date.now(), why: "", next_at: 0, tries: 0 });
      clear();
      awaited = sent;
      told("正在发送……");
      await drawWaiting();
      await ReportSending.now();
      await howItEnded(sent);
    } catch (error) {
      ReportPlain.begin(error);
    } finally { awaited = null; }
    if (ReportPlain.isOn()) at("send").click();
  }

  async function howItEnded(sent) {
    const left = await ReportStore.draft(sent);
    if (!left) return;
    if (left.state === "refused") { told(""); await take(left); return; }
    const foreign = ReportWaiting.isForeign(left.why);
    told(foreign ? `已存在手机里，不用重写。${ReportWaiting.WHY[left.why]}。` : "已存在手机里，有信号后自动发送，不用重写。");
    at("waiting").scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("bihuan-sent", async ({ detail }) => {
    if (draft && draft.id === detail.draft.id) clear();
    const where = detail.draft.fields.place;
    const lost = detail.lost.map((why) => `有一张照片没有收下：${why}`).join("");
    if (detail.ref && awaited === detail.draft.id && !draft && !lost) { location.assign(`/report/done/${detail.ref}`); return; }
    if (detail.ref) told(`已上报：${where}。${lost}`, `/h/${detail.ref}`, "查看");
    else told(`已上报：${where}。先前那次已经送达，后来的修改没有再发。`);
    await drawWaiting();
  });

  document.addEventListener("bihuan-change", drawWaiting);

  async function fill(fields) {
    put(fields);
    if (!at("of-unit")) return;
    await ReportUnit.ask();
    put(fields);
  }

  // --- Places used before ---

  function drawRecent() {
    const row = at("recent");
    if (!row) return;
    refill(row, ...JSON.parse(row.dataset.places || "[]").map((place) => press(place, "quiet", () => {
      field("place").value = place;
      keepOrSay();
      look();
    })));
  }

  // --- Begin ---

  async function resume() {
    const all = await ReportStore.drafts(me.person);
    const unfinished = all.filter((one) => one.state === "writing").pop();
    if (scanned() || !unfinished) return;
    draft = unfinished;
    await fill(draft.fields);
    await drawShots();
    told("上次没写完的已恢复。");
  }

  async function begin() {
    await ReportStore.open();
    me = await whoWrites();
    // The server answered this form: it goes on posting by itself.
    if (me && form.dataset.answered) { await ReportSending.start(me.person, skew); return; }
    if (!me) { refill(form, make("p", "这台手机上还没有人登录过。请在有信号的地方登录一次，以后没有信号也能先写。")); return; }
    await resume();
    drawRecent();
    await drawWaiting();
    document.documentElement.classList.add("keeps");
    form.addEventListener("submit", report);
    form.addEventListener("input", () => { keepOrSay(); look(); });
    form.addEventListener("change", (event) => {
      if (event.target.type === "file") { (ReportPlain.isOn() ? ReportPlain.added : shot)(event.target); return; }
      if (event.target.name === "unit") ReportUnit.ask();
      keepOrSay();
      look();
    });
    window.addEventListener("pagehide", keepOrSay);
    form.dataset.ready = "yes";
    if (navigator.serviceWorker && window.isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});
    await ReportSending.start(me.person, skew);
    look();
  }

  begin().catch(ReportPlain.begin);
})();
