// The resident's phone: the thread live, an outbox that survives a bad network, pictures made small.
import "./htmx.js";
import { aloud } from "./aloud.js";
import * as outbox from "./outbox.js";

const $ = (selector, root = document) => root.querySelector(selector);
const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");
const LONGEST = 1600; // pixels of a picture's longer side
const PIECE = 256 * 1024; // bytes of one part of an upload

const thread = () => document.getElementById("thread");
const toEnd = () => { if (thread()) thread().scrollTop = thread().scrollHeight; };
const offline = (state) => { $("#offline").hidden = !state; };

async function again() {
  const answer = await fetch("/helpdesk/phone/thread/", { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer || !answer.ok) return;
  const low = thread().scrollHeight - thread().scrollTop - thread().clientHeight < 120;
  thread().outerHTML = await answer.text();
  if (low) toEnd();
  else thread().scrollTop = thread().scrollHeight;
  draw();
}

let soon;
const refresh = () => { clearTimeout(soon); soon = setTimeout(again, 120); };

function listen() {
  const address = document.body.dataset.countyLive;
  if (!address) return;
  const stream = new EventSource(address);
  let until;
  stream.addEventListener("fact", (event) => {
    const fact = JSON.parse(event.data);
    if (fact.kind !== "conversations.typing") return refresh();
    if (fact.who !== "officer") return;
    $("#typing").hidden = false;
    clearTimeout(until);
    until = setTimeout(() => { if ($("#typing")) $("#typing").hidden = true; }, 4000);
  });
  stream.addEventListener("again", refresh);
  stream.onopen = () => { offline(false); send(); };
  stream.onerror = () => {
    if (!navigator.onLine) offline(true);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
}

// — the outbox —
async function draw() {
  const form = $("[data-county-outbox]");
  const place = document.getElementById("outbox");
  if (!form) return;
  const waiting = await outbox.all();
  place.replaceChildren(...waiting.map((message) => bubble(message, form.dataset)));
  place.scrollTop = place.scrollHeight;
}

function bubble(message, say) {
  const line = document.createElement("div");
  line.className = `pm own${message.refused ? " failed" : ""}`;
  const body = document.createElement("div");
  body.className = "pmb";
  if (message.picture) {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(message.picture);
    image.alt = say.picture;
    image.onload = () => URL.revokeObjectURL(image.src);
    body.append(image);
  } else {
    const words = document.createElement("div");
    words.className = "pb";
    words.textContent = message.text || say.place;
    body.append(words);
  }
  const state = document.createElement("div");
  state.className = "sta";
  state.textContent = message.refused ? `${say.failed}: ${message.refused}` : navigator.onLine ? say.sending : say.waiting;
  if (message.refused) {
    for (const [title, act] of [[say.again, retry], [say.drop, drop]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = title;
      button.onclick = () => act(message);
      state.append(button);
    }
  }
  body.append(state);
  line.append(body);
  return line;
}

const retry = async (message) => { await outbox.update({ ...message, refused: "" }); await draw(); send(); };
const drop = async (message) => { await outbox.remove(message); draw(); };

let sending = false;
let pause = 1000;
async function send() {
  if (sending) return;
  sending = true;
  try {
    for (const message of await outbox.all()) {
      if (message.refused) continue;
      await deliver(message);
      pause = 1000;
      offline(false);
    }
  } catch {
    offline(true);
    setTimeout(send, (pause = Math.min(pause * 2, 20000)));
  } finally {
    sending = false;
    await draw();
  }
}

// Raises when the network or the server is away: the message stays and is tried again.
async function deliver(message) {
  const fields = { key: message.key, kind: message.kind, text: message.text || "" };
  if (message.picture) {
    const file = await upload(message);
    if (!file) return;
    fields.file = file;
  }
  if (message.latitude !== undefined) Object.assign(fields, { latitude: message.latitude, longitude: message.longitude });
  const answer = await post("/helpdesk/phone/messages/", new URLSearchParams(fields));
  if (answer.ok) {
    await outbox.remove(message);
    await again();
  } else await refuse(message, answer);
}

async function post(address, body) {
  const answer = await fetch(address, { method: "POST", body, headers: { ...token(), Accept: "application/json" } });
  if (answer.status >= 500 || answer.status === 408) throw new Error(String(answer.status));
  return answer;
}

async function refuse(message, answer) {
  const said = await answer.json().catch(() => ({}));
  await outbox.update({ ...message, refused: said.detail || String(answer.status) });
}

// In pieces, from where the last try stopped; the server says how much it has.
async function upload(message) {
  const base = `/helpdesk/phone/uploads/${message.key}/`;
  let sent = message.sent || 0;
  while (sent < message.picture.size) {
    const answer = await post(`${base}?offset=${sent}`, message.picture.slice(sent, sent + PIECE));
    if (answer.ok || answer.status === 409) {
      const said = await answer.json();
      if (said.length === undefined) return void (await outbox.update({ ...message, refused: said.detail }));
      sent = said.length;
    } else return void (await refuse(message, answer));
  }
  const answer = await post(`${base}finish/`, new URLSearchParams({ name: message.name || "" }));
  if (answer.ok) return (await answer.json()).file;
  return void (await refuse({ ...message, key: crypto.randomUUID() }, answer));
}

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const factor = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * factor);
    canvas.height = Math.round(picture.height * factor);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob((blob) => done(blob || file), "image/jpeg", 0.85));
  } catch {
    return file; // a kind this browser cannot open, such as HEIC: the server may
  }
}

async function say(message) {
  await outbox.keep(message);
  await draw();
  toEnd();
  send();
}

function compose() {
  const form = $("[data-county-outbox]");
  if (!form) return;
  const words = form.elements.text;
  const DRAFT = "phone-draft";
  words.value = localStorage.getItem(DRAFT) || "";
  const grow = () => { words.rows = Math.min(6, words.value.split("\n").length + Math.floor(words.value.length / 22)); };
  words.addEventListener("input", () => { localStorage.setItem(DRAFT, words.value); grow(); });
  grow();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return;
    const link = /^(https?:\/\/|www\.)\S+$/i.test(text);
    await say({ kind: link ? "link" : "text", text });
    words.value = "";
    localStorage.removeItem(DRAFT);
    grow();
    words.focus();
  });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer:fine)").matches) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  $("[data-county-picture]").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (file) await say({ kind: "image", text: "", name: file.name, picture: await smaller(file) });
  });
  $("[data-county-place]").addEventListener("click", () => {
    const failed = () => { $("#refused").innerHTML = ""; const line = document.createElement("div"); line.className = "refused"; line.textContent = form.dataset.noplace; $("#refused").append(line); };
    if (!navigator.geolocation) return failed();
    if (!window.confirm(form.dataset.askplace)) return;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => say({ kind: "location", text: "", latitude: coords.latitude, longitude: coords.longitude }),
      failed,
      { timeout: 10000, enableHighAccuracy: true },
    );
  });
  addEventListener("online", send);
  addEventListener("offline", () => offline(true));
}

let typedAt = 0;
document.addEventListener("input", (event) => {
  const address = event.target.dataset?.countyTyping;
  if (!address || Date.now() - typedAt < 2500) return;
  typedAt = Date.now();
  fetch(address, { method: "POST", headers: token() }).catch(() => {});
});

// A refusal stands in the form it is about, in clear words, where it is seen; what was typed stays.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const form = requestConfig.elt.closest("form");
  const slot = $(".refused-slot", form || requestConfig.elt) || $("#refused");
  if (xhr.status < 400) {
    if (form && slot) slot.replaceChildren();
    return;
  }
  event.detail.shouldSwap = true;
  event.detail.target = slot;
  event.detail.swapOverride = "innerHTML";
  if (xhr.status >= 500 || xhr.responseText.startsWith("<!doctype")) {
    event.detail.serverResponse = `<div class="refused" role="alert">${document.documentElement.lang === "en" ? "This did not work. What you typed is still here; try again." : "没有成功。您填写的内容还在，请再试一次。"}</div>`;
  } else if (form?.matches("[data-county-kept]")) {
    for (const field of form.querySelectorAll("input[type=file]")) field.value = ""; // else it is refused again with each word
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.matches(".refused-slot")) event.detail.target.scrollIntoView({ block: "nearest" });
});
document.addEventListener("htmx:sendError", () => offline(true));
addEventListener("online", () => {
  const kept = $("[data-county-kept]");
  offline(false);
  if (kept) kept.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (navigator.onLine || !event.target.closest("a[href^='/']")) return;
  event.preventDefault();
  offline(true);
});

document.addEventListener("DOMContentLoaded", async () => {
  aloud(document);
  compose();
  toEnd();
  await draw();
  listen();
  send();
});
