// What waits on this phone: drafts and their photos, in IndexedDB until the server has said that it has them.
"use strict";

const ReportStore = (() => {
  let opened = null;

  function open() {
    if (!opened) {
      opened = new Promise((resolve, reject) => {
        if (!window.indexedDB) { reject(new Error("no IndexedDB")); return; }
        const asked = indexedDB.open("bihuan", 1);
        asked.onupgradeneeded = () => {
          const base = asked.result;
          base.createObjectStore("drafts", { keyPath: "id" });
          base.createObjectStore("photos", { keyPath: "id" }).createIndex("draft", "draft");
          base.createObjectStore("profiles", { keyPath: "owner" });
        };
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    }
    return opened;
  }

  // Everything of one transaction is on the disk, or nothing is.
  async function within(names, mode, work) {
    const base = await open();
    return new Promise((resolve, reject) => {
      const doing = base.transaction(names, mode);
      let answer;
      doing.oncomplete = () => resolve(answer);
      doing.onerror = doing.onabort = () => reject(doing.error);
      work(doing, (value) => { answer = value; });
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
      if (value) { Object.assign(value, how); store.put(value); give(value); }
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
