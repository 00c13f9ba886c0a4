// The page beside a chat in WeCom: it asks who is there, and sends into the chat. Opened as an
// ordinary page it sends as the desk does. The rest (live parts, composer, dialogs) is workbench.js.
import { NAMES, bridge, real } from "./wecom.js";

const $ = (selector, root = document) => root.querySelector(selector);
const page = document.body.dataset;
const words = JSON.parse(page.countyWords || "{}");
const query = new URLSearchParams(location.search);
const SENDS = ["single_kf_tools", "single_chat_tools", "group_chat_tools", "chat_attachment"];
const KNOWS = ["single_kf_tools", "single_chat_tools", "contact_profile"];
const LONGEST = 2048; // bytes of a text in WeCom

const framed = window.parent !== window && query.get("bridge") === "1" && page.countyBridge;
const inWecom = page.countyWecom && /wxwork/i.test(navigator.userAgent);
const call = framed ? bridge(page.countyBridge) : inWecom ? real() : null;
let entry = ""; // where in WeCom we are; "" while unknown, and in an ordinary page
let here = !call; // whether sending is possible now
let into = false; // whether what is sent goes into WeCom's chat

// — what happened, in words —
function say(text, tone = "") {
  const line = $("#port");
  line.hidden = !text;
  line.textContent = text;
  line.className = `sb-port ${tone}`;
}

function reason(error) {
  const said = String(error?.errMsg || error?.message || "");
  const known = [
    [/timeout/i, "silent"],
    [/cancel/i, "cancelled"],
    [/without context|not in .*session|wrong entry/i, "entry"],
    [/signature|40093|url domain|offline verifying/i, "signature"],
    [/not exist|not support|unsupported/i, "old"],
    [/permission|denied|not allow/i, "permission"],
  ].find(([sign]) => sign.test(said));
  const sentence = error?.words || words[known?.[1] || "failed"];
  return said && !error?.words ? `${sentence} (${said.slice(0, 120)})` : sentence;
}

// — the way in: signatures from our server, then who is in the chat —
async function signed(doubted) {
  const address = location.href.split("#")[0];
  const asked = `/channels/wecom/signatures/?url=${encodeURIComponent(address)}${doubted ? "&doubted=1" : ""}`;
  const answer = await fetch(asked, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer) throw { words: words.unsigned };
  if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) throw { words: words.signed_out };
  const found = await answer.json();
  if (!answer.ok) throw { words: found.detail || words.unsigned };
  return found;
}

async function register() {
  try {
    await call("register", { ...(await signed(false)), jsApiList: NAMES });
  } catch (error) {
    if (error.words || !/signature|40093/i.test(error.errMsg || "")) throw error;
    await call("register", { ...(await signed(true)), jsApiList: NAMES });
  }
}

async function connect() {
  say(words.connecting);
  ready();
  try {
    await register();
    ({ entry } = await call("getContext"));
    if (KNOWS.includes(entry)) {
      const { userId } = await call("getCurExternalContact");
      if (userId && userId !== query.get("person") && userId !== page.countyPerson) return turnTo(userId);
      into = SENDS.includes(entry) && userId === page.countyPerson;
      say(into ? words.beside : words.apart, into ? "good" : "");
    } else say(page.countyPerson || page.countySidebar ? words.apart : words.entry);
  } catch (error) {
    say(reason(error), "bad");
  }
  here = true;
  ready();
}

function turnTo(person) {
  const next = new URLSearchParams({ person });
  if (framed) next.set("bridge", "1");
  location.replace(`${location.pathname}?${next}`);
}

// — sending —
const form = $("[data-county-composer]");

// An officer's own chat can be written in only from beside it; other conversations we carry ourselves.
function ready() {
  if (!form) return;
  const carried = Boolean(form.dataset.countyCarried);
  $("[data-county-send]", form).disabled = !here || !(into || carried);
  $("[data-county-open-chat]", form).hidden = !(call && here && !into && page.countyPerson);
}

function after(text, tone, keep = "") {
  const line = $("#after");
  line.hidden = !text;
  line.className = `sb-after ${tone}`;
  $("span", line).textContent = text;
  const button = $("[data-county-keep]", line);
  button.hidden = !keep;
  button.dataset.text = keep;
}

async function sendIntoChat() {
  const content = form.text.value.trim();
  if (!content) return after(words.empty, "bad");
  if (new TextEncoder().encode(content).length > LONGEST) return after(words.too_long, "bad");
  const button = $("[data-county-send]", form);
  button.disabled = true;
  try {
    await call("sendChatMessage", { msgtype: "text", text: { content } });
    form.text.value = form.answer.value = "";
    form.text.dispatchEvent(new Event("input", { bubbles: true }));
    // Customer service reports the message to us; of an officer's own chat WeCom tells nothing.
    if (entry === "single_kf_tools") after(words.sent, "good");
    else after(words.sent_apart, "good", content);
  } catch (error) {
    after(reason(error), "bad");
  }
  button.disabled = false;
}

async function keep(button) {
  button.disabled = true;
  const sent = await fetch(form.dataset.countySaid, {
    method: "POST",
    headers: { ...JSON.parse(document.body.getAttribute("hx-headers")), Accept: "application/json" },
    body: new URLSearchParams({ text: button.dataset.text }),
  }).catch(() => null);
  button.disabled = false;
  if (sent?.ok && !sent.redirected) return after(words.kept, "good");
  const told = sent && sent.status < 500 && sent.headers.get("Content-Type")?.includes("json") ? (await sent.json()).detail : "";
  after(told || words.not_kept, "bad", button.dataset.text);
}

async function openChat() {
  const person = page.countyPerson;
  try {
    if (page.countyAccount) await call("navigateToKfChat", { openKfId: page.countyAccount, externalUserId: person });
    else await call("openEnterpriseChat", { groupName: "", userIds: [], externalUserIds: [person] });
  } catch (error) {
    after(reason(error), "bad");
  }
}

document.addEventListener("submit", (event) => {
  if (event.target !== form || !into || event.submitter?.matches("[data-county-note]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  sendIntoChat();
}, true);

document.addEventListener("click", (event) => {
  const keeper = event.target.closest("[data-county-keep]");
  if (keeper) keep(keeper);
  if (event.target.closest("[data-county-open-chat]")) openChat();
  // The desk's pages are wider than a chat's margin: from there they open in a window of their own.
  const link = call && event.target.closest("a[href^='/']");
  if (link && !link.getAttribute("href").startsWith("/helpdesk/sidebar/")) {
    link.target = "_blank";
    link.rel = "noopener";
  } else if (link && framed && !link.href.includes("bridge=1")) link.href += `${link.search ? "&" : "?"}bridge=1`;
}, true);

form?.addEventListener("input", () => { if (form.text.value) after("", ""); });

// Another matter has become the present one: the forms belong to it too, unless somebody writes.
new MutationObserver(() => {
  const now = $("#now");
  const writing = form?.text.value || $("#new_words")?.value;
  if (now && now.dataset.countyMatter !== page.countySidebar && !writing) location.reload();
}).observe($("#main"), { childList: true });

document.addEventListener("DOMContentLoaded", () => { if (call) connect(); });
