// What depends on the unit: its departments and people, for the commission's inspectors.
"use strict";

const ReportUnit = (() => {
  const { field, at, make } = ReportScreen;

  async function ask() {
    if (!at("of-unit") || !field("unit").value) return;
    try {
      const answer = await fetch(`/report/of-unit?${new URLSearchParams({ unit: field("unit").value })}`);
      if (!answer.ok || answer.redirected) return;
      const sent = make("div");
      sent.innerHTML = await answer.text();
      sent.querySelectorAll("[data-part]").forEach((part) => { at(part.dataset.part).innerHTML = part.innerHTML; });
    } catch (error) { /* without signal the department is left open */ }
  }

  return { ask };
})();
