// What is likely the same: asked while somebody writes, shown before they send.
"use strict";

const ReportLikely = (() => {
  const { at, make, refill, typed } = ReportScreen;

  let looking = 0, lookup = null;

  function look(person) {
    clearTimeout(looking);
    looking = setTimeout(() => likely(person), 400);
  }

  async function likely(person) {
    const fields = typed(), box = at("likely");
    if (!(fields.place || "").trim() || !fields.unit || navigator.onLine === false) { box.hidden = true; return; }
    const asked = new URLSearchParams({ unit: fields.unit, place: fields.place });
    if (fields.category) asked.set("category", fields.category);
    if ((fields.description || "").trim()) asked.set("description", fields.description);
    if (lookup) lookup.abort();
    lookup = new AbortController();
    try {
      const answer = await fetch(`/api/hazards/likely?${asked}`, { signal: lookup.signal, headers: { "X-Bihuan-Person": String(person) } });
      const { items } = answer.ok ? await answer.json() : { items: [] };
      box.hidden = !items.length;
      if (items.length) refill(box, make("h2", "可能已经有人报过"), list(items), make("p", "没办结的是同一件，就不必再报；已销号又出现的，请照报。", "tip"));
    } catch (error) { box.hidden = true; }
  }

  function list(items) {
    const rows = make("ul");
    rows.append(...items.map((one) => {
      const item = make("li");
      if (!one.ref) { item.textContent = one.sentence; return item; }
      const link = make("a", one.sentence);
      link.href = `/h/${one.ref}`;
      item.append(link, make("span", `${one.place}：${one.description}`, "text"));
      return item;
    }));
    return rows;
  }

  return { look };
})();
