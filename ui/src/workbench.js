// The officers' workbench: live parts, the composer, dialogs, notices, keys. Hooks are data-county-….
import htmx from "./htmx.js";
import { key } from "./key.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// — live: one stream a page; each part that hears of its topic asks for itself again —
const waiting = new Map();

function refresh(element, pause = 150) {
  // What costs much to ask is asked every so often, however much news comes meanwhile.
  const every = Number(element.dataset.countyEvery || 0);
  if (every && waiting.has(element.id)) return;
  clearTimeout(waiting.get(element.id));
  waiting.set(element.id, setTimeout(() => {
    waiting.delete(element.id);
    again(element.id);
  }, every || pause));
}

async function again(id) {
  const element = document.getElementById(id);
  if (!element || busy(element)) return element && refresh(element, 1500);
  const answer = await fetch(element.dataset.countyRefresh, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer || answer.status >= 500) return refresh(element, 3000); // what is shown would stay old
  if (!answer.ok) return;
  const text = await answer.text();
  if (!element.isConnected) return;
  if (busy(element)) return refresh(element, 1500); // somebody began while the answer was on its way
  const low = element.scrollHeight - element.scrollTop - element.clientHeight < 90;
  const kept = [element.scrollTop, $(".items", element)?.scrollTop];
  const open = $$("details[open]", element).map((one) => one.closest("[id]")?.id + one.className);
  const heard = $$("audio, video", element).filter((one) => !one.paused || one.currentTime > 0);
  const typed = fields(element).filter(changed);
  element.outerHTML = text;
  // What plays, or has been played, goes on from there: in place again before the browser looks.
  heard.forEach((one) => document.getElementById(one.id)?.replaceWith(one));
  const fresh = document.getElementById(id);
  // What somebody has begun to fill in stays filled in, whatever else is new.
  const offered = fields(fresh);
  typed.forEach((one) => offered.find((other) => place(other) === place(one))?.replaceWith(one));
  htmx.process(fresh);
  $$("details", fresh).forEach((one) => { if (open.includes(one.closest("[id]")?.id + one.className)) one.open = true; });
  fresh.scrollTop = low && id === "thread" ? fresh.scrollHeight : kept[0];
  if ($(".items", fresh)) $(".items", fresh).scrollTop = kept[1] || 0;
  ring();
}

// The fields of a part; whether one says something else than the page came with; where it stands.
const fields = (element) => $$("input:not([type=hidden]), textarea, select", element);
const place = (one) => [one.form?.getAttribute("action"), one.name, one.type === "radio" || one.type === "checkbox" ? one.value : ""].join(" ");
function changed(one) {
  if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
  if (one.type === "file") return one.files.length > 0;
  if (one.tagName !== "SELECT") return one.value !== one.defaultValue;
  const options = [...one.options];
  if (one.multiple) return options.some((option) => option.selected !== option.defaultSelected);
  return one.selectedIndex !== Math.max(0, options.findIndex((option) => option.defaultSelected));
}

// Nobody's typing, open dialog or half-made click is swept away by news.
let pressed = null;
addEventListener("pointerdown", (event) => (pressed = event.target), true);
["pointerup", "pointercancel"].forEach((kind) => addEventListener(kind, () => setTimeout(() => (pressed = null)), true));
const busy = (element) => {
  if (element.contains(pressed) || $("dialog[open]", element)) return true;
  const active = document.activeElement;
  return element.contains(active) && /^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName);
};

let typingUntil;
function heard(fact) {
  if (fact.kind === "notices.notice_given") return told(fact);
  if (fact.kind === "conversations.typing") {
    const sign = $("#typing");
    if (sign && fact.who === "resident" && fact.topics.includes(document.body.dataset.countyThread)) {
      sign.hidden = false;
      clearTimeout(typingUntil);
      typingUntil = setTimeout(() => (sign.hidden = true), 4000);
    }
    return;
  }
  const mine = fact.kind === "helpdesk.word_came" && fact.resident && fact.holder === document.body.dataset.countyOfficer;
  if (mine && !(document.hasFocus() && fact.topics.includes(document.body.dataset.countyThread))) beep([0]);
  $$("[data-county-topics]").forEach((part) => {
    const topics = part.dataset.countyTopics.split(" ");
    const kinds = part.dataset.countyKinds?.split(" ");
    if (kinds && !kinds.some((kind) => fact.kind.startsWith(kind))) return;
    if (fact.topics.some((topic) => topics.includes(topic))) refresh(part, part.id === "queue" ? 400 : 150);
  });
}

function listen() {
  const address = document.body.dataset.countyLive;
  if (!address) return;
  const stream = new EventSource(address);
  let lostAt;
  stream.addEventListener("fact", (event) => heard(JSON.parse(event.data)));
  stream.addEventListener("again", () => $$("[data-county-refresh]").forEach((part) => refresh(part)));
  stream.onopen = () => {
    clearTimeout(lostAt);
    $("#lost").hidden = true;
  };
  stream.onerror = () => {
    clearTimeout(lostAt);
    lostAt = setTimeout(() => ($("#lost").hidden = false), 3000);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
  window.addEventListener("pagehide", () => stream.close());
}

// — notices: the bell, a word in the corner, and for what is urgent a sound and the desktop's own —
const LOUD = "county-loud";
let sound;
function beep(tones = [0, 0.22, 0.44]) {
  if (localStorage.getItem(LOUD) === "off") return;
  sound ??= new AudioContext();
  tones.forEach((at, n) => {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = n % 2 ? 660 : 880;
    volume.gain.setValueAtTime(0.15, sound.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.2);
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.2);
  });
}

async function told(fact) {
  if (!fact.notice) return; // heard again after a lost connection: the next page counts it
  const badge = $("[data-county-unread]");
  if (badge) {
    badge.textContent = Math.min(99, Number(badge.textContent || 0) + 1);
    badge.hidden = false;
  }
  if (fact.loud) beep();
  const answer = await fetch(`/notices/${fact.notice}/`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer || !answer.ok) return;
  const holder = document.createElement("template");
  holder.innerHTML = (await answer.text()).trim();
  const word = holder.content.firstElementChild;
  if (!word) return;
  $("#toasts").append(word);
  setTimeout(() => word.remove(), fact.loud ? 20000 : 7000);
  if (fact.loud && window.Notification?.permission === "granted" && document.hidden) {
    const note = new Notification(word.textContent.trim(), { tag: fact.subject });
    note.onclick = () => window.focus() || location.assign(fact.url);
  }
}

// — limits count down by themselves —
function ring() {
  const words = document.documentElement.lang === "en"
    ? { left: (t) => `${t} left`, late: (t) => `${t} late`, s: " s", m: " min", h: " h", d: " d" }
    : { left: (t) => `剩 ${t}`, late: (t) => `超 ${t}`, s: " 秒", m: " 分钟", h: " 小时", d: " 天" };
  $$("[data-county-due]").forEach((mark) => {
    const left = (Date.parse(mark.dataset.countyDue) - Date.now()) / 1000;
    const far = Math.abs(left);
    const span = far < 90 ? Math.floor(far) + words.s : far < 5400 ? Math.round(far / 60) + words.m
      : far < 172800 ? Math.round(far / 3600) + words.h : Math.round(far / 86400) + words.d;
    mark.textContent = left >= 0 ? words.left(span) : words.late(span);
    mark.classList.toggle("bad", left < 0);
    mark.classList.toggle("near", left >= 0 && left < 600);
  });
}

// — the composer: Enter sends, a draft survives, a key makes two tries one reply —
function compose() {
  const form = $("[data-county-composer]");
  if (!form) return;
  const draft = `draft:${form.dataset.countyComposer}`;
  form.text.value = sessionStorage.getItem(draft) || "";
  form.key.value = key();
  form.text.addEventListener("input", () => sessionStorage.setItem(draft, form.text.value));
  form.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      $("[data-county-send]", form).click();
    }
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    form.text.value = form.answer.value = "";
    form.key.value = key();
    sessionStorage.removeItem(draft);
    form.text.focus();
  });
}

// — a picture or a document goes out as soon as it is chosen; its key makes two tries one —
document.addEventListener("change", (event) => {
  if (event.target.dataset?.countyShow === undefined || !event.target.files.length) return;
  const form = event.target.form;
  form.key.value = key();
  form.addEventListener("htmx:afterRequest", () => (event.target.value = ""), { once: true });
  htmx.trigger(form, "submit");
});

let typedAt = 0;
document.addEventListener("input", (event) => {
  const address = event.target.dataset?.countyTyping;
  if (!address || Date.now() - typedAt < 2500) return;
  typedAt = Date.now();
  fetch(address, { method: "POST", headers: token() });
});
const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");

// — clicks —
document.addEventListener("click", (event) => {
  const on = (name) => event.target.closest(`[data-county-${name}]`);
  const asked = on("confirm");
  if (asked && !window.confirm(asked.dataset.countyConfirm)) return event.preventDefault();
  const opener = on("open");
  if (opener) $$("details[open] .drop").forEach((drop) => drop.contains(opener) && (drop.parentElement.open = false));
  if (opener) document.getElementById(opener.dataset.countyOpen)?.showModal();
  if (on("close")) event.target.closest("dialog").close();
  if (event.target.matches("dialog.dlg, dialog.zoom, dialog.zoom *")) event.target.closest("dialog").close();
  const words = on("insert");
  if (words) {
    const form = $("[data-county-composer]");
    if (form) {
      form.text.value = [form.text.value.trim(), words.dataset.countyInsert].filter(Boolean).join("\n");
      form.answer.value = words.dataset.countyAnswer || "";
      form.text.dispatchEvent(new Event("input", { bubbles: true }));
      form.text.focus();
    }
  }
  const picture = event.target.closest(".pic");
  if (picture) {
    event.preventDefault();
    const dialog = document.createElement("dialog");
    dialog.className = "zoom";
    const image = document.createElement("img");
    image.src = picture.href;
    image.alt = $("img", picture).alt;
    dialog.append(image);
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
  }
  if (on("notify")) {
    localStorage.setItem(LOUD, "on");
    beep();
    window.Notification?.requestPermission();
  }
  $$("details.me-menu[open], details.bell[open], details.quick[open], details.more-acts[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.quick[open], details.more-acts[open], details.bell[open], details.me-menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    $("summary", menu).focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const choices = $$(".drop button, .drop a", menu);
  choices[(choices.indexOf(document.activeElement) + step + choices.length) % choices.length]?.focus();
});

// — keys: J K through the list, T takes, / quick replies, Ctrl K search —
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    $("[data-county-find]")?.focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
  const rows = $$(".items li > a");
  const here = rows.findIndex((row) => row === document.activeElement);
  const at = here >= 0 ? here : rows.findIndex((row) => row.getAttribute("aria-current"));
  if (event.key === "j") rows[Math.min(rows.length - 1, at + 1)]?.focus();
  else if (event.key === "k") rows[Math.max(0, at - 1)]?.focus();
  else if (event.key === "t") $("form[action$='/take/'] button")?.click();
  else if (event.key === "r" && $("[data-county-composer]")) {
    event.preventDefault();
    $("[data-county-composer] textarea").focus();
  }
  else if (event.key === "/") {
    const quick = $("[data-county-quick]");
    if (quick) {
      event.preventDefault();
      quick.open = true;
      $("button", quick)?.focus();
    }
  }
});

// — htmx: a refusal goes into the form that was refused; a finished dialog closes —
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status < 400) return;
  const form = requestConfig.elt.closest?.("form");
  event.detail.target = $(".refused-slot", form || document) || $("#refused");
  event.detail.shouldSwap = true;
  event.detail.swapOverride = "innerHTML";
  if (!xhr.getResponseHeader("Content-Type")?.includes("html") || xhr.status >= 500 || xhr.responseText.startsWith("<!doctype"))
    event.detail.serverResponse = `<div class="refused" role="alert">${document.documentElement.lang === "en" ? "This did not work. What you typed is still here; try again." : "没有成功。您填写的内容还在，请再试一次。"}</div>`;
});
document.addEventListener("htmx:sendError", () => ($("#lost").hidden = false));
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "bell") {
    const now = $("[data-county-unread-now]")?.dataset.countyUnreadNow;
    const badge = $("[data-county-unread]");
    if (badge && now !== undefined) {
      badge.textContent = now;
      badge.hidden = now === "0";
    }
  }
  const thread = document.getElementById("thread");
  if (thread && event.detail.target?.id === "thread") thread.scrollTop = thread.scrollHeight;
  ring();
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("[data-county-closes]");
  if (form && event.detail.successful) form.closest("dialog")?.close();
});

// A picture that arrives late does not push the last words out of sight.
document.addEventListener("load", (event) => {
  const thread = document.getElementById("thread");
  if (event.target.tagName === "IMG" && thread?.contains(event.target) && !thread.dataset.read) thread.scrollTop = thread.scrollHeight;
}, true);
document.addEventListener("wheel", (event) => {
  const thread = event.target.closest?.("#thread");
  if (thread) thread.dataset.read = "1";
}, { passive: true });

document.addEventListener("DOMContentLoaded", () => {
  const thread = document.getElementById("thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
  $(".side .on")?.scrollIntoView({ block: "nearest" });
  compose();
  ring();
  setInterval(ring, 1000);
  listen();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-county-print]")) window.print();
});
