// Sends what waits: photos one by one, then the report under a key of its own, so that it arrives once however often.
"use strict";

const ReportSending = (() => {
  const WAITS = [3, 10, 30, 60, 120, 300];
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
        resolve({ status: asked.status, told });
      };
      asked.send(body);
    });
  }

  // What an answer means for whoever waits: sent, refused, sign_in, other_person, or later.
  function verdict({ status, told }) {
    if (status === 401 || told.code === "first_this") return "sign_in";
    if (told.code === "other_person") return "other_person";
    const ours = told.code && told.detail;
    if (ours && status >= 400 && status < 500 && status !== 408 && status !== 429) return "refused";
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
    said.photos = photos.filter((p) => p.role === "photos").map((p) => p.hash);
    if (draft.fields.fixed) {
      said.fixed = { photos: photos.filter((p) => p.role === "fixed.photos").map((p) => p.hash), fixer: draft.fields["fixed.fixer"] || "" };
    }
    if (said.photos.length) delete said.no_photo_because;
    if (!draft.no_found_at && Date.now() - draft.queued_at > LATE) said.found_at = new Date(draft.queued_at + skew).toISOString();
    return said;
  }

  const shown = (draft, photos) => photos.filter((p) => p.role === "photos" || draft.fields.fixed);

  async function photosAreThere(draft) {
    let outcome = "sent";
    for (const photo of shown(draft, await ReportStore.photos(draft.id))) {
      if (photo.hash) continue;
      const found = photo.error ? "refused" : await upload(photo);
      if (found !== "sent" && found !== "refused") return found;
      if (found === "refused") outcome = "refused";
    }
    return outcome;
  }

  async function sendOne(draft) {
    await ReportStore.change(draft.id, { why: "sending" });
    say("change");
    const there = await photosAreThere(draft);
    if (there === "refused") { await stopAt(draft, "有照片没有收下，其余内容都在，请换掉后再发。", "photos"); return there; }
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
      say("sent", { draft, ref: ref || null });
      return "sent";
    }
    if (found === "refused" && field === "photos" && !answer.told.errors && photos.length && !draft.sent_anew) {
      // They waited too long for their report and were cleared away: the phone still has them.
      for (const photo of photos) await ReportStore.mark(photo.id, { hash: null });
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
    const seconds = WAITS[Math.min(tries, WAITS.length) - 1];
    return ReportStore.change(draft.id, { tries, why, next_at: Date.now() + seconds * 1000 });
  }

  async function round() {
    for (const draft of await ReportStore.drafts(owner)) {
      if (draft.state !== "queued" || (draft.next_at || 0) > Date.now()) continue;
      const found = await sendOne(draft);
      say("change");
      if (found === "sign_in" || found === "other_person" || found === "later") break;
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

  async function now() {
    for (const draft of await ReportStore.drafts(owner)) {
      if (draft.state === "queued") await ReportStore.change(draft.id, { next_at: 0 });
    }
    return pump();
  }

  function start(person, clockSkew) {
    owner = person;
    skew = clockSkew;
    window.addEventListener("online", now);
    window.addEventListener("pageshow", (event) => { if (event.persisted) now(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
    return now();
  }

  return { start, now, pump, upload };
})();
