// The service worker: shows a page of its own when there is no network, and keeps files whose names carry a hash.
// No page and no answer of the server is ever kept: they show one customer's money.
"use strict";

const OFFLINE = "drop-offline-1";
const ASSETS = "drop-assets-1";
const OFFLINE_FILES = ["/offline.html", "/offline.css", "/favicon.svg"];
// Two releases' worth of wasm, script and style, and the fonts.
const ASSETS_MAX = 80;

self.addEventListener("install", (event) => {
  const files = OFFLINE_FILES.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(OFFLINE).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name !== OFFLINE && name !== ASSETS);
      await Promise.all(old.map((name) => caches.delete(name)));
      // The page is asked for while this script still wakes up.
      if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (OFFLINE_FILES.includes(url.pathname)) event.respondWith(kept(OFFLINE, request));
  else if (/^\/(pkg|fonts)\//.test(url.pathname)) event.respondWith(asset(event));
  // Everything else goes its way as if this script were not there.
});

/** From the network, or the page that says that there is none. */
async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match("/offline.html", { cacheName: OFFLINE })) ?? Response.error();
  }
}

async function kept(cacheName, request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request.url, { cacheName })) ?? Response.error();
  }
}

/** A file whose name carries a hash never changes: the server says so. */
async function asset(event) {
  const cache = await caches.open(ASSETS);
  const known = await cache.match(event.request);
  if (known) return known;
  const response = await fetch(event.request);
  if (response.status === 200 && (response.headers.get("cache-control") ?? "").includes("immutable")) {
    event.waitUntil(keep(cache, event.request, response.clone()));
  }
  return response;
}

async function keep(cache, request, response) {
  try {
    await cache.put(request, response);
    // The oldest first: keys come in the order in which they were put.
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - ASSETS_MAX)).map((key) => cache.delete(key)));
  } catch {
    // No room on this device: then nothing is kept.
  }
}

// A message says only that there is news: what it is stands behind the log-in.
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // Not one of ours: there is news all the same.
  }
  const text = (value) => (typeof value === "string" ? value : "");
  const options = {
    body: text(said.body),
    lang: text(said.lang),
    dir: said.dir === "rtl" ? "rtl" : "ltr",
    icon: "/icons/apple-180.png",
    // One at a time: the newest takes the place of what was not looked at.
    tag: "news",
  };
  event.waitUntil(self.registration.showNotification(text(said.title) || "Drop", options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ type: "window" });
      const here = open.find((client) => new URL(client.url).origin === self.location.origin);
      if (!here) return self.clients.openWindow("/notifications");
      await here.focus();
      return here.navigate("/notifications");
    })(),
  );
});
