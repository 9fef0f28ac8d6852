// Lets 随手拍 open in a corridor without signal: keeps its empty form and its files, never an answer about anybody.
// "VERSION" and "FILES" are filled in by the server; a new release is a new version, and the old one is thrown away.
"use strict";

const CACHE = `bihuan-report-${VERSION}`;
const SHELL = "/report/shell";
const PATIENCE = 6000;

self.addEventListener("install", (event) => {
  const fresh = [SHELL, ...FILES].map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("bihuan-") && name !== CACHE);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

const opensReport = (request, path) => request.mode === "navigate" && (path === "/report" || path.startsWith("/r/"));

// The page itself whenever the server answers in time; else the empty form.
function orShell(request) {
  const late = new Promise((resolve, reject) => { setTimeout(reject, PATIENCE); });
  return Promise.race([fetch(request), late]).catch(() => caches.match(SHELL));
}

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (opensReport(request, address.pathname)) event.respondWith(orShell(request));
  else if (FILES.includes(address.pathname + address.search)) {
    event.respondWith(caches.match(request.url).then((kept) => kept || fetch(request)));
  }
});
