// What waits on this phone: drafts and their photos, in IndexedDB until the server has said that it has them.
"use strict";

const ReportStore = (() => {
  const PATIENCE = 5000;
  let opened = null;

  function forget() { opened = null; }

  // A browser may refuse, never answer, or close what was open (memory, a cleared site): the next one who asks opens anew.
  function open() {
    if (!opened) {
      const opening = new Promise((resolve, reject) => {
        if (!window.indexedDB) { reject(new Error("no IndexedDB")); return; }
        const asked = indexedDB.open("bihuan", 1);
        setTimeout(() => reject(new Error("IndexedDB does not answer")), PATIENCE);
        asked.onblocked = () => reject(new Error("IndexedDB is blocked"));
        asked.onupgradeneeded = () => {
          const base = asked.result;
          base.createObjectStore("drafts", { keyPath: "id" });
          base.createObjectStore("photos", { keyPath: "id" }).createIndex("draft", "draft");
          base.createObjectStore("profiles", { keyPath: "owner" });
        };
        asked.onsuccess = () => {
          asked.result.onclose = forget;
          asked.result.onversionchange = () => { asked.result.close(); forget(); };
          resolve(asked.result);
        };
        asked.onerror = () => reject(asked.error);
      });
      opened = opening;
      opening.catch(() => { if (opened === opening) forget(); });
    }
    return opened;
  }

  // One that was closed without a word says so only when it is used.
  async function transaction(names, mode) {
    try { return (await open()).transaction(names, mode); } catch (error) {
      forget();
      return (await open()).transaction(names, mode);
    }
  }

  // Everything of one transaction is on the disk, or nothing is.
  async function within(names, mode, work) {
    const doing = await transaction(names, mode);
    return new Promise((resolve, reject) => {
      let answer;
      doing.oncomplete = () => resolve(answer);
      doing.onerror = doing.onabort = () => reject(doing.because || doing.error);
      try { work(doing, (value) => { answer = value; }); } catch (error) { reject(error); }
    });
  }

  const read = (name, ask) => within([name], "readonly", (doing, give) => {
    const asked = ask(doing.objectStore(name));
    asked.onsuccess = () => give(asked.result);
  });
  const write = (name, value) => within([name], "readwrite", (doing) => { doing.objectStore(name).put(value); });

  // Change what is there now, not what somebody read a while ago; a draft that is gone stays gone.
  const change = (name, id, how) => within([name], "readwrite", (doing, give) => {
    const store = doing.objectStore(name);
    store.get(id).onsuccess = (event) => {
      const value = event.target.result;
      if (!value) return;
      Object.assign(value, how);
      try { store.put(value); } catch (error) { doing.because = error; doing.abort(); return; }
      give(value);
    };
  });

  async function drafts(owner) {
    const all = await read("drafts", (store) => store.getAll());
    return all.filter((draft) => draft.owner === owner).sort((a, b) => a.made_at - b.made_at);
  }

  async function photos(draft) {
    const all = await read("photos", (store) => store.index("draft").getAll(draft));
    return all.sort((a, b) => a.place - b.place);
  }

  const remove = (draft) => within(["drafts", "photos"], "readwrite", (doing) => {
    doing.objectStore("drafts").delete(draft);
    doing.objectStore("photos").index("draft").openKeyCursor(draft).onsuccess = (event) => {
      const at = event.target.result;
      if (at) { doing.objectStore("photos").delete(at.primaryKey); at.continue(); }
    };
  });

  function fresh() {
    if (crypto.randomUUID) return crypto.randomUUID();
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  }

  return {
    open, drafts, photos, remove, fresh,
    draft: (id) => read("drafts", (store) => store.get(id)),
    save: (draft) => write("drafts", draft),
    change: (id, how) => change("drafts", id, how),
    add: (photo) => write("photos", photo),
    mark: (id, how) => change("photos", id, how),
    drop: (id) => within(["photos"], "readwrite", (doing) => { doing.objectStore("photos").delete(id); }),
    profile: (owner) => read("profiles", (store) => store.get(owner)),
    keepProfile: (profile) => write("profiles", profile),
  };
})();
