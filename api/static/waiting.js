// On every other page: what 随手拍 left waiting on this phone is sent from here too, and said.
"use strict";

(() => {
  const { person, store, sending } = document.currentScript.dataset;
  const remembered = (name) => { try { return localStorage.getItem(name); } catch (error) { return null; } };
  const owner = Number(remembered("bihuan.person")), count = Number(remembered("bihuan.waiting"));
  if (owner !== Number(person) || !count || document.getElementById("report")) return;

  const line = document.createElement("p");
  line.className = "said waits";
  line.setAttribute("role", "status");
  const say = (text) => {
    line.textContent = text;
    const link = document.createElement("a");
    link.href = "/report";
    link.textContent = "查看";
    line.append(" ", link);
  };
  say(`有 ${count} 条上报待发送。`);
  document.getElementById("main").prepend(line);
  document.addEventListener("bihuan-sent", ({ detail }) => {
    say(`已上报：${detail.draft.fields.place}。`);
    localStorage.setItem("bihuan.waiting", String(Math.max(0, Number(remembered("bihuan.waiting")) - 1)));
  });

  const load = (address) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  load(store).then(() => load(sending)).then(() => ReportStore.profile(owner))
    .then((profile) => profile && ReportSending.start(owner, profile.skew)).catch(() => {
      if (navigator.onLine !== false) say(`有 ${count} 条上报待发送，这一页没有读出来：请打开随手拍查看。`);
    });
})();
