// Lets 随手拍 open in a corridor without signal: keeps its empty form and its files, never an answer about anybody.
// "VERSION" and "FILES" are filled in by the server; a new release is a new version, and the old one is thrown away.
"use strict";

const CACHE = `bihuan-report-${VERSION}`;
const SHELL = "/report/shell";
const PATIENCE = 6000, MARK = "X-Bihuan";

// A hotspot's portal answers 200 to everything: only what carries our mark is kept.
async function keep(cache, request) {
  const answer = await fetch(request);
  if (!answer.ok || !answer.headers.get(MARK)) throw new Error(`not ours: ${request.url}`);
  await cache.put(request, answer);
}

self.addEventListener("install", (event) => {
  const fresh = [SHELL, ...FILES].map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all(fresh.map((one) => keep(cache, one)))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("bihuan-") && name !== CACHE);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

const opensReport = (request, path) => request.mode === "navigate" && (path === "/report" || path.startsWith("/r/"));

// The page itself whenever the server answers in time; else the empty form. A redirect to sign in cannot be looked into.
function orShell(request) {
  const late = new Promise((resolve, reject) => { setTimeout(reject, PATIENCE); });
  const ours = fetch(request).then((answer) => {
    if (answer.type !== "opaqueredirect" && !answer.headers.get(MARK)) throw new Error("somebody else answered");
    return answer;
  });
  return Promise.race([ours, late]).catch(() => caches.match(SHELL));
}

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (opensReport(request, address.pathname)) event.respondWith(orShell(request));
  else if (FILES.includes(address.pathname + address.search)) {
    event.respondWith(caches.match(request.url).then((kept) => kept || fetch(request)));
  }
});
