// Sends what waits: photos one by one, then the report under a key of its own, so that it arrives once however often.
"use strict";

const ReportSending = (() => {
  const WAITS = [3, 10, 30, 60, 120, 300];
  // Not ours: what stands between answered. It is asked again after 30 seconds, then after twice as long, up to an hour.
  const FOREIGN = ["too_large", "blocked", "away"], FIRST_AGAIN = 30, LAST_AGAIN = 3600, MARK = "X-Bihuan";
  const PHOTO_PATIENCE = 120000, REPORT_PATIENCE = 30000, LATE = 5 * 60000;
  const uploading = new Map();
  let owner = null, skew = 0, busy = false, again = false, timer = 0;

  const say = (what, detail) => document.dispatchEvent(new CustomEvent(`bihuan-${what}`, { detail }));

  function ask(address, body, headers, patience, progress) {
    return new Promise((resolve) => {
      const asked = new XMLHttpRequest();
      asked.open("POST", address);
      Object.entries({ ...headers, "X-Bihuan-Person": String(owner) }).forEach(([n, v]) => asked.setRequestHeader(n, v));
      asked.timeout = patience;
      if (progress) asked.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total); };
      asked.onloadend = () => {
        let told = {};
        try { told = JSON.parse(asked.responseText); } catch (error) { /* somebody else answered, or nobody */ }
        resolve({ status: asked.status, told, ours: Boolean(asked.getResponseHeader(MARK)) });
      };
      asked.send(body);
    });
  }

  // What an answer means for whoever waits: sent, refused, sign_in, other_person, later, or somebody else's.
  function verdict({ status, told, ours }) {
    if (!ours) return status === 0 ? "later" : status === 413 ? "too_large" : status >= 502 && status <= 504 ? "away" : "blocked";
    if (status === 401 || told.code === "first_this") return "sign_in";
    if (told.code === "other_person") return "other_person";
    if (told.code && told.detail && status >= 400 && status < 500 && status !== 408 && status !== 429) return "refused";
    return status === 201 ? "sent" : "later";
  }

  function upload(photo) {
    if (!uploading.has(photo.id)) {
      uploading.set(photo.id, carry(photo).finally(() => uploading.delete(photo.id)));
    }
    return uploading.get(photo.id);
  }

  async function carry(photo) {
    const form = new FormData();
    form.append("file", photo.blob, "photo.jpg");
    if (photo.taken_at) form.append("taken_at", photo.taken_at);
    say("progress", { photo, share: 0 });
    const answer = await ask("/api/evidence", form, {}, PHOTO_PATIENCE, (share) => say("progress", { photo, share }));
    let found = verdict(answer);
    const { hash, size } = answer.told;
    if (found === "sent" && !(photo.sha ? hash === photo.sha : /^[0-9a-f]{64}$/.test(hash) && size === photo.blob.size)) found = "later";
    if (found === "sent") await ReportStore.mark(photo.id, { hash, error: null });
    if (found === "refused") await ReportStore.mark(photo.id, { error: answer.told.detail });
    say("photo", { photo, found });
    return found;
  }

  // The command of the API, from the fields of the form: dotted names nest, an empty text is not given.
  function command(draft, photos) {
    const said = {};
    Object.entries(draft.fields).forEach(([name, value]) => {
      if (!String(value).trim() || name.startsWith("fixed")) return;
      said[name] = value === "true" ? true : value;
    });
    const taken = (role) => photos.filter((p) => p.role === role && p.hash).map((p) => p.hash);
    const lost = photos.find((p) => p.error);
    said.photos = taken("photos");
    if (!said.photos.length && lost) said.no_photo_because = said.no_photo_because || `拍了照片，没有收下：${lost.error}`.slice(0, 200);
    if (draft.fields.fixed && (taken("fixed.photos").length || !lost)) {
      said.fixed = { photos: taken("fixed.photos"), fixer: draft.fields["fixed.fixer"] || "" };
    } else if (draft.fields.fixed) said.description = `${said.description}`.slice(0, 1950) + "（已当场整改，整改后照片没有收下）";
    if (said.photos.length) delete said.no_photo_because;
    if (!draft.no_found_at && Date.now() - draft.queued_at > LATE) said.found_at = new Date(draft.queued_at + skew).toISOString();
    return said;
  }

  const shown = (draft, photos) => photos.filter((p) => p.role === "photos" || draft.fields.fixed);

  // A photo that the server cannot take does not hold the report back: it is told of, and left out.
  async function photosAreThere(draft) {
    for (const photo of shown(draft, await ReportStore.photos(draft.id))) {
      if (photo.hash || photo.error) continue;
      const found = await upload(photo);
      if (found !== "sent" && found !== "refused") return found;
    }
    return "sent";
  }

  async function sendOne(draft) {
    await ReportStore.change(draft.id, { why: "sending" });
    say("change");
    const there = await photosAreThere(draft);
    if (there !== "sent") { await wait(draft, there); return there; }
    const photos = shown(draft, await ReportStore.photos(draft.id));
    const body = JSON.stringify(command(draft, photos));
    const headers = { "Content-Type": "application/json", "Idempotency-Key": draft.key };
    const answer = await ask("/api/hazards", body, headers, REPORT_PATIENCE);
    return settle(draft, photos, answer);
  }

  async function settle(draft, photos, answer) {
    let found = verdict(answer);
    const { code, field, detail, ref } = answer.told;
    if (found === "sent" && !ref) found = "later";
    if (found === "sent" || code === "key_reused") {
      await ReportStore.remove(draft.id);  // the server has it all
      say("sent", { draft, ref: ref || null, lost: photos.filter((p) => p.error).map((p) => p.error) });
      return "sent";
    }
    if (found === "refused" && field === "photos" && !answer.told.errors && photos.length && !draft.sent_anew) {
      // They waited too long for their report and were cleared away: the phone still has them.
      for (const photo of photos) await ReportStore.mark(photo.id, { hash: null, error: null });
      await ReportStore.change(draft.id, { sent_anew: true });
      return sendOne({ ...draft, sent_anew: true });
    }
    if (found === "refused" && field === "found_at" && !draft.no_found_at) {
      await ReportStore.change(draft.id, { no_found_at: true });
      return sendOne({ ...draft, no_found_at: true });
    }
    if (found === "refused") await stopAt(draft, detail, field || "");
    else await wait(draft, found);
    return found;
  }

  const stopAt = (draft, why, field) => ReportStore.change(draft.id, { state: "refused", why, field });

  function wait(draft, why) {
    const tries = (draft.tries || 0) + 1;
    const doubled = Math.min(FIRST_AGAIN * 2 ** (tries - 1), LAST_AGAIN);
    const seconds = FOREIGN.includes(why) ? doubled : WAITS[Math.min(tries, WAITS.length) - 1];
    return ReportStore.change(draft.id, { tries, why, next_at: Date.now() + seconds * 1000 });
  }

  // Where one could not pass, the others behind it wait as long; where one passed, those who waited go on.
  async function tellTheOthers(id, found) {
    const all = (await ReportStore.drafts(owner)).filter((one) => one.state === "queued" || one.id === id);
    const { why, tries, next_at } = all.find((one) => one.id === id) || { why: "", tries: 0, next_at: 0 };
    const waits = (one) => (found === "sent" ? ["blocked", "away"].includes(one.why) : (one.next_at || 0) < next_at);
    for (const one of all) if (one.id !== id && waits(one)) await ReportStore.change(one.id, { why, tries, next_at });
    if (found === "sent") again = true;
  }

  async function round() {
    for (const draft of await ReportStore.drafts(owner)) {
      if (draft.state !== "queued" || (draft.next_at || 0) > Date.now()) continue;
      const found = await sendOne(draft);
      say("change");
      if (found === "sent" || found === "blocked" || found === "away") await tellTheOthers(draft.id, found);
      if (found !== "sent" && found !== "refused" && found !== "too_large") break;
    }
  }

  async function pump() {
    if (!owner) return;
    if (busy) { again = true; return; }
    busy = true;
    try {
      do {
        again = false;
        if (navigator.locks) await navigator.locks.request("bihuan-sending", { ifAvailable: true }, (lock) => lock && round());
        else await round();
      } while (again);
    } finally { busy = false; }
    await rest();
  }

  // When somebody is needed (sign in again) nothing is asked until the page is looked at anew.
  async function rest() {
    clearTimeout(timer);
    const waiting = (await ReportStore.drafts(owner)).filter((d) => d.state === "queued" && d.why !== "sign_in" && d.why !== "other_person");
    if (!waiting.length) return;
    const next = Math.min(...waiting.map((d) => d.next_at || 0));
    timer = setTimeout(pump, Math.max(1000, next - Date.now()));
  }

  // Whoever presses is obeyed; a page that is looked at, or a phone that hears again, does not shorten a foreign wait.
  async function now(pressed) {
    for (const draft of await ReportStore.drafts(owner)) {
      if (draft.state === "queued" && (pressed === true || !FOREIGN.includes(draft.why))) await ReportStore.change(draft.id, { next_at: 0 });
    }
    return pump();
  }

  function start(person, clockSkew) {
    owner = person;
    skew = clockSkew;
    window.addEventListener("online", () => now());
    window.addEventListener("pageshow", (event) => { if (event.persisted) now(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
    return now();
  }

  return { start, now, pump, upload };
})();
